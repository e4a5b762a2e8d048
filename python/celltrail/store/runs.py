"""Runs and everything that hangs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, desc, func, or_, select

from celltrail.errors import NotFoundError
from celltrail.records import (
    Artifact,
    ArtifactUse,
    CellExecution,
    Environment,
    Metric,
    MetricPoint,
    Run,
    RunRow,
    Scalar,
)
from celltrail.store import schema
from celltrail.store.database import Database
from celltrail.store.mapping import from_row

ID_LENGTH = 32


class Runs:
    """What was tracked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(
        self, *, search: str = "", parent: str | None = None, before: str | None = None, limit: int = 100
    ) -> tuple[RunRow, ...]:
        """Return runs, newest first.

        Parameters
        ----------
        search
            Words that must all occur in the name, status, id, parameters or tags.
        parent
            Only the runs inside this one; ``-`` for those inside none.
        before
            Only runs older than the one with this id.
        limit
            How many at the most.
        """
        runs = schema.runs.c
        query = select(schema.runs).order_by(desc(runs.id)).limit(limit)
        for word in search.split():
            query = query.where(_mentions(word))
        if parent is not None:
            query = query.where(runs.parent_id.is_(None) if parent == "-" else runs.parent_id == parent)
        if before is not None:
            query = query.where(runs.id < before)
        with self._database.read() as connection:
            found = [from_row(Run, row) for row in connection.execute(query)]
            return _rows(connection, found)

    def find(self, reference: str) -> RunRow:
        """Return a run by its id, the beginning of its id, or the newest of a name.

        Raises
        ------
        NotFoundError
            No run fits.
        """
        runs = schema.runs.c
        fits = or_(runs.id == reference, runs.name == reference)
        if len(reference) >= 6:  # noqa: PLR2004 - shorter beginnings would fit by chance
            fits = or_(fits, runs.id.startswith(reference, autoescape=True))
            fits = or_(fits, runs.id.endswith(reference, autoescape=True))
        with self._database.read() as connection:
            row = connection.execute(select(schema.runs).where(fits).order_by(desc(runs.id)).limit(1)).first()
            if row is None:
                raise NotFoundError(
                    f"There is no run {reference!r}.", hint="`celltrail runs` lists the newest ones."
                )
            return _rows(connection, [from_row(Run, row)])[0]

    def metrics(self, run_id: str) -> tuple[Metric, ...]:
        """Return the latest value of each metric of a run, by name."""
        metrics = schema.metrics
        query = select(metrics).where(metrics.c.run_id == run_id).order_by(metrics.c.key)
        with self._database.read() as connection:
            return tuple(from_row(Metric, row) for row in connection.execute(query))

    def points(self, run_id: str, key: str) -> tuple[MetricPoint, ...]:
        """Return the points of one metric in the order they were logged."""
        points = schema.metric_points
        query = select(points).where(points.c.run_id == run_id, points.c.key == key).order_by(points.c.id)
        with self._database.read() as connection:
            return tuple(from_row(MetricPoint, row) for row in connection.execute(query))

    def cells(self, run_id: str) -> tuple[CellExecution, ...]:
        """Return the cells of a run in their order."""
        cells = schema.cells
        query = select(cells).where(cells.c.run_id == run_id).order_by(cells.c.position, cells.c.id)
        with self._database.read() as connection:
            return tuple(from_row(CellExecution, row) for row in connection.execute(query))

    def uses(self, *where: ColumnElement[bool]) -> tuple[ArtifactUse, ...]:
        """Return the uses of artifacts that fit."""
        uses, artifacts = schema.artifact_uses, schema.artifacts
        query = (
            select(uses, artifacts.c.kind, artifacts.c.codec, artifacts.c.size_bytes, artifacts.c.summary)
            .join(artifacts, artifacts.c.digest == uses.c.digest)
            .where(*where)
            .order_by(uses.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(from_row(ArtifactUse, row, artifact=from_row(Artifact, row)) for row in rows)

    def uses_of_run(self, run_id: str) -> tuple[ArtifactUse, ...]:
        """Return what a run read and made."""
        return self.uses(schema.artifact_uses.c.run_id == run_id)

    def uses_of_artifacts(self, digests: Iterable[str]) -> tuple[ArtifactUse, ...]:
        """Return which runs read or made any of some artifacts."""
        return self.uses(schema.artifact_uses.c.digest.in_(tuple(digests)))

    def artifact(self, digest: str) -> Artifact:
        """Return what is known of an artifact.

        Raises
        ------
        NotFoundError
            No run read or made it.
        """
        with self._database.read() as connection:
            query = select(schema.artifacts).where(schema.artifacts.c.digest == digest)
            row = connection.execute(query).first()
        if row is None:
            raise NotFoundError(f"There is no artifact {digest!r}.", hint="Open a run to see its artifacts.")
        return from_row(Artifact, row)

    def environment(self, digest: str) -> Environment | None:
        """Return an environment; None where it is not known."""
        query = select(schema.environments).where(schema.environments.c.digest == digest)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return from_row(Environment, row) if row else None


def _mentions(word: str) -> ColumnElement[bool]:
    runs, params, tags = schema.runs.c, schema.params.c, schema.tags.c
    value = func.replace(cast(params.value, String), '"', "")  # people search for text without JSON's quotes
    in_params = select(params.run_id).where((params.key + "=" + value).icontains(word, autoescape=True))
    in_tags = select(tags.run_id).where((tags.key + "=" + tags.value).icontains(word, autoescape=True))
    return or_(
        runs.name.icontains(word, autoescape=True),
        runs.status == word.lower(),
        runs.id.startswith(word.lower(), autoescape=True),
        runs.id.in_(in_params),
        runs.id.in_(in_tags),
    )


def _rows(connection: Connection, runs: Sequence[Run]) -> tuple[RunRow, ...]:
    ids = [run.id for run in runs]
    params: dict[str, dict[str, Scalar]] = defaultdict(dict)
    metrics: dict[str, dict[str, float | None]] = defaultdict(dict)
    tags: dict[str, dict[str, str]] = defaultdict(dict)
    for table, into in ((schema.params, params), (schema.metrics, metrics), (schema.tags, tags)):
        query = select(table.c.run_id, table.c.key, table.c.value).where(table.c.run_id.in_(ids))
        target: dict[str, dict[str, Any]] = into
        for run_id, key, value in connection.execute(query.order_by(table.c.key)):
            target[run_id][key] = value
    counts = _cell_counts(connection, ids)
    return tuple(
        RunRow(
            run=run,
            params=params[run.id],
            metrics=metrics[run.id],
            tags=tags[run.id],
            cells_done=counts.get(run.id, 0),
            cells_total=_total(tags[run.id]),
        )
        for run in runs
    )


def _cell_counts(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    cells = schema.cells.c
    query = (
        select(cells.run_id, func.count())
        .where(cells.run_id.in_(ids), cells.status != "running")
        .group_by(cells.run_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _total(tags: dict[str, str]) -> int | None:
    total = tags.get("celltrail.cells", "")
    return int(total) if total.isdigit() else None
