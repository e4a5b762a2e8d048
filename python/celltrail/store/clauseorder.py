"""The order of MLflow's searches: what has no value comes last either way, NaN before it; then the newest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, case, cast, exists, select

from celltrail.records import Order
from celltrail.store import schema
from celltrail.store.clauses import LARGEST, attribute
from celltrail.store.plaintext import plain_text

_runs = schema.runs.c
_TIMES = {"start_time": _runs.started_at, "end_time": _runs.ended_at}
"""As they are kept, finer than milliseconds, and in an index."""
_FINITE = "finite"


def parts(connection: Connection, query: Select[Any], orders: Sequence[Order]) -> Iterator[Select[Any]]:
    """Give the queries that, one after the other, are all runs in an order."""
    if not orders or orders[0].entity != "metric":
        yield _ordered(query, orders)
        return
    # Along the index of the metric's values, which ends as soon as enough runs are found.
    first, metrics = orders[0], schema.metrics.alias()
    has = and_(metrics.c.run_id == _runs.id, metrics.c.key == first.key)
    value, joined = metrics.c.value, query.join(metrics, has)
    by_value = joined.where(value.is_not(None)).order_by(value.asc() if first.ascending else value.desc())
    order = ("-inf", _FINITE, "inf") if first.ascending else ("inf", _FINITE, "-inf")
    there = {_FINITE, *_not_finite(connection, first.key)}
    for text in (text for text in (*order, "nan") if text in there):
        part = by_value if text == _FINITE else joined.where(value.is_(None), metrics.c.text == text)
        yield _ordered(part, orders[1:])
    yield _ordered(query.where(~exists().where(has)), orders[1:])


def _not_finite(connection: Connection, key: str) -> Sequence[str]:
    metrics = schema.metrics.c
    query = select(metrics.text).where(metrics.key == key, metrics.value.is_(None)).distinct()
    return connection.execute(query).scalars().all()


def _ordered(query: Select[Any], orders: Sequence[Order]) -> Select[Any]:
    columns: list[ColumnElement[Any]] = []
    for number, order in enumerate(orders):
        if order.entity == "attribute":
            value = _TIMES.get(order.key, attribute(order.key))
            if value is _runs.ended_at:
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
        return query, value, case((cast(table.c.value, String).is_(None), 1), else_=0)
    infinite = [(table.c.text == "inf", LARGEST), (table.c.text == "-inf", -LARGEST)]
    rank = case((table.c.text == "nan", 1), (table.c.text.is_(None), 2), else_=0)
    return query, case(*infinite, else_=table.c.value), rank
