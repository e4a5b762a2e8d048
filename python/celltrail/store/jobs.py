"""Jobs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from celltrail.records import Job
from celltrail.store.events import announce
from celltrail.store.rows import Rows
from celltrail.store.schema import jobs

OPEN = ("queued", "running")


class Jobs(Rows[Job]):
    """The notebooks that were asked to run."""

    kind, table, noun, lists = Job, jobs, "job", "celltrail jobs"

    def change(
        self,
        id: str,  # noqa: A002
        *,
        only_if: tuple[str, ...] | None = OPEN,
        by: str | None = None,
        **values: Any,
    ) -> bool:
        """Set fields of a job that has not ended; return whether that was so.

        Parameters
        ----------
        by
            The worker that must have the job, so that one which was given up for lost has no say any more.
        """
        return super().change(id, only_if=only_if, also=() if by is None else (jobs.c.worker == by,), **values)

    def note(self, id: str, text: str) -> bool:  # noqa: A002
        """Add a sentence to what is to be known of a job, whatever its status; return whether there is such a job.

        A write transaction is alone, so that of two that add at once neither is lost. What was said already is not
        said again.
        """
        with self._database.write() as connection:
            notes = connection.execute(select(jobs.c.notes).where(jobs.c.id == id)).scalar()
            if notes is not None and text not in notes:
                connection.execute(update(jobs).where(jobs.c.id == id).values(notes=[*notes, text]))
                announce(connection, self.noun, id)
        return notes is not None

    def open(self) -> tuple[Job, ...]:
        """Return the jobs that have not ended."""
        return self.where(limit=None, status=OPEN)
