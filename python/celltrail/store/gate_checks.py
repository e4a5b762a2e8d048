"""When the gates of versions were checked again, and what came of it."""

from __future__ import annotations

from sqlalchemy import desc, insert, select

from celltrail.records import GateCheck
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import gate_checks


class GateChecks:
    """Checks before promotions, also those that failed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, check: GateCheck) -> None:
        """Keep a check."""
        row = to_row(check, gate_checks, id=None)
        del row["id"]
        with self._database.write() as connection:
            connection.execute(insert(gate_checks).values(row))
            announce(connection, "model", check.model)

    def of(self, model: str, number: int | None, limit: int = 100) -> tuple[GateCheck, ...]:
        """Return the checks of a version, or of all versions of a model, newest first."""
        c = gate_checks.c
        query = select(gate_checks).where(c.model == model).order_by(desc(c.id)).limit(limit)
        if number is not None:
            query = query.where(c.number == number)
        with self._database.read() as connection:
            return tuple(from_row(GateCheck, row) for row in connection.execute(query))
