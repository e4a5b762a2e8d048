"""Runs as clients of MLflow's API write and read them.

What such a client was answered is in the store: each call is one transaction. A call that is repeated because its
answer was lost changes nothing the second time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select

from celltrail import clock
from celltrail.errors import ConflictError, NotFoundError
from celltrail.records import ClientRun, DatasetInput, ModelLink, ModelMetric, Param, Run, Scalar
from celltrail.store import schema
from celltrail.store.among import among
from celltrail.store.clientpoints import Point, keep_latest, latest, new_points
from celltrail.store.clienttables import deleted_runs, experiments
from celltrail.store.database import Database
from celltrail.store.datasets import write_inputs
from celltrail.store.events import announce
from celltrail.store.facts import Fact, Facts
from celltrail.store.loggedmodels import write_links, write_model_metrics
from celltrail.store.mapping import from_row
from celltrail.store.upsert import insert_missing
from celltrail.store.wholeruns import whole

Edit = Callable[[Run], Run]


class ClientRuns:
    """Runs for clients."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facts = Facts(database)

    def create(self, run: Run, tags: dict[str, str], experiment_id: str | None = None) -> None:
        """Keep a new run, in the project that an experiment is at that moment.

        Raises
        ------
        NotFoundError
            There is no such experiment.
        ConflictError
            It was deleted.
        """

        def facts(connection: Connection) -> list[Fact]:
            project = run.project if experiment_id is None else _project(connection, experiment_id)
            return [("run", msgspec.to_builtins(replace(run, project=project))), *_tags(run.id, tags)]

        self._facts.write(facts)

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
                raise _no_run(run_id)
            return whole(connection, [row])[0]

    def get_many(self, run_ids: Collection[str]) -> dict[str, ClientRun]:
        """Return those of some runs that are here."""
        with self._database.read() as connection:
            rows = connection.execute(select(schema.runs).where(among(schema.runs.c.id, run_ids))).all()
            return {found.run.id: found for found in whole(connection, rows)}

    def log(
        self,
        run_id: str,
        *,
        points: Sequence[Point] = (),
        params: dict[str, str] | None = None,
        tags: dict[str, str] | None = None,
        model_metrics: Sequence[tuple[str, ModelMetric]] = (),
        edit: Edit | None = None,
    ) -> None:
        """Add points, parameters and tags, and change the run itself as `edit` says; all or none.

        Raises
        ------
        NotFoundError
            There is no such run.
        ConflictError
            It was deleted, or a parameter has another value already.
        """
        given, marks = params or {}, tags or {}
        before: dict[str, Row[Any]] = {}

        def facts(connection: Connection) -> list[Fact]:
            run = _active(connection, run_id)
            self._refuse_changed(connection, run_id, given)
            before.update(latest(connection, run_id, {point[0] for point in points}))
            changed = [("run", msgspec.to_builtins(replace(edit(run), stale=False)))] if edit else []
            return [
                *changed,
                *_params(run_id, given),
                *_tags(run_id, marks),
                *new_points(connection, run_id, points),
            ]

        def also(connection: Connection) -> None:
            keep_latest(connection, run_id, before, points)
            for model_id, metric in model_metrics:
                write_model_metrics(connection, model_id, [metric])

        self._facts.write(facts, also)

    def log_inputs(self, run_id: str, inputs: Sequence[DatasetInput], links: Sequence[ModelLink]) -> None:
        """Write down what a run read, and which logged models it used or made.

        Raises
        ------
        NotFoundError
            There is no such run.
        ConflictError
            It was deleted.
        """
        with self._database.write() as connection:
            _active(connection, run_id)
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
        """Take a tag away; return whether there was one.

        Raises
        ------
        NotFoundError
            There is no such run.
        ConflictError
            It was deleted.
        """
        tags = schema.tags.c
        with self._database.write() as connection:
            _active(connection, run_id)
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


def _active(connection: Connection, run_id: str) -> Run:
    """Return a run that may be written to; asked in the transaction that writes, so that it stays one."""
    gone = select(deleted_runs.c.run_id).where(deleted_runs.c.run_id == run_id)
    row = connection.execute(select(schema.runs).where(schema.runs.c.id == run_id)).first()
    if row is None:
        raise _no_run(run_id)
    if connection.execute(gone).first():
        raise ConflictError(
            f"The run {run_id} must be in the 'active' state. Current state is deleted.", hint="Restore it first."
        )
    return from_row(Run, row)


def _project(connection: Connection, experiment_id: str) -> str:
    c = experiments.c
    row = connection.execute(select(c.name, c.lifecycle).where(c.id == experiment_id)).first()
    if row is None:
        raise NotFoundError(f"No Experiment with id={experiment_id} exists.", hint="Search for experiments.")
    if row.lifecycle != "active":
        raise ConflictError(
            f"The experiment {experiment_id} must be in the 'active' state. Current state is deleted.",
            hint="Restore it first.",
        )
    return str(row.name)


def _no_run(run_id: str) -> NotFoundError:
    return NotFoundError(f"Run with id={run_id} not found", hint="Search for runs.")


def text_of(value: Scalar) -> str:
    """Return a parameter as MLflow's clients know it: as text."""
    return value if isinstance(value, str) else str(value)


def _params(run_id: str, params: dict[str, str]) -> list[Fact]:
    return [
        ("param", msgspec.to_builtins(Param(run_id=run_id, key=key, value=value))) for key, value in params.items()
    ]


def _tags(run_id: str, tags: dict[str, str]) -> list[Fact]:
    return [("tag", {"run_id": run_id, "key": key, "value": value}) for key, value in tags.items()]
