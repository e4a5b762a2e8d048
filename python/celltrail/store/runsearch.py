"""MLflow's search for runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from sqlalchemy import ColumnElement, Connection, not_, select

from celltrail.records import Clause, ClientRun, Order, View
from celltrail.store import clauseorder, schema
from celltrail.store.among import among
from celltrail.store.clauses import condition
from celltrail.store.database import Database
from celltrail.store.selection import narrowed, not_deleted
from celltrail.store.wholeruns import whole

_runs = schema.runs.c


class RunSearch:
    """Searches for runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        projects: Sequence[str],
        clauses: Sequence[Clause],
        orders: Sequence[Order],
        view: View,
        *,
        offset: int,
        limit: int,
    ) -> tuple[ClientRun, ...]:
        """Return the runs of some projects that fulfil all clauses, in an order, a page of them."""
        dialect = "sqlite" if self._database.is_sqlite else "postgresql"
        conditions = [condition(clause, dialect) for clause in clauses]
        with self._database.read() as connection:
            query = select(_runs.id).where(
                _runs.project.in_(set(projects)), *_life(view), *narrowed(connection, conditions)
            )
            until = offset + limit
            found = chain.from_iterable(
                connection.execute(part.limit(until)).scalars()
                for part in clauseorder.parts(connection, query, orders)
            )
            return _runs_of(connection, list(islice(found, offset, until)))


def _life(view: View) -> Iterator[ColumnElement[bool]]:
    if view != "ALL":
        yield not_deleted() if view == "ACTIVE_ONLY" else not_(not_deleted())


def _runs_of(connection: Connection, ids: list[str]) -> tuple[ClientRun, ...]:
    rows = connection.execute(select(schema.runs).where(among(_runs.id, ids))).all()
    by_id = {row.id: row for row in rows}
    return whole(connection, [by_id[one] for one in ids])
