"""The feed: one row for each change, written in the transaction of the change itself."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from celltrail import clock
from celltrail.records import Event, EventKind, Noun
from celltrail.store.database import Database
from celltrail.store.mapping import from_row
from celltrail.store.schema import events


def announce(connection: Connection, noun: Noun, id: str, kind: EventKind = "changed") -> None:  # noqa: A002
    """Write down that something changed, in the transaction that changes it."""
    connection.execute(insert(events).values(noun=noun, id=id, kind=kind, at=clock.now()))


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
