"""Runs as clients of MLflow's API write and read them.

What such a client was answered is in the store: each call is one transaction. A call that is repeated because its
answer was lost changes nothing the second time.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select, update

from celltrail import clock
from celltrail.errors import ConflictError, NotFoundError
from celltrail.records import ClientRun, DatasetInput, Metric, ModelLink, ModelMetric, Param, Run, Scalar
from celltrail.store import schema
from celltrail.store.among import among
from celltrail.store.clienttables import deleted_runs
from celltrail.store.database import Database
from celltrail.store.datasets import inputs_of, write_inputs
from celltrail.store.events import announce
from celltrail.store.facts import Fact, Facts
from celltrail.store.loggedmodels import links_of, write_links, write_model_metrics
from celltrail.store.mapping import from_row, from_rows
from celltrail.store.upsert import insert_missing
from celltrail.store.values import values_of

Point = tuple[str, float, int, float]
"""Key, value, step, time in seconds."""


class ClientRuns:
    """Runs for clients."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facts = Facts(database)

    def create(self, run: Run, tags: dict[str, str]) -> None:
        """Keep a new run."""
        self._facts.write([("run", msgspec.to_builtins(run)), *_tags(run.id, tags)])

    def get(self, run_id: str) -> ClientRun:
        """Return a run, deleted or not.

        Raises
        ------
        NotFoundError
            There is none.
        """
        with self._database.read() as connection:
            row = connection.execute(select(schema.runs).where(schema.runs.c.id == run_id)).first()
            if row is None:
                raise NotFoundError(f"Run with id={run_id} not found", hint="Search for runs.")
            return whole(connection, [row])[0]

    def get_many(self, run_ids: Collection[str]) -> dict[str, ClientRun]:
        """Return those of some runs that are here."""
        with self._database.read() as connection:
            rows = connection.execute(select(schema.runs).where(among(schema.runs.c.id, run_ids))).all()
            return {found.run.id: found for found in whole(connection, rows)}

    def change(self, run: Run, tags: dict[str, str]) -> None:
        """Keep another state of a run."""
        self._facts.write([("run", msgspec.to_builtins(replace(run, stale=False))), *_tags(run.id, tags)])

    def log(
        self,
        run_id: str,
        *,
        points: Sequence[Point] = (),
        params: dict[str, str] | None = None,
        tags: dict[str, str] | None = None,
        model_metrics: Sequence[tuple[str, ModelMetric]] = (),
    ) -> None:
        """Add points, parameters and tags, all or none.

        Raises
        ------
        ConflictError
            A parameter has another value already.
        """
        given, marks = params or {}, tags or {}
        before: dict[str, Row[Any]] = {}

        def facts(connection: Connection) -> list[Fact]:
            self._refuse_changed(connection, run_id, given)
            before.update(_latest(connection, run_id, {point[0] for point in points}))
            return [*_params(run_id, given), *_tags(run_id, marks), *self._points(connection, run_id, points)]

        def also(connection: Connection) -> None:
            _keep_latest(connection, run_id, before, points)
            for model_id, metric in model_metrics:
                write_model_metrics(connection, model_id, [metric])

        self._facts.write(facts, also)

    def log_inputs(self, run_id: str, inputs: Sequence[DatasetInput], links: Sequence[ModelLink]) -> None:
        """Write down what a run read, and which logged models it used or made."""
        with self._database.write() as connection:
            write_inputs(connection, run_id, inputs)
            write_links(connection, run_id, links)
            announce(connection, "run", run_id)

    def adopt(
        self,
        run_id: str,
        facts: Sequence[Fact],
        inputs: Sequence[DatasetInput],
        links: Sequence[ModelLink],
        *,
        deleted: bool,
    ) -> None:
        """Keep a run that comes from elsewhere with all that it has, in one transaction."""

        def also(connection: Connection) -> None:
            write_inputs(connection, run_id, inputs)
            write_links(connection, run_id, links)
            if deleted:
                insert_missing(connection, deleted_runs, [{"run_id": run_id, "at": clock.now()}], ["run_id"])

        self._facts.write(facts, also)

    def remove_tag(self, run_id: str, key: str) -> bool:
        """Take a tag away; return whether there was one."""
        tags = schema.tags.c
        with self._database.write() as connection:
            done = connection.execute(delete(schema.tags).where(tags.run_id == run_id, tags.key == key))
            announce(connection, "run", run_id)
        return bool(done.rowcount)

    def delete(self, run_id: str) -> None:
        """Hide a run; it stays and can be brought back."""
        with self._database.write() as connection:
            insert_missing(connection, deleted_runs, [{"run_id": run_id, "at": clock.now()}], ["run_id"])
            announce(connection, "run", run_id, kind="removed")

    def restore(self, run_id: str) -> None:
        """Bring a hidden run back."""
        with self._database.write() as connection:
            connection.execute(delete(deleted_runs).where(deleted_runs.c.run_id == run_id))
            announce(connection, "run", run_id)

    def points(
        self, run_id: str, key: str, *, after: int = 0, limit: int = 25_000
    ) -> list[tuple[int, float, int, float]]:
        """Return points of a metric (number, value, step, time) behind a number."""
        points = schema.metric_points.c
        query = (
            select(points.id, points.value, points.step, points.at)
            .where(points.run_id == run_id, points.key == key, points.id > after)
            .order_by(points.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [
                (number, math.nan if value is None else value, step, at)
                for number, value, step, at in connection.execute(query)
            ]

    def _points(self, connection: Connection, run_id: str, points: Sequence[Point]) -> list[Fact]:
        """Return the facts of those points that are not the newest already, the greatest step of a key last."""
        by_key: dict[str, list[Point]] = defaultdict(list)
        for point in points:
            by_key[point[0]].append(point)
        facts: list[Fact] = []
        for key, own in by_key.items():
            known = self._newest(connection, run_id, key, len(own))
            own.sort(key=lambda point: (point[2], point[3]))
            facts += [
                ("metric", [run_id, key, repr(value), step, at])
                for _, value, step, at in own
                if (step, at, _plain(value)) not in known
            ]
        return facts

    @staticmethod
    def _newest(connection: Connection, run_id: str, key: str, count: int) -> set[tuple[int, float, float | None]]:
        points = schema.metric_points.c
        query = (
            select(points.step, points.at, points.value)
            .where(points.run_id == run_id, points.key == key)
            .order_by(points.id.desc())
            .limit(count)
        )
        return {(row.step, row.at, row.value) for row in connection.execute(query)}

    @staticmethod
    def _refuse_changed(connection: Connection, run_id: str, params: dict[str, str]) -> None:
        if not params:
            return
        c = schema.params.c
        query = select(c.key, c.value).where(c.run_id == run_id, among(c.key, params))
        before = {row.key: text_of(row.value) for row in connection.execute(query)}
        changed = [(key, before[key], params[key]) for key in before if before[key] != params[key]]
        if changed:
            key, old, new = changed[0]
            raise ConflictError(
                f"Changing param values is not allowed. Param with key='{key}' was already logged with value="
                f"'{old}' for run ID='{run_id}'. Attempted logging new value '{new}'.",
                hint="Open a nested run for another value.",
            )


def _latest(connection: Connection, run_id: str, keys: Collection[str]) -> dict[str, Row[Any]]:
    """Return the latest values of some metrics of a run."""
    metrics = schema.metrics
    query = select(metrics).where(metrics.c.run_id == run_id, among(metrics.c.key, keys))
    return {row.key: row for row in connection.execute(query)} if keys else {}


def _keep_latest(
    connection: Connection, run_id: str, before: dict[str, Row[Any]], points: Sequence[Point]
) -> None:
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


def text_of(value: Scalar) -> str:
    """Return a parameter as MLflow's clients know it: as text."""
    return value if isinstance(value, str) else str(value)


def _params(run_id: str, params: dict[str, str]) -> list[Fact]:
    return [
        ("param", msgspec.to_builtins(Param(run_id=run_id, key=key, value=value))) for key, value in params.items()
    ]


def _tags(run_id: str, tags: dict[str, str]) -> list[Fact]:
    return [("tag", {"run_id": run_id, "key": key, "value": value}) for key, value in tags.items()]


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value
