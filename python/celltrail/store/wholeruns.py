"""Runs with everything that clients of MLflow's API ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from celltrail.records import ClientRun, Metric, Run
from celltrail.store import schema
from celltrail.store.among import among
from celltrail.store.clienttables import deleted_runs
from celltrail.store.datasets import inputs_of
from celltrail.store.loggedmodels import links_of
from celltrail.store.mapping import from_row, from_rows
from celltrail.store.values import values_of


def whole(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[ClientRun, ...]:
    """Return runs with everything that clients ask of them."""
    ids = [row.id for row in rows]
    params, tags = values_of(connection, schema.params, ids), values_of(connection, schema.tags, ids)
    of_runs = select(schema.metrics).where(among(schema.metrics.c.run_id, ids)).order_by(schema.metrics.c.key)
    metrics: dict[str, list[Metric]] = defaultdict(list)
    for metric in from_rows(Metric, connection.execute(of_runs)):
        metrics[metric.run_id].append(metric)
    inputs, links = inputs_of(connection, ids), links_of(connection, ids)
    deleted = {
        row.run_id: row.at
        for row in connection.execute(select(deleted_runs).where(among(deleted_runs.c.run_id, ids)))
    }
    return tuple(
        ClientRun(
            run=from_row(Run, row),
            params=params.get(row.id, {}),
            metrics=tuple(metrics.get(row.id, ())),
            tags=tags.get(row.id, {}),
            inputs=inputs.get(row.id, ()),
            links=links.get(row.id, ()),
            deleted_at=deleted.get(row.id),
        )
        for row in rows
    )
