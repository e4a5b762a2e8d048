"""Schedules, what became of their starts, and the workers that start them."""

from __future__ import annotations

from sqlalchemy import delete, desc, insert, select

from celltrail.records import Firing, Schedule, Worker
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.plans import firings, schedules, workers
from celltrail.store.rows import Rows
from celltrail.store.upsert import upsert


class Schedules(Rows[Schedule]):
    """What runs by itself, and when."""

    kind, table, noun, lists = Schedule, schedules, "schedule", "celltrail schedules"

    def remove(self, id: str) -> None:  # noqa: A002
        """Forget a schedule and its history; the jobs that it started stay."""
        with self._database.write() as connection:
            connection.execute(delete(firings).where(firings.c.schedule_id == id))
            connection.execute(delete(schedules).where(schedules.c.id == id))
            announce(connection, "schedule", id, kind="removed")

    def add_firing(self, firing: Firing) -> None:
        """Keep what became of a start."""
        with self._database.write() as connection:
            connection.execute(insert(firings).values(to_row(firing, firings)))
            announce(connection, "schedule", firing.schedule_id)

    def firings(self, schedule_id: str, limit: int = 50) -> tuple[Firing, ...]:
        """Return the starts of a schedule, newest first."""
        question = select(firings).where(firings.c.schedule_id == schedule_id)
        with self._database.read() as connection:
            rows = connection.execute(question.order_by(desc(firings.c.id)).limit(limit))
            return tuple(from_row(Firing, row) for row in rows)

    def see_worker(self, worker: Worker) -> None:
        """Write down that a worker lives."""
        with self._database.write() as connection:
            upsert(connection, workers, [to_row(worker, workers)])

    def forget_worker(self, id: str) -> None:  # noqa: A002
        """Take out a worker that has ended."""
        with self._database.write() as connection:
            connection.execute(delete(workers).where(workers.c.id == id))

    def workers(self) -> tuple[Worker, ...]:
        """Return the workers that were seen."""
        with self._database.read() as connection:
            return tuple(from_row(Worker, row) for row in connection.execute(select(workers)))
