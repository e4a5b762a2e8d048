"""Runs and everything that hangs on them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

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
)
from celltrail.store import schema
from celltrail.store.among import among
from celltrail.store.cells import Cells
from celltrail.store.database import Database
from celltrail.store.keys import TABLES, Keys
from celltrail.store.mapping import from_row
from celltrail.store.prominence import prominent_metrics
from celltrail.store.selection import NEWEST_FIRST, Selection, not_deleted, older_than
from celltrail.store.staleness import stale_among
from celltrail.store.values import values_of

ID_LENGTH = 32
_REMEMBERED = 500
"""How many of the newest runs a mistyped name is compared with."""


class Runs:
    """What was tracked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.pages = Cells(database)
        """Their cells, a page at a time."""

    def list(
        self,
        *,
        search: str = "",
        sort: str = "",
        parent: str | None = None,
        before: str | None = None,
        limit: int = 100,
    ) -> tuple[RunRow, ...]:
        """Return runs, newest first.

        Parameters
        ----------
        search
            Words that must all occur in the name, status, id, parameters or tags; or a condition such as
            ``metrics.auc > 0.8 and params.depth <= 6 and status == 'finished' and not stale``.
        sort
            A metric, parameter or field to sort by instead; with ``-`` in front, the greatest first.
        parent
            Only the runs inside this one; ``-`` for those inside none.
        before
            Only runs older than the one with this id.
        limit
            How many at the most.

        Raises
        ------
        InvalidInputError
            The condition cannot be understood.
        NotFoundError
            No run has anything of a name in `search` or `sort`.
        """
        runs, where = schema.runs.c, [not_deleted()]
        if parent is not None:
            where.append(runs.parent_id.is_(None) if parent == "-" else runs.parent_id == parent)
        if before is not None:
            where.append(older_than(before))
        with self._database.read() as connection:
            found = Selection(connection, search, where).rows(sort, limit)
            return _rows(connection, found)

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Return the names of all ``metrics``, ``params`` and ``tags``."""
        with self._database.read() as connection:
            known = Keys(connection)
            return {group: tuple(known.of(group)) for group in TABLES}

    def find(self, reference: str) -> RunRow:
        """Return a run by its id, the newest of a name, or the newest whose id begins or ends so.

        Raises
        ------
        NotFoundError
            No run fits.
        """
        runs = schema.runs.c
        ways = [runs.id == reference, runs.name == reference]
        if len(reference) >= 6:  # noqa: PLR2004 - shorter beginnings would fit by chance
            ways.append((runs.id > reference) & (runs.id < reference + "g"))  # "g" follows all digits of an id
            ways.append(runs.id.endswith(reference, autoescape=True))
        with self._database.read() as connection:
            for way in ways:
                query = select(schema.runs).where(way).order_by(*NEWEST_FIRST).limit(1)
                if (row := connection.execute(query).first()) is not None:
                    return _rows(connection, [row])[0]
            names = (
                connection.execute(select(runs.name).order_by(*NEWEST_FIRST).limit(_REMEMBERED)).scalars().all()
            )
        close = difflib.get_close_matches(reference, dict.fromkeys(names), n=1)
        hint = f"Did you mean {close[0]!r}? " if close else ""
        raise NotFoundError(
            f"There is no run {reference!r}.", hint=f"{hint}`celltrail runs` lists the newest ones."
        )

    def metrics(self, run_id: str) -> tuple[Metric, ...]:
        """Return the latest value of each metric of a run, by name."""
        metrics = schema.metrics
        query = select(metrics).where(metrics.c.run_id == run_id).order_by(metrics.c.key)
        with self._database.read() as connection:
            return tuple(from_row(Metric, row) for row in connection.execute(query))

    def prominent_metrics(self, run_ids: Collection[str]) -> dict[str, Sequence[str]]:
        """Return the names of the metrics of some runs, those that matter first."""
        with self._database.read() as connection:
            return prominent_metrics(connection, run_ids)

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
        return self.uses(among(schema.artifact_uses.c.digest, tuple(digests)))

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

    def known(self, run_ids: Sequence[str]) -> set[str]:
        """Return which of some runs are here."""
        return self._among(schema.runs.c.id, run_ids)

    def known_cells(self, cell_ids: Sequence[str]) -> set[str]:
        """Return which of some executions of cells are here."""
        return self._among(schema.cells.c.id, cell_ids)

    def known_artifacts(self, digests: Sequence[str]) -> dict[str, Artifact]:
        """Return which of some artifacts a run read or made."""
        query = select(schema.artifacts).where(among(schema.artifacts.c.digest, tuple(digests)))
        with self._database.read() as connection:
            return {row.digest: from_row(Artifact, row) for row in connection.execute(query)}

    def _among(self, column: Any, values: Sequence[str]) -> set[str]:
        with self._database.read() as connection:
            return set(connection.execute(select(column).where(among(column, tuple(values)))).scalars())

    def environment(self, digest: str) -> Environment | None:
        """Return an environment; None where it is not known."""
        query = select(schema.environments).where(schema.environments.c.digest == digest)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return from_row(Environment, row) if row else None


def _rows(connection: Connection, found: Sequence[Row[Any]]) -> tuple[RunRow, ...]:
    ids = [row.id for row in found]
    params = values_of(connection, schema.params, ids)
    metrics, tags = values_of(connection, schema.metrics, ids), values_of(connection, schema.tags, ids)
    counts, stale = _cell_counts(connection, ids), stale_among(connection, ids)
    return tuple(
        RunRow(
            run=from_row(Run, row, stale=row.id in stale),
            params=params.get(row.id, {}),
            metrics=metrics.get(row.id, {}),
            tags=tags.get(row.id, {}),
            cells_done=counts.get(row.id, 0),
            cells_total=_total(tags.get(row.id, {})),
        )
        for row in found
    )


def _cell_counts(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    cells = schema.cells.c
    query = (
        select(cells.run_id, func.count())
        .where(among(cells.run_id, ids), cells.status != "running")
        .group_by(cells.run_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _total(tags: dict[str, str]) -> int | None:
    total = tags.get("celltrail.cells", "")
    return int(total) if total.isdigit() else None
