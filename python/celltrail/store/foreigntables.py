"""The tables of a database that is not ours, read as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import MetaData, Table, create_engine, exc, inspect, select

from celltrail.errors import InvalidInputError


class ForeignTables:
    """Reads another program's tables; nothing is ever written."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        try:
            self._names = set(inspect(self._engine).get_table_names())
        except exc.DBAPIError as error:
            raise InvalidInputError(
                f"The database {self._engine.url.render_as_string()} cannot be read: {error.orig}.",
                hint="Check its address.",
            ) from error
        self._tables: dict[str, Table] = {}

    def __contains__(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return name in self._names

    def rows(self, name: str, /, *order: str, **equal: Any) -> Iterator[dict[str, Any]]:
        """Give the rows whose columns have these values, in an order; none where there is no such table."""
        if name not in self._names:
            return
        table = self._table(name)
        query = select(table).where(*(table.c[column] == value for column, value in equal.items()))
        with self._engine.connect() as connection:
            for row in connection.execute(query.order_by(*(table.c[column] for column in order))):
                yield {str(column): value for column, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            self._tables[name] = Table(name, MetaData(), autoload_with=self._engine, resolve_fks=False)
        return self._tables[name]
