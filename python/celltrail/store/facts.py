"""Facts from journals become rows: each batch in one transaction with its events and its place in the journal.

A fact is a pair ``(kind, body)``: ``run`` and ``cell`` hold the whole record and replace what was known of it,
``param``, ``tag``, ``use`` and ``environment`` hold a record, ``metric`` holds
``[run_id, key, repr(value), step, at]``, which keeps every bit of the number and tells nan from inf.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypedDict

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from celltrail import clock
from celltrail.records import ArtifactUse, CellExecution, Environment, Param, Run
from celltrail.store import schema
from celltrail.store.among import among
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.givenup import as_they_count
from celltrail.store.mapping import indexed_number, indexed_text, key_of, short, to_row
from celltrail.store.readings import Readings
from celltrail.store.upsert import upsert

Fact = tuple[str, Any]
DIRECT = "direct"
"""Stands for a journal in runs that have none: nobody tells whether their process lives."""
_Tag = TypedDict("_Tag", {"run_id": str, "key": str, "value": str})  # noqa: UP013 - one line for three fields
_LARGEST = 2**63
_RECORDS: dict[str, Any] = {
    "run": Run,
    "cell": CellExecution,
    "param": Param,
    "use": ArtifactUse,
    "environment": Environment,
    "tag": _Tag,
    "metric": tuple[str, str, str, int, float],
}
Key = tuple[str, str]
_Write = Callable[[list[Any]], None]


def fits(fact: Fact) -> bool:
    """Whether a fact has the form that ``Facts.apply`` takes. What has not would hold up everything behind it."""
    kind, body = fact
    try:
        msgspec.convert(body, _RECORDS.get(kind, Any))
        if kind == "metric":
            float(body[2])
            return bool(-_LARGEST <= body[3] < _LARGEST)
        return kind != "run" or bool(-_LARGEST <= (body.get("seed") or 0) < _LARGEST)
    except (msgspec.ValidationError, ValueError):
        return False


def _without_nul(value: Any) -> Any:
    """Return facts with the sign U+FFFD for the character 0, for which PostgreSQL's text has no place."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(inner) for inner in value]
    return value


def _cell_row(cell: CellExecution) -> dict[str, Any]:
    return to_row(cell, schema.cells, source_key=key_of(cell.source) if cell.trace else None)


def _number(text: str) -> float | None:
    number = float(text)
    return None if math.isnan(number) else number


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


class Facts:
    """The way of journals into the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def offset(self, writer: str) -> int:
        """Return how many bytes of a writer's journal are in the store."""
        query = select(schema.journals.c.offset).where(schema.journals.c.writer == writer)
        with self._database.read() as connection:
            return connection.execute(query).scalar() or 0

    def apply(self, writer: str, facts: Sequence[Fact], start: int, end: int) -> bool:
        """Write the facts that lie between the bytes `start` and `end` of a journal; all or none, and only once.

        Returns False, having written nothing, where the store is not at `start`: another process was quicker.
        """
        journals = schema.journals
        with self._database.write() as connection:
            query = select(journals.c.offset).where(journals.c.writer == writer).with_for_update()
            if (connection.execute(query).scalar() or 0) != start:
                return False
            upsert(connection, journals, [{"writer": writer, "offset": end}])
            if not self._database.is_sqlite and b"\\u0000" in msgspec.json.encode(facts):
                facts = _without_nul(facts)
            _Batch(connection, writer).write(facts)
        return True

    def write(
        self,
        facts: Sequence[Fact] | Callable[[Connection], Sequence[Fact]],
        also: Callable[[Connection], None] | None = None,
    ) -> None:
        """Write facts that come by no journal, and what `also` writes, in one transaction.

        Where `facts` is a function, it looks at what is there and is told nothing new before they are written.
        """
        with self._database.write() as connection:
            given = facts(connection) if callable(facts) else facts
            if not self._database.is_sqlite:
                given = _without_nul(given)
            _Batch(connection, DIRECT).write(given)
            if also:
                also(connection)

    def close_lost(self, writer: str) -> tuple[str, ...]:
        """Mark what a dead writer left running as lost, and return the ids of those runs."""
        runs, cells = schema.runs.c, schema.cells.c
        with self._database.write() as connection:
            left = (runs.writer == writer) & (runs.status == "running")
            lost = tuple(connection.execute(select(runs.id).where(left)).scalars())
            if not lost:
                return ()
            reason = "The process ended without finishing this run."
            connection.execute(
                update(schema.runs)
                .where(among(runs.id, lost))
                .values(status="lost", ended_at=clock.now(), error=func.coalesce(runs.error, reason))
            )
            open_cells = among(cells.run_id, lost) & (cells.status == "running")
            connection.execute(update(schema.cells).where(open_cells).values(status="failed", error=reason))
            announce(connection, "run", *lost)
        return lost


