"""The processes that start what is due."""

from __future__ import annotations

from sqlalchemy import delete, select

from celltrail.records import Worker
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.plans import workers
from celltrail.store.upsert import upsert


class Workers:
    """Who was seen, and when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def see(self, worker: Worker) -> None:
        """Write down that a worker lives; the feed tells of new ones and new warnings, not of each beat."""
        with self._database.write() as connection:
            known = connection.execute(select(workers.c.warning).where(workers.c.id == worker.id)).first()
            upsert(connection, workers, [to_row(worker, workers)])
            if known is None or known.warning != worker.warning:
                announce(connection, "schedule", worker.id)

    def forget(self, id: str) -> None:  # noqa: A002
        """Take out a worker that has ended."""
        with self._database.write() as connection:
            done = connection.execute(delete(workers).where(workers.c.id == id))
            if done.rowcount:
                announce(connection, "schedule", id)

    def all(self) -> tuple[Worker, ...]:
        """Return the workers that were seen, oldest first; one that was killed is among them."""
        with self._database.read() as connection:
            rows = connection.execute(select(workers).order_by(workers.c.started_at))
            return tuple(from_row(Worker, row) for row in rows)
