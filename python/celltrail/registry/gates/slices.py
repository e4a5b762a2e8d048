"""``slice(auc >= 0.7, by="carrier", min_rows=100)``: a metric in every part of the evaluation data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from celltrail.registry.gates.answers import Answers, answers_of, column_of
from celltrail.registry.gates.comparison import holds
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.measures import MEASURES
from celltrail.registry.gates.subject import EVALUATION, Subject

_MANY = 20
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class _Slice:
    name: str
    rows: int
    numbers: dict[str, float]
    holds: bool | None
    """None where it has too few rows to say."""


class SliceKind:
    """Asks for a metric in each slice that is large enough."""

    name = "slice"
    form = Form(
        compared=tuple(MEASURES),
        needed="comparison",
        options={
            "by": Option("texts", (), needed=True),
            "min_rows": Option("whole", 30, 1, 1e9),
            "bins": Option("whole", 4, 2, 100),
        },
    )
    lane: Lane = "scoring"
    inputs = ("model", "evaluation")
    libraries = ("numpy", "pandas", "scikit-learn")
    timeout_s = 120.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Judge every slice."""
        answers, data = answers_of(subject), subject.data(EVALUATION)
        keys = [groups(column_of(data, name), gate.options["bins"]) for name in gate.options["by"]]
        found = list(_slices(gate, answers, keys))
        judged = [one for one in found if one.holds is not None]
        if not judged:
            least = gate.options["min_rows"]
            raise CannotRunError(f"no slice has {least} rows and rows of every class: give more data or min_rows=")
        failed = [one for one in judged if not one.holds]
        worst = sorted(judged, key=lambda one: (bool(one.holds), *one.numbers.values()))
        reason = f"{len(judged) - len(failed)} of {len(judged)} slices hold"
        if failed:
            reason += ": not " + ", ".join(_said(one) for one in worst[: min(3, len(failed))])
        small = len(found) - len(judged)
        if small:
            reason += f"; {small} with fewer than {gate.options['min_rows']} rows or one class are not judged"
        return Outcome(
            passed=not failed,
            reason=reason,
            numbers={"slices": len(judged), "failed": len(failed)},
            details=tuple(_line(one) for one in sorted(found, key=_badness)[:_SHOWN]),
        )


def groups(values: Any, bins: int) -> Any:
    """Return what each row belongs to, as text: the value itself, or its range where there are many numbers."""
    import numpy as np
    import pandas as pd

    series = pd.Series(values)
    if series.dtype.kind in "iuf" and series.nunique() > _MANY:
        series = pd.qcut(series, bins, duplicates="drop")
    missing = series.isna().to_numpy()
    return np.where(missing, "missing", series.astype(str).to_numpy())


def _slices(gate: Gate, answers: Answers, keys: list[Any]) -> Iterator[_Slice]:
    import numpy as np

    by = gate.options["by"]
    whole = [
        " & ".join(f"{name}={part}" for name, part in zip(by, row, strict=True)) for row in zip(*keys, strict=True)
    ]
    names, where = np.unique(np.array(whole), return_inverse=True)
    if len(where) != len(answers.truth):
        raise CannotRunError("the evaluation data and its target have different numbers of rows")
    order = np.argsort(where, kind="stable")
    ends = np.cumsum(np.bincount(where, minlength=len(names)))
    for name, rows in zip(names, np.split(order, ends[:-1]), strict=True):
        yield _judged(gate, str(name), answers.where(rows))


def _judged(gate: Gate, name: str, part: Answers) -> _Slice:
    rows = len(part.truth)
    if rows < gate.options["min_rows"]:
        return _Slice(name, rows, {}, None)
    numbers = {measure: MEASURES[measure].value(part) for measure in gate.compared}
    if not all(math.isfinite(number) for number in numbers.values()):
        return _Slice(name, rows, numbers, None)  # of a slice with one class no area can be told
    assert gate.comparison is not None
    return _Slice(name, rows, numbers, holds(gate.source, gate.comparison, numbers))


def _said(one: _Slice) -> str:
    return f"{one.name} ({', '.join(f'{key} = {value:.4g}' for key, value in one.numbers.items())})"


def _line(one: _Slice) -> str:
    mark = {True: "holds", False: "fails", None: "not judged"}[one.holds]
    return f"{mark}: {_said(one) if one.numbers else one.name}, {one.rows:,} rows"


def _badness(one: _Slice) -> tuple[int, float]:
    rank = {False: 0, True: 1, None: 2}[one.holds]
    return rank, next(iter(one.numbers.values()), math.inf)
