"""Jobs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import desc, insert, select, update

from celltrail.errors import NotFoundError
from celltrail.records import Job
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import jobs

_OPEN = ("queued", "running")


class Jobs:
    """The notebooks that were asked to run."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, job: Job) -> None:
        """Keep a new job."""
        with self._database.write() as connection:
            connection.execute(insert(jobs).values(to_row(job, jobs)))
            announce(connection, "job", job.id, kind="created")

    def change(self, id: str, *, only_if: tuple[str, ...] = _OPEN, **values: Any) -> bool:  # noqa: A002
        """Set fields of a job whose status is one of `only_if`; return whether it was.

        The condition is what makes an end final: a job cancelled in the middle is not finished afterwards.
        """
        with self._database.write() as connection:
            done = connection.execute(
                update(jobs).where(jobs.c.id == id, jobs.c.status.in_(only_if)).values(**values)
            )
            if done.rowcount:
                announce(connection, "job", id)
        return bool(done.rowcount)

    def get(self, id: str) -> Job:  # noqa: A002
        """Return a job.

        Raises
        ------
        NotFoundError
            There is none with this id.
        """
        with self._database.read() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == id)).first()
        if row is None:
            raise NotFoundError(f"There is no job {id!r}.", hint="`celltrail jobs` lists them.")
        return from_row(Job, row)

    def all(self, limit: int = 200) -> tuple[Job, ...]:
        """Return jobs, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(jobs).order_by(desc(jobs.c.id)).limit(limit))
            return tuple(from_row(Job, row) for row in rows)

    def open(self) -> tuple[Job, ...]:
        """Return the jobs that have not ended."""
        with self._database.read() as connection:
            rows = connection.execute(select(jobs).where(jobs.c.status.in_(_OPEN)))
            return tuple(from_row(Job, row) for row in rows)
