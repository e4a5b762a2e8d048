"""Points that clients log: a call that is repeated adds nothing, the latest value is that of the greatest step."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from celltrail.store import schema
from celltrail.store.among import among
from celltrail.store.facts import Fact

Point = tuple[str, float, int, float]
"""Key, value, step, time in seconds."""


def new_points(connection: Connection, run_id: str, points: Sequence[Point]) -> list[Fact]:
    """Return the facts of those points that are not the newest already, the greatest step of a key last."""
    by_key: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_key[point[0]].append(point)
    facts: list[Fact] = []
    for key, own in by_key.items():
        known = _newest(connection, run_id, key, len(own))
        own.sort(key=lambda point: (point[2], point[3]))
        facts += [
            ("metric", [run_id, key, repr(value), step, at])
            for _, value, step, at in own
            if (step, at, _plain(value)) not in known
        ]
    return facts


def _newest(connection: Connection, run_id: str, key: str, count: int) -> set[tuple[int, float, float | None]]:
    points = schema.metric_points.c
    query = (
        select(points.step, points.at, points.value)
        .where(points.run_id == run_id, points.key == key)
        .order_by(points.id.desc())
        .limit(count)
    )
    return {(row.step, row.at, row.value) for row in connection.execute(query)}


def latest(connection: Connection, run_id: str, keys: Collection[str]) -> dict[str, Row[Any]]:
    """Return the latest values of some metrics of a run."""
    metrics = schema.metrics
    query = select(metrics).where(metrics.c.run_id == run_id, among(metrics.c.key, keys))
    return {row.key: row for row in connection.execute(query)} if keys else {}


def keep_latest(connection: Connection, run_id: str, before: dict[str, Row[Any]], points: Sequence[Point]) -> None:
    """Let the latest value be that of the greatest step, then time, even where it was logged before others."""
    newest: dict[str, tuple[int, float]] = {}
    for key, _, step, at in points:
        newest[key] = max(newest.get(key, (step, at)), (step, at))
    metrics = schema.metrics
    for key, row in before.items():
        if (row.step, row.at) > newest[key]:
            here = (metrics.c.run_id == run_id) & (metrics.c.key == key)
            old = {"value": row.value, "text": row.text, "step": row.step, "at": row.at}
            connection.execute(update(metrics).where(here).values(**old))


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value