class _Batch:
    """The facts of one transaction, a statement for each kind of row."""

    def __init__(self, connection: Connection, writer: str) -> None:
        self._connection = connection
        self._writer = writer
        self._touched: dict[str, None] = {}

    def write(self, facts: Sequence[Fact]) -> None:
        by_kind: dict[str, list[Any]] = {}
        for kind, body in facts:
            by_kind.setdefault(kind, []).append(body)
        self._write(by_kind, (("run", self._runs), ("cell", self._cells)))
        self._touched.update(dict.fromkeys(Readings(self._connection, self._writer).note(facts)))
        others: tuple[tuple[str, _Write], ...] = (
            ("param", self._params),
            ("tag", self._tags),
            ("metric", self._metrics),
            ("environment", self._environments),
            ("use", self._uses),
        )
        self._write(by_kind, others)
        announce(self._connection, "run", *self._touched)

    @staticmethod
    def _write(by_kind: dict[str, list[Any]], ways: Iterable[tuple[str, _Write]]) -> None:
        for kind, write in ways:
            if bodies := by_kind.get(kind):
                write(bodies)

    def _runs(self, bodies: list[Any]) -> None:
        runs = as_they_count(self._connection, {body["id"]: msgspec.convert(body, Run) for body in bodies})
        self._touched.update(dict.fromkeys(runs))
        rows = [
            to_row(
                run,
                schema.runs,
                writer=self._writer,
                notebook=run.source.notebook and short(run.source.notebook),
                cell_id=run.source.cell_id,
            )
            for run in runs.values()
        ]
        upsert(self._connection, schema.runs, rows)

    def _cells(self, bodies: list[Any]) -> None:
        cells = {body["id"]: msgspec.convert(body, CellExecution) for body in bodies}
        self._touched.update(dict.fromkeys(cell.run_id for cell in cells.values()))
        upsert(self._connection, schema.cells, [_cell_row(cell) for cell in cells.values()])
        self._count_cells({cell.run_id for cell in cells.values()})

    def _count_cells(self, run_ids: set[str]) -> None:
        """Let the jobs that those runs belong to know how far they are."""
        jobs, cells = schema.jobs, schema.cells.c
        found = self._connection.execute(select(jobs.c.id, jobs.c.run_id).where(among(jobs.c.run_id, run_ids)))
        for job_id, run_id in found.all():
            ended = select(func.count()).where(cells.run_id == run_id, cells.status != "running").scalar_subquery()
            self._connection.execute(update(jobs).where(jobs.c.id == job_id).values(cells_done=ended))
            announce(self._connection, "job", job_id)

    def _params(self, bodies: list[Any]) -> None:
        params = {(body["run_id"], body["key"]): msgspec.convert(body, Param) for body in bodies}
        self._touched.update(dict.fromkeys(run_id for run_id, _ in params))
        rows = [
            to_row(param, schema.params, number=indexed_number(param.value), text=indexed_text(param.value))
            for param in params.values()
        ]
        upsert(self._connection, schema.params, rows)

    def _tags(self, bodies: list[Any]) -> None:
        tags = {(body["run_id"], body["key"]): body for body in bodies}
        self._touched.update(dict.fromkeys(run_id for run_id, _ in tags))
        upsert(self._connection, schema.tags, list(tags.values()))

    def _metrics(self, bodies: list[Any]) -> None:
        latest: dict[Key, list[Any]] = {}
        counts: Counter[Key] = Counter()
        points = []
        for body in bodies:
            run_id, key, text, step, at = body
            points.append((run_id, key, step, at, _number(text)))
            latest[run_id, key] = body
            counts[run_id, key] += 1
        self._touched.update(dict.fromkeys(run_id for run_id, _ in latest))
        self._points(points)
        rows = [
            {"run_id": run_id, "key": key, "text": text, "step": step, "at": at, "value": _finite(text)}
            | {"count": counts[run_id, key]}
            for run_id, key, text, step, at in latest.values()
        ]
        count = schema.metrics.c.count
        upsert(self._connection, schema.metrics, rows, changes=lambda new: {"count": count + new.count})

    def _points(self, points: list[tuple[Any, ...]]) -> None:
        """Write points, which come in tens of thousands: SQLite's own driver takes them as they are."""
        names = ("run_id", "key", "step", "at", "value")
        if self._connection.dialect.name == "sqlite":
            self._connection.exec_driver_sql(
                f"INSERT INTO metric_points ({', '.join(names)}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - our own names
                points,
            )
        else:
            rows = [dict(zip(names, point, strict=True)) for point in points]
            self._connection.execute(insert(schema.metric_points), rows)

    def _environments(self, bodies: list[Any]) -> None:
        found = {body["digest"]: msgspec.convert(body, Environment) for body in bodies}
        rows = [to_row(environment, schema.environments) for environment in found.values()]
        upsert(self._connection, schema.environments, rows)

    def _uses(self, bodies: list[Any]) -> None:
        uses = [msgspec.convert(body, ArtifactUse) for body in bodies]
        self._touched.update(dict.fromkeys(use.run_id for use in uses))
        artifacts = {use.artifact.digest: to_row(use.artifact, schema.artifacts) for use in uses}
        upsert(self._connection, schema.artifacts, list(artifacts.values()))
        rows = [
            to_row(
                use,
                schema.artifact_uses,
                id=None,
                name=short(use.name),
                digest=use.artifact.digest,
                version=self._version(short(use.name), use.artifact.digest),
            )
            for use in uses
        ]
        for row in rows:
            del row["id"]
        self._connection.execute(insert(schema.artifact_uses), rows)

    def _version(self, name: str, digest: str) -> int:
        versions = schema.artifact_versions
        named = versions.c.name == name
        query = select(versions.c.version).where(named, versions.c.digest == digest)
        known = self._connection.execute(query).scalar()
        if known is not None:
            return int(known)
        newest = self._connection.execute(select(func.max(versions.c.version)).where(named)).scalar() or 0
        self._connection.execute(insert(versions).values(name=name, version=newest + 1, digest=digest))
        return int(newest) + 1
