"""Leases. No browser shows them, so the feed does not tell of them."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from celltrail.records import Lease
from celltrail.store.database import Database
from celltrail.store.mapping import from_row, to_row
from celltrail.store.plans import leases
from celltrail.store.upsert import upsert


class Leases:
    """Who works on what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, lease: Lease) -> bool:
        """Write down that a process works on something; return whether it was asked to stop."""
        with self._database.write() as connection:
            upsert(connection, leases, [to_row(lease, leases)], changes=lambda _: {"stop": leases.c.stop})
            return bool(connection.execute(select(leases.c.stop).where(leases.c.id == lease.id)).scalar())

    def of(self, id: str) -> Lease | None:  # noqa: A002
        """Return who works on something; None where nobody said so."""
        with self._database.read() as connection:
            row = connection.execute(select(leases).where(leases.c.id == id)).first()
        return None if row is None else from_row(Lease, row)

    def ask_to_stop(self, id: str) -> None:  # noqa: A002
        """Ask whoever works on something to stop."""
        with self._database.write() as connection:
            connection.execute(update(leases).where(leases.c.id == id).values(stop=True))

    def release(self, id: str) -> None:  # noqa: A002
        """Take out what was held: nobody works on it any more."""
        with self._database.write() as connection:
            connection.execute(delete(leases).where(leases.c.id == id))
