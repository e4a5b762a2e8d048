"""``valid(schema)``: the evaluation data is as the training data was, by a pandera schema inferred from that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from celltrail.frameworks.require import require
from celltrail.registry.gates.answers import frame_of
from celltrail.registry.gates.comparison import holds
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import Lane, Outcome
from celltrail.registry.gates.subject import EVALUATION, TRAINING, Subject

_CATEGORIES = 50
_SHOWN = 30
_EXAMPLES = 3


class ValidKind:
    """Validates the evaluation data: columns, types, missing values, ranges, categories."""

    name = "valid"
    form = Form(
        word="schema",
        words=("schema",),
        compared=("violations",),
        options={"slack": Option("number", 0.5, 0.0, 1e6)},
    )
    lane: Lane = "scoring"
    inputs = ("training", "evaluation")
    libraries = ("pandera", "pandas")
    timeout_s = 120.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Infer a schema from the training data and validate the evaluation data by it."""
        pandera = require("pandera.pandas", "validation")
        train, test = frame_of(subject.data(TRAINING)), frame_of(subject.data(EVALUATION))
        schema = inferred(pandera, train, gate.options["slack"])
        try:
            schema.validate(test, lazy=True)
            cases = None
        except pandera.errors.SchemaErrors as error:
            cases = error.failure_cases
        found = [] if cases is None else list(_violations(cases, len(test)))
        share = _share(cases, len(test))
        numbers: dict[str, float | None] = {"violations": share, "checks": float(len(found))}
        passed = not found if gate.comparison is None else _holds(gate, share)
        lines = tuple(line for _, line in sorted(found, key=lambda one: -one[0]))
        if not found:
            reason = f"{len(test):,} rows fit the schema of {len(schema.columns)} columns"
        else:
            reason = f"{share:.2%} of the rows do not fit: {'; '.join(lines[:_EXAMPLES])}"
        return Outcome(passed=passed, reason=reason, numbers=numbers, details=lines[:_SHOWN])


def inferred(pandera: Any, train: Any, slack: float) -> Any:
    """Return what training data tells: pandera's types and missing values, wider ranges, categories where few.

    Parameters
    ----------
    slack
        By how much of its width a range is made wider at both ends: the largest of some rows is seldom that of
        all.
    """
    known = pandera.infer_schema(train)
    columns = {
        name: pandera.Column(
            None if _is_text(train[name]) else column.dtype,
            list(_checks(pandera, train[name], slack)),
            nullable=column.nullable,
            required=True,
        )
        for name, column in known.columns.items()
    }
    return pandera.DataFrameSchema(columns, strict=False)


def _checks(pandera: Any, column: Any, slack: float) -> Iterator[Any]:
    kind = column.dtype.kind
    if kind in "iuf" and column.notna().any():
        low, high = float(column.min()), float(column.max())
        wider = (high - low) * slack
        yield pandera.Check.in_range(low - wider, high + wider)
    elif _is_text(column):
        values = column.dropna().unique().tolist()
        if 0 < len(values) <= min(_CATEGORIES, len(column) // 2):
            yield pandera.Check.isin(values)


def _is_text(column: Any) -> bool:
    """Whether a column is of text or categories, whose types differ between libraries and mean the same."""
    return not hasattr(column.dtype, "kind") or column.dtype.kind not in "iufbmM"


def _violations(cases: Any, rows: int) -> Iterator[tuple[float, str]]:
    """Give each check that fails with how many rows that are and a line about it."""
    for (column, check), group in cases.groupby(["column", "check"], dropna=False, sort=False):
        if check == "column_in_dataframe":
            for name in group["failure_case"]:
                yield float(rows), f"the column {name!r} is missing"
        elif group["index"].isna().all():
            yield float(rows), f"{column!r} is {group['failure_case'].iloc[0]}, not as in training ({check})"
        else:
            examples = ", ".join(dict.fromkeys(str(value) for value in group["failure_case"].head(_EXAMPLES)))
            yield float(len(group)), f"{column!r}: {check} fails in {len(group):,} rows, such as {examples}"


def _share(cases: Any, rows: int) -> float:
    """Return in which share of the rows something is wrong; all of them where it is a column as a whole."""
    if cases is None:
        return 0.0
    if cases["index"].isna().any() or not rows:
        return 1.0
    return float(cases["index"].nunique() / rows)


def _holds(gate: Gate, share: float) -> bool:
    assert gate.comparison is not None
    return holds(gate.source, gate.comparison, {"violations": share})
