"""The feed: one row for each change, written in the transaction of the change itself."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from celltrail import clock
from celltrail.records import Event, EventKind, Noun
from celltrail.store.database import Database
from celltrail.store.mapping import from_row
from celltrail.store.schema import events


def announce(connection: Connection, noun: Noun, *ids: str, kind: EventKind = "changed") -> None:
    """Write down that some things changed, in the transaction that changes them."""
    if ids:
        at = clock.now()
        connection.execute(insert(events), [{"noun": noun, "id": one, "kind": kind, "at": at} for one in ids])


class Events:
    """What happened, in order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, seq: int, limit: int = 1000) -> tuple[Event, ...]:
        """Return the events with greater sequence numbers, oldest first."""
        query = select(events).where(events.c.seq > seq).order_by(events.c.seq).limit(limit)
        with self._database.read() as connection:
            return tuple(from_row(Event, row) for row in connection.execute(query))

    def last(self) -> int:
        """Return the sequence number of the newest event; 0 where there is none."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(events.c.seq))).scalar() or 0
