"""``no_leakage()``: what the evaluation data tells is no echo of the training data, or of the target itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from celltrail.registry.gates.answers import column_of, flat, frame_of
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import Lane, Outcome
from celltrail.registry.gates.singles import leading_columns
from celltrail.registry.gates.subject import EVALUATION, EVALUATION_TARGET, TRAINING, TRAINING_TARGET, Subject

Numbers = dict[str, float | None]
_ID_ROWS = 50
_ID_SPREAD = 2
_ID_NAME = re.compile(r"(^|[_\W])(id|uuid|guid|key|index|rowid)$|^unnamed", re.IGNORECASE)


class LeakageKind:
    """Looks for rows in both parts, columns that give the target away, ids, and a split against the time."""

    name = "no_leakage"
    form = Form(
        options={
            "shared": Option("number", 0.01, 0.0, 1.0),
            "single": Option("number", 0.999, 0.5, 1.0),
            "time": Option("text", ""),
            "ignore": Option("texts", ()),
        }
    )
    lane: Lane = "scoring"
    inputs = ("training", "evaluation")
    libraries = ("pandas", "numpy")
    timeout_s = 120.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Look through both parts."""
        left_out = list(gate.options["ignore"])
        train, test = (frame_of(subject.data(role)).drop(columns=left_out, errors="ignore") for role in _PARTS)
        numbers: Numbers = {}
        found = list(_shared(gate, subject, (train, test), numbers))
        if subject.has(TRAINING_TARGET):
            target = flat(subject.data(TRAINING_TARGET))
            found += _named(subject, train)
            found += leading_columns(train, target, gate.options["single"])
        found += _ids(train)
        if gate.options["time"]:
            found += _late(subject, gate.options["time"], numbers)
        numbers["findings"] = float(len(found))
        reason = "; ".join(found[:3]) if found else _clean(gate, subject, numbers)
        return Outcome(passed=not found, reason=reason, numbers=numbers, details=tuple(found))


_PARTS = (TRAINING, EVALUATION)


def _clean(gate: Gate, subject: Subject, numbers: Numbers) -> str:
    looked = ["rows in both parts", "ids"]
    if subject.has(TRAINING_TARGET):
        looked.insert(1, "columns that give the target away")
    if gate.options["time"]:
        looked.append("the order of time")
    return f"looked for {', '.join(looked)}: {numbers['shared'] or 0:.2%} of the rows are in both parts"


def _shared(gate: Gate, subject: Subject, parts: tuple[Any, Any], numbers: Numbers) -> Iterator[str]:
    """Say it where more rows are in both parts than rows repeat by themselves."""
    train, test = parts
    common = [name for name in test.columns if name in set(train.columns)]
    if not common:
        return
    with_target = subject.has(TRAINING_TARGET) and subject.has(EVALUATION_TARGET)
    ours = _digests(train[common], flat(subject.data(TRAINING_TARGET)) if with_target else None)
    theirs = _digests(test[common], flat(subject.data(EVALUATION_TARGET)) if with_target else None)
    shared = theirs.isin(ours)
    usual = float(ours.duplicated(keep=False).mean())
    numbers.update(shared=float(shared.mean()), repeated=usual)
    if shared.mean() > usual + gate.options["shared"]:
        yield f"{shared.sum():,} rows of the evaluation data ({shared.mean():.1%}) are in the training data too"


def _digests(frame: Any, target: Any) -> Any:
    """Return a number for the content of each row."""
    import pandas as pd

    frame = frame.reset_index(drop=True)
    plain = {
        str(name): column.astype(float) if column.dtype.kind in "iufb" else column.astype(str)
        for name, column in ((name, frame[name]) for name in frame.columns)
    }
    if target is not None:
        plain["\x00target"] = pd.Series(target).astype(str)
    return pd.util.hash_pandas_object(pd.DataFrame(plain), index=False)


def _named(subject: Subject, train: Any) -> Iterator[str]:
    name = getattr(subject.data(TRAINING_TARGET), "name", None)
    if name is not None and name in train.columns:
        yield f"the target {name!r} is among the columns"


def _ids(train: Any) -> Iterator[str]:
    """Name columns that number the rows: a model can learn them by heart, and nothing from them."""
    rows = len(train)
    for name in train.columns:
        column = train[name]
        if rows < _ID_ROWS or column.dtype.kind in "fbmM" or column.nunique() < rows:
            continue
        wide = column.dtype.kind in "iu" and float(column.max()) - float(column.min()) > _ID_SPREAD * rows
        if wide and not _ID_NAME.search(str(name)):
            continue
        yield f"{name!r} has another value in every row, as an id has"


def _late(subject: Subject, name: str, numbers: Numbers) -> Iterator[str]:
    """Say it where evaluation rows are from before the end of the training rows."""
    import pandas as pd

    train, test = (pd.Series(column_of(subject.data(role), name)).dropna() for role in _PARTS)
    if train.dtype.kind not in "iufM":
        train, test = pd.to_datetime(train), pd.to_datetime(test)
    early = float((test <= train.max()).mean()) if len(test) and len(train) else 0.0
    numbers["early"] = early
    if early:
        yield f"{early:.1%} of the evaluation rows are not later than all training rows, by {name!r}"
