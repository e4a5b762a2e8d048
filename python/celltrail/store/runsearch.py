"""MLflow's search for runs, as SQL.

Conditions come parsed (`celltrail.server.mlflow.filters`); every name and value in them is a parameter of the
statement, never a part of it. What a run does not have fulfils no condition but ``IS NULL``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from celltrail.records import Clause, ClientRun, Order, View
from celltrail.store import schema
from celltrail.store.clientruns import whole
from celltrail.store.clienttables import dataset_inputs, datasets, experiments
from celltrail.store.database import Database
from celltrail.store.mapping import is_indexed_whole
from celltrail.store.selection import not_deleted

STATUSES = {
    "running": "RUNNING", "finished": "FINISHED", "failed": "FAILED", "killed": "KILLED", "lost": "FAILED",
}  # fmt: skip
"""MLflow's word for each of ours: it has none for a run whose process vanished."""
LARGEST = 1.7976931348623157e308
"""Stands for infinity, as in MLflow's own store."""
_INFINITE = {"inf": LARGEST, "-inf": -LARGEST}
_runs = schema.runs.c
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class plain_text(FunctionElement[Any]):  # noqa: N801 - used like SQL's own functions
    """A plain JSON value as the text that it is, without quotes."""

    type = String()
    inherit_cache = True


@compiles(plain_text, "sqlite")
def _sqlite_text(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(json_extract({compiler.process(element.clauses, **options)}, '$') AS TEXT)"


@compiles(plain_text, "postgresql")
def _postgresql_text(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} #>> '{{}}')"


class RunSearch:
    """Searches for runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        projects: Sequence[str],
        clauses: Sequence[Clause],
        orders: Sequence[Order],
        view: View,
        *,
        offset: int,
        limit: int,
    ) -> tuple[ClientRun, ...]:
        """Return the runs of some projects that fulfil all clauses, in an order, a page of them."""
        query = select(schema.runs).where(_runs.project.in_(set(projects)), *_life(view))
        dialect = "sqlite" if self._database.is_sqlite else "postgresql"
        for clause in clauses:
            query = query.where(_condition(clause, dialect))
        query = _ordered(query, orders).offset(offset).limit(limit)
        with self._database.read() as connection:
            return whole(connection, connection.execute(query).all())


def _life(view: View) -> list[ColumnElement[bool]]:
    if view == "ALL":
        return []
    return [not_deleted() if view == "ACTIVE_ONLY" else not_(not_deleted())]


def _condition(clause: Clause, dialect: str) -> ColumnElement[bool]:
    match clause.entity:
        case "metric":
            return _runs.id.in_(_metric(clause))
        case "dataset":
            return _runs.id.in_(_dataset(clause, dialect))
        case "attribute":
            return compared(_attribute(clause.key), clause, dialect)
    if clause.entity == "tag" and clause.key == "mlflow.runName":
        return compared(_runs.name, clause, dialect)
    table = schema.params if clause.entity == "parameter" else schema.tags
    has = exists().where(table.c.run_id == _runs.id, table.c.key == clause.key)
    if clause.comparator in ("IS NULL", "IS NOT NULL"):
        return ~has if clause.comparator == "IS NULL" else has
    fits = _param(clause, dialect) if table is schema.params else compared(table.c.value, clause, dialect)
    return _runs.id.in_(select(table.c.run_id).where(table.c.key == clause.key, fits))


def _param(clause: Clause, dialect: str) -> ColumnElement[bool]:
    """Return that a parameter fulfils a clause, found by its indexed text where that is all of it."""
    params = schema.params.c
    exact = compared(plain_text(params.value), clause, dialect)
    if clause.comparator != "=" or not is_indexed_whole(clause.value):
        return exact
    return or_(params.text == clause.value, and_(params.text.is_(None), exact))  # numbers have no text


def _metric(clause: Clause) -> Select[tuple[str]]:
    metrics, compare = schema.metrics.c, _COMPARE[clause.comparator]
    value = max(-LARGEST, min(LARGEST, float(clause.value)))
    infinite = [text for text, number in _INFINITE.items() if compare(number, value)]
    fits = compare(metrics.value, value)
    return select(metrics.run_id).where(
        metrics.key == clause.key, or_(fits, metrics.text.in_(infinite)) if infinite else fits
    )


def _dataset(clause: Clause, dialect: str) -> Select[tuple[str]]:
    column = (
        dataset_inputs.c.tags["mlflow.data.context"].as_string()
        if clause.key == "context"
        else datasets.c[clause.key]
    )
    return (
        select(dataset_inputs.c.run_id)
        .join(datasets, datasets.c.id == dataset_inputs.c.dataset_id)
        .where(compared(column, clause, dialect))
    )


def _attribute(key: str) -> ColumnElement[Any]:
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


def compared(column: ColumnElement[Any], clause: Clause, dialect: str) -> ColumnElement[bool]:
    """Return that a column fulfils a clause."""
    value = clause.value
    match clause.comparator:
        case "LIKE":
            return _like(column, value, dialect)
        case "ILIKE":
            return func.lower(column).like(value.lower())
        case "IN":
            return column.in_(value) if value else false()
        case "NOT IN":
            return column.not_in(value)
    found: ColumnElement[bool] = _COMPARE[clause.comparator](column, value)
    return found


def _like(column: ColumnElement[Any], pattern: str, dialect: str) -> ColumnElement[bool]:
    """Return LIKE that tells large letters from small ones, which SQLite's does not but its GLOB does."""
    if dialect != "sqlite":
        return column.like(pattern)
    signs = {"%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"}
    return column.op("GLOB", is_comparison=True)("".join(signs.get(sign, sign) for sign in pattern))


def _ordered(query: Select[Any], orders: Sequence[Order]) -> Select[Any]:
    """Order as MLflow does: what has no value comes last either way, NaN before it; then the newest first."""
    columns: list[ColumnElement[Any]] = []
    for number, order in enumerate(orders):
        if order.entity == "attribute":
            value = _attribute(order.key)
            columns.append(case((value.is_(None), 1), else_=0))
        else:
            query, value, rank = _joined(query, order, number)
            columns.append(rank)
        columns.append(value.asc() if order.ascending else value.desc())
    if not any(order.entity == "attribute" and order.key == "start_time" for order in orders):
        columns.append(_runs.started_at.desc())
    return query.order_by(*columns, _runs.id)


def _joined(
    query: Select[Any], order: Order, number: int
) -> tuple[Select[Any], ColumnElement[Any], ColumnElement[Any]]:
    tables = {"metric": schema.metrics, "parameter": schema.params, "tag": schema.tags}
    table = tables[order.entity].alias(f"order_{number}")
    query = query.outerjoin(table, and_(table.c.run_id == _runs.id, table.c.key == order.key))
    if order.entity != "metric":
        value: ColumnElement[Any] = plain_text(table.c.value) if order.entity == "parameter" else table.c.value
        return query, value, case((cast(value, String).is_(None), 1), else_=0)
    infinite = [(table.c.text == text, number) for text, number in _INFINITE.items()]
    rank = case((table.c.text == "nan", 1), (table.c.text.is_(None), 2), else_=0)
    return query, case(*infinite, else_=table.c.value), rank
