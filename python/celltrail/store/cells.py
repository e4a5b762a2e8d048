"""Cells of one run, a page at a time: a notebook may have thousands of them, and each may show megabytes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Text, cast, func, select

from celltrail.errors import NotFoundError
from celltrail.records import CellExecution
from celltrail.store import schema
from celltrail.store.database import Database
from celltrail.store.mapping import from_row

LARGE = 1 << 20
"""Letters of outputs from which on a cell's are only sent when they are asked for."""
MOST = 8 << 20
"""Letters of outputs that one page may have together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCounts:
    """What is to be said of all cells of a run."""

    total: int
    cached: int
    """Those whose results came from an earlier run."""
    unseeded: tuple[str, ...]
    """The generators that any of them drew from and that nobody had seeded."""


class Cells:
    """The cells of runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, run_id: str) -> CellCounts:
        """Return what is to be said of all cells of a run."""
        cells = schema.cells.c
        of_run = cells.run_id == run_id
        numbers = select(func.count(), func.count(cells.cached_from)).where(of_run)
        with self._database.read() as connection:
            total, cached = connection.execute(numbers).one()
            unseeded = connection.execute(select(cells.unseeded).where(of_run)).scalars()
            names = sorted({name for found in unseeded for name in found})
        return CellCounts(total=total, cached=cached, unseeded=tuple(names))

    def files(self, run_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the files that the cells of a run read, and those that they wrote."""
        cells = schema.cells.c
        query = select(cells.files_read, cells.files_written).where(cells.run_id == run_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(cells.position, cells.id)).all()
        read, written = (dict.fromkeys(path for row in rows for path in row[side]) for side in (0, 1))
        return tuple(read), tuple(written)

    def page(self, run_id: str, first: int, count: int) -> tuple[tuple[CellExecution, ...], dict[str, int]]:
        """Return some cells of a run in their order, and the length of outputs that come without."""
        cells = schema.cells.c
        length = func.length(cast(cells.outputs, Text)).label("length")
        query = select(cells.id, length).where(cells.run_id == run_id).order_by(cells.position, cells.id)
        with self._database.read() as connection:
            found = connection.execute(query.offset(first).limit(count)).all()
            apart = _apart([(row.id, row.length) for row in found])
            ids = [row.id for row in found]
            bare = [column for column in schema.cells.columns if column.name != "outputs"]
            rows = connection.execute(select(*bare).where(cells.id.in_(ids))).all()
            whole = select(cells.id, cells.outputs).where(cells.id.in_(set(ids) - set(apart)))
            outputs = {row.id: row.outputs for row in connection.execute(whole)}
        records = {row.id: from_row(CellExecution, row, outputs=outputs.get(row.id, ())) for row in rows}
        return tuple(records[cell_id] for cell_id in ids if cell_id in records), apart

    def get(self, run_id: str, cell_id: str) -> CellExecution:
        """Return a cell of a run with all that it showed.

        Raises
        ------
        NotFoundError
            The run has no such cell.
        """
        cells = schema.cells
        with self._database.read() as connection:
            row = connection.execute(select(cells).where(cells.c.id == cell_id, cells.c.run_id == run_id)).first()
        if row is None:
            raise NotFoundError(f"Run {run_id[-6:]} has no cell {cell_id}.", hint="Open the run's page again.")
        return from_row(CellExecution, row)


def _apart(lengths: list[tuple[str, int]]) -> dict[str, int]:
    """Return which cells' outputs are too large to come along, the first ones served first."""
    room, apart = MOST, {}
    for cell_id, length in lengths:
        if length > min(LARGE, room):
            apart[cell_id] = length
        else:
            room -= length
    return apart
