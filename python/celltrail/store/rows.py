"""A table of records with an id: what all such tables do alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Table, desc, insert, select, update

from celltrail.errors import NotFoundError
from celltrail.records import Noun
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row

Record = TypeVar("Record")


class Rows(Generic[Record]):
    """The records of one table, in the order of their ids, which is that of their making."""

    kind: type[Record]
    table: Table
    noun: Noun
    lists: str
    """The command that lists them, for the hint of who asks for one that is not there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, record: Record) -> None:
        """Keep a new record."""
        with self._database.write() as connection:
            connection.execute(insert(self.table).values(to_row(record, self.table)))
            announce(connection, self.noun, record.id, kind="created")  # type: ignore[attr-defined] # all have one

    def add_once(self, record: Record) -> bool:
        """Keep a new record unless there is one with its id; return whether it was new."""
        row = to_row(record, self.table)
        with self._database.write() as connection:
            if connection.execute(select(self.table.c.id).where(self.table.c.id == row["id"])).first():
                return False
            connection.execute(insert(self.table).values(row))
            announce(connection, self.noun, row["id"], kind="created")
        return True

    def change(
        self,
        id: str,  # noqa: A002
        *,
        only_if: tuple[str, ...] | None = None,
        also: Sequence[ColumnElement[bool]] = (),
        **values: Any,
    ) -> bool:
        """Set fields of a record, where its status is one of `only_if` and `also` holds; return whether it was so.

        The condition is what makes an end final, and what lets one of many take what all want.
        """
        where = [self.table.c.id == id, *also]
        if only_if is not None:
            where.append(self.table.c.status.in_(only_if))
        with self._database.write() as connection:
            done = connection.execute(update(self.table).where(*where).values(**values))
            if done.rowcount:
                announce(connection, self.noun, id)
        return bool(done.rowcount)

    def get(self, id: str) -> Record:  # noqa: A002
        """Return a record.

        Raises
        ------
        NotFoundError
            There is none with this id.
        """
        found = self.where(id=id)
        if not found:
            raise NotFoundError(f"There is no {self.noun} {id!r}.", hint=f"`{self.lists}` lists them.")
        return found[0]

    def where(self, limit: int | None = 200, **equal: Any) -> tuple[Record, ...]:
        """Return the records whose columns have these values (one, or a tuple of several), newest first."""
        conditions = [
            self.table.c[name].in_(value) if isinstance(value, tuple) else self.table.c[name] == value
            for name, value in equal.items()
        ]
        question = select(self.table).where(*conditions).order_by(desc(self.table.c.id)).limit(limit)
        with self._database.read() as connection:
            return tuple(from_row(self.kind, row) for row in connection.execute(question))

    def all(self, limit: int | None = 200) -> tuple[Record, ...]:
        """Return all, newest first."""
        return self.where(limit)
