"""Whose inputs have changed since.

In one scope (a notebook under one parent run; outside notebooks one process) a name holds what it held when it was
last read or written by a tracked run; a file holds what any tracked run last saw in it. A run is stale while
something that it read holds something else, and no longer once the content is back. What a run itself made of its
input does not make it stale. Neither does a stale run make those stale that read what it made: they are when what
they read has changed, which happens when the first one is run again.

Nothing is marked when a content changes: the answer is a comparison of ``readings`` with ``contents``, so that a
change costs the same however many runs have read the old content.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from celltrail.records import NotebookCell
from celltrail.store import schema
from celltrail.store.among import among
from celltrail.store.database import Database
from celltrail.store.mapping import short
from celltrail.store.readings import PLAIN

_LONGEST = 40


def is_stale() -> ColumnElement[bool]:
    """Return the condition that a row of ``runs`` is stale."""
    readings, contents = schema.readings.c, schema.contents.c
    return exists().where(readings.run_id == schema.runs.c.id, contents.id == readings.content_id, _differs())


def stale_among(connection: Connection, run_ids: Collection[str]) -> set[str]:
    """Return which of some runs are stale."""
    return {row.run_id for row in _changed_inputs(connection, run_ids)}


def _changed_inputs(connection: Connection, run_ids: Collection[str]) -> Sequence[Any]:
    readings, contents = schema.readings.c, schema.contents.c
    query = (
        select(readings.run_id, contents.name, readings.content.label("was"), contents.content.label("now"))
        .join(schema.contents, contents.id == readings.content_id)
        .where(among(readings.run_id, run_ids), _differs())
        .order_by(contents.name)
    )
    return connection.execute(query).all()


def _differs() -> ColumnElement[bool]:
    readings, contents = schema.readings.c, schema.contents.c
    untouched = or_(readings.made.is_(None), readings.made != contents.content)
    return and_(readings.content != contents.content, untouched)


class Staleness:
    """The marks on the cells of a notebook."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cells(self, notebook: Collection[str]) -> tuple[NotebookCell, ...]:
        """Return the latest run of each cell of a notebook that somebody works in, by cell.

        Parameters
        ----------
        notebook
            The paths by which kernels may have called it.
        """
        runs = schema.runs.c
        of_cell = (
            runs.notebook.in_([short(path) for path in notebook])
            & runs.cell_id.is_not(None)
            & runs.parent_id.is_(None)
        )
        query = select(runs.cell_id, func.max(runs.id)).where(of_cell).group_by(runs.cell_id)
        with self._database.read() as connection:
            latest = {run_id: cell_id for cell_id, run_id in connection.execute(query)}
            statuses = select(runs.id, runs.status).where(among(runs.id, latest))
            status = {row.id: row.status for row in connection.execute(statuses)}
            changed: dict[str, list[str]] = {}
            for row in _changed_inputs(connection, latest):
                changed.setdefault(row.run_id, []).append(_reason(row.name, row.was, row.now))
        return tuple(
            NotebookCell(
                cell_id=cell_id,
                run_id=id,
                stale=id in changed,
                status=status[id],
                reasons=tuple(changed.get(id, ())),
            )
            for id, cell_id in sorted(latest.items())  # noqa: A001
        )


def _reason(name: str, was: str, now: str) -> str:
    """Return a changed input as people read it.

    >>> _reason("max_depth", "= 6", "= 8"), _reason("X", "0a" * 32, "0b" * 32)
    ('max_depth (6, now 8)', 'X')
    """
    if was.startswith(PLAIN) and now.startswith(PLAIN):
        return f"{name} ({_short(was)}, now {_short(now)})"
    return name


def _short(content: str) -> str:
    text = content.removeprefix(PLAIN)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
