"""What one kernel did: the runs that came by one journal, with what hangs on them, each in one query a kind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, String, cast, desc, or_, select

from celltrail.records import ArtifactUse, CellExecution, Metric, Param, Run
from celltrail.store import schema
from celltrail.store.database import Database
from celltrail.store.mapping import from_row, key_of
from celltrail.store.runs import Runs
from celltrail.store.selection import NEWEST_FIRST

_CHUNK = 500


class Sessions:
    """Runs of one process, together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._runs = Runs(database)

    def runs(self, run_id: str) -> tuple[Run, ...]:
        """Return the runs of the process that made a run, and of the notebook job around it, oldest first."""
        runs = schema.runs.c
        with self._database.read() as connection:
            found = connection.execute(
                select(runs.writer, runs.parent_id, runs.kind).where(runs.id == run_id)
            ).first()
            if found is None:
                return ()
            root = run_id if found.kind == "notebook" else found.parent_id
            around = [runs.id == run_id, *((runs.id == root, runs.parent_id == root) if root else ())]
            if found.writer is not None and found.kind != "notebook":
                around.append(runs.writer == found.writer)
            query = select(schema.runs).where(or_(*around)).order_by(runs.started_at, runs.id)
            return tuple(from_row(Run, row) for row in connection.execute(query))

    def finished(self, name: str, *, limit: int) -> tuple[Run, ...]:
        """Return the newest finished runs of a name, oldest first."""
        runs = schema.runs.c
        query = select(schema.runs).where(runs.name == name, runs.status == "finished")
        with self._database.read() as connection:
            found = connection.execute(query.order_by(*NEWEST_FIRST).limit(limit)).all()
        return tuple(from_row(Run, row) for row in reversed(found))

    def with_ids(self, run_ids: Sequence[str]) -> tuple[Run, ...]:
        """Return those of some runs that there are."""
        return tuple(from_row(Run, row) for row in self._of(schema.runs, schema.runs.c.id, run_ids))

    def tags(self, run_id: str) -> dict[str, str]:
        """Return the tags of a run."""
        return {row.key: row.value for row in self._of(schema.tags, schema.tags.c.run_id, [run_id])}

    def cells(self, run_ids: Sequence[str]) -> tuple[CellExecution, ...]:
        """Return the cells of some runs in the order in which they were executed."""
        cells = schema.cells.c
        found = [from_row(CellExecution, row) for row in self._of(schema.cells, cells.run_id, run_ids)]
        return tuple(sorted(found, key=lambda cell: (cell.started_at, cell.id)))

    def same_source(self, source: str, *, limit: int) -> Iterator[CellExecution]:
        """Give the newest finished executions of cells of jobs with the same source, the newest first.

        Each is fetched when it is asked for: there may be megabytes of outputs in every one.
        """
        cells = schema.cells.c
        fits = (cells.source_key == key_of(source), cells.source == source, cells.status == "finished")
        query = select(cells.id).where(*fits).order_by(desc(cells.id)).limit(limit)
        with self._database.read() as connection:
            found = connection.execute(query).scalars().all()
        for cell_id in found:
            yield from self._cells(cells.id == cell_id)

    def uses(self, run_ids: Sequence[str]) -> tuple[ArtifactUse, ...]:
        """Return what some runs read and made."""
        column = schema.artifact_uses.c.run_id
        return tuple(use for chunk in _chunks(run_ids) for use in self._runs.uses(column.in_(chunk)))

    def params(self, run_ids: Sequence[str]) -> tuple[Param, ...]:
        """Return the parameters of some runs."""
        column = schema.params.c.run_id
        return tuple(from_row(Param, row) for row in self._of(schema.params, column, run_ids))

    def metrics(self, run_ids: Sequence[str]) -> tuple[Metric, ...]:
        """Return the latest value of each metric of some runs."""
        column = schema.metrics.c.run_id
        return tuple(from_row(Metric, row) for row in self._of(schema.metrics, column, run_ids))

    def newest_use(
        self, *, name: str = "", version: int = 0, digest: str = "", run_id: str = ""
    ) -> ArtifactUse | None:
        """Return who made the newest content that fits, else who read it; None where there is none.

        `digest` may be the beginning of one.
        """
        uses = schema.artifact_uses.c
        fits = []
        if name:
            fits.append(uses.name == name)
        if version:
            fits.append(uses.version == version)
        if digest:
            fits.append(uses.digest.startswith(digest, autoescape=True))
        if run_id:
            fits.append(uses.run_id == run_id)
        newest = select(uses.id, uses.digest).order_by(desc(uses.id)).limit(1)
        made = uses.direction == "output"
        with self._database.read() as connection:
            found = connection.execute(newest.where(*fits)).first()
            if found is None:
                return None
            same = newest.where(*fits, uses.digest == found.digest)
            for better in ((made, uses.cell_execution_id.is_not(None)), (made,), ()):
                if best := connection.execute(same.where(*better)).first():
                    break
        return self._runs.uses(uses.id == best.id)[0] if best else None

    def with_file(self, path: str, column: Literal["files_read", "files_written"]) -> tuple[str, ...]:
        """Return the runs that read or wrote a file, oldest first."""
        cells = schema.cells.c
        mentioned = cast(cells[column], String).contains(json.dumps(path), autoescape=True)
        query = select(cells.run_id).where(mentioned).distinct().order_by(cells.run_id)
        with self._database.read() as connection:
            return tuple(connection.execute(query).scalars())

    def _cells(self, fits: ColumnElement[bool]) -> tuple[CellExecution, ...]:
        with self._database.read() as connection:
            rows = connection.execute(select(schema.cells).where(fits))
            return tuple(from_row(CellExecution, row) for row in rows)

    def _of(self, table: Any, column: Any, run_ids: Sequence[str]) -> Iterator[Any]:
        with self._database.read() as connection:
            for chunk in _chunks(run_ids):
                yield from connection.execute(select(table).where(column.in_(chunk)))


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give the ids in portions that a statement can hold."""
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
