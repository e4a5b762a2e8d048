"""Searches for the causes of changed metrics."""

from __future__ import annotations

from sqlalchemy import desc, or_, select

from celltrail.records import CauseSearch
from celltrail.store.mapping import from_row
from celltrail.store.plans import bisections
from celltrail.store.rows import Rows


class Bisections(Rows[CauseSearch]):
    """What came of comparing two runs by experiments."""

    kind, table, noun, lists = CauseSearch, bisections, "bisection", "celltrail runs"

    def of_run(self, run_id: str) -> tuple[CauseSearch, ...]:
        """Return the searches with a run on either side, newest first."""
        sides = or_(bisections.c.run_id == run_id, bisections.c.other_id == run_id)
        question = select(bisections).where(sides).order_by(desc(bisections.c.id)).limit(200)
        with self._database.read() as connection:
            return tuple(from_row(CauseSearch, row) for row in connection.execute(question))
