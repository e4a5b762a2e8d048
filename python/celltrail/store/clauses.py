"""The clauses of MLflow's searches as conditions of SQL.

They come parsed (`celltrail.server.mlflow.filters`); every name and value in them is a parameter of the statement,
never a part of it. What a run does not have fulfils no condition but ``IS NULL``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    GenerativeSelect,
    Select,
    Table,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)

from celltrail.records import Clause
from celltrail.store import schema
from celltrail.store.clienttables import dataset_inputs, datasets, experiments
from celltrail.store.comparison import has_number
from celltrail.store.conditions import Condition
from celltrail.store.mapping import indexed_number, is_indexed_whole
from celltrail.store.plaintext import plain_text

STATUSES = {
    "running": "RUNNING", "finished": "FINISHED", "failed": "FAILED", "killed": "KILLED", "lost": "FAILED",
}  # fmt: skip
"""MLflow's word for each of ours: it has none for a run whose process vanished."""
LARGEST = 1.7976931348623157e308
"""Stands for infinity, as in MLflow's own store."""
RUN_NAME = "mlflow.runName"
"""The tag that is a run's name."""
_INFINITE = {"inf": LARGEST, "-inf": -LARGEST}
_PRINTED = {"True", "False", "None"}
"""What parameters that are no text print as; their indexed text is another one."""
_NO_ESCAPE = {"sqlite": None, "postgresql": ""}
"""A backslash in a pattern is itself."""
_runs = schema.runs.c
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def condition(clause: Clause, dialect: str) -> Condition:
    """Return what a clause says of a run."""
    if clause.comparator in ("IS NULL", "IS NOT NULL"):
        has = _has(clause)
        return Condition(has if clause.comparator == "IS NOT NULL" else not_(has))
    match clause.entity:
        case "metric":
            return _metric(clause)
        case "parameter":
            return _keyed(schema.params, clause, _param(clause, dialect))
        case "tag" if clause.key != RUN_NAME:
            return _keyed(schema.tags, clause, [_compared(schema.tags.c.value, clause, dialect)])
        case "dataset":
            return Condition(_runs.id.in_(_dataset(clause, dialect)))
    column = _runs.name if clause.entity == "tag" else attribute(clause.key)
    return Condition(_compared(column, clause, dialect))


def attribute(key: str) -> ColumnElement[Any]:
    """Return what runs have as an attribute."""
    experiment = select(experiments.c.id).where(experiments.c.name == _runs.project).scalar_subquery()
    known: dict[str, ColumnElement[Any]] = {
        "run_id": _runs.id,
        "run_name": _runs.name,
        "user_id": _runs.who,
        "status": case(*((_runs.status == ours, theirs) for ours, theirs in STATUSES.items()), else_="FAILED"),
        "start_time": func.round(_runs.started_at * 1000),
        "end_time": func.round(_runs.ended_at * 1000),
        "artifact_uri": literal("mlflow-artifacts:/") + experiment + "/" + _runs.id + "/artifacts",
    }
    return known[key]


def _has(clause: Clause) -> ColumnElement[bool]:
    if clause.key == RUN_NAME and clause.entity == "tag":
        return true()
    table = schema.params if clause.entity == "parameter" else schema.tags
    return exists().where(table.c.run_id == _runs.id, table.c.key == clause.key)


def _keyed(table: Table, clause: Clause, ways: list[ColumnElement[bool]]) -> Condition:
    """Return that a run has a key whose value fits in one of several ways, an index for each."""
    has = exists().where(table.c.run_id == _runs.id, table.c.key == clause.key, or_(false(), *ways))
    each: list[Select[tuple[str]]] = [select(table.c.run_id).where(table.c.key == clause.key, way) for way in ways]
    candidates: GenerativeSelect = each[0] if len(each) == 1 else union_all(*each)
    return Condition(has, candidates)


def _metric(clause: Clause) -> Condition:
    metrics, compare = schema.metrics.c, _COMPARE[clause.comparator]
    value = max(-LARGEST, min(LARGEST, float(clause.value)))
    infinite = [text for text, number in _INFINITE.items() if compare(number, value)]
    ways: list[ColumnElement[bool]] = [compare(metrics.value, value)]
    if infinite:
        ways.append(and_(metrics.value.is_(None), metrics.text.in_(infinite)))
    return _keyed(schema.metrics, clause, ways)


def _param(clause: Clause, dialect: str) -> list[ColumnElement[bool]]:
    """Return the ways in which a parameter fulfils a clause, by its indexed text where that is all of it."""
    params, value = schema.params.c, clause.value
    exact = _compared(plain_text(params.value), clause, dialect)
    if clause.comparator != "=" or value in _PRINTED or not is_indexed_whole(value):
        return [exact]
    number = indexed_number(value)
    ways: list[ColumnElement[bool]] = [and_(has_number(params.number, number), params.text == value)]
    if number is not None:  # logged as a number, which has no text
        printed = true() if str(number) == value and not number.is_integer() else exact
        ways.append(and_(params.number == number, params.text.is_(None), printed))
    return ways


def _dataset(clause: Clause, dialect: str) -> Select[tuple[str]]:
    column = (
        dataset_inputs.c.tags["mlflow.data.context"].as_string()
        if clause.key == "context"
        else datasets.c[clause.key]
    )
    return (
        select(dataset_inputs.c.run_id)
        .join(datasets, datasets.c.id == dataset_inputs.c.dataset_id)
        .where(_compared(column, clause, dialect))
    )


def _compared(column: ColumnElement[Any], clause: Clause, dialect: str) -> ColumnElement[bool]:
    value = clause.value
    match clause.comparator:
        case "LIKE":
            return _like(column, value, dialect)
        case "ILIKE":
            return func.lower(column).like(value.lower(), escape=_NO_ESCAPE[dialect])
        case "IN":
            return column.in_(sorted(set(value)))
        case "NOT IN":
            return column.not_in(sorted(set(value)))
    found: ColumnElement[bool] = _COMPARE[clause.comparator](column, value)
    return found


def _like(column: ColumnElement[Any], pattern: str, dialect: str) -> ColumnElement[bool]:
    """Return LIKE that tells large letters from small ones, which SQLite's does not but its GLOB does."""
    if dialect != "sqlite":
        return column.like(pattern, escape=_NO_ESCAPE[dialect])
    signs = {"%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"}
    return column.op("GLOB", is_comparison=True)("".join(signs.get(sign, sign) for sign in pattern))
