"""Jobs."""

from __future__ import annotations

from typing import Any

from celltrail.records import Job
from celltrail.store.rows import Rows
from celltrail.store.schema import jobs

OPEN = ("queued", "running")


class Jobs(Rows[Job]):
    """The notebooks that were asked to run."""

    kind, table, noun, lists = Job, jobs, "job", "celltrail jobs"

    def change(self, id: str, *, only_if: tuple[str, ...] | None = OPEN, **values: Any) -> bool:  # noqa: A002
        """Set fields of a job that has not ended; return whether that was so."""
        return super().change(id, only_if=only_if, **values)

    def open(self) -> tuple[Job, ...]:
        """Return the jobs that have not ended."""
        return self.where(limit=None, status=OPEN)
