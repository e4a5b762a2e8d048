"""Insert or replace, as SQLite and PostgreSQL both say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[dict[str, Any]],
    *,
    changes: Callable[[Any], dict[str, Any]] | None = None,
) -> None:
    """Insert rows, replacing those with the same primary key.

    `changes` gets the new row's columns and returns what to set otherwise than to the new value.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    new = statement.excluded
    values = {column.name: new[column.name] for column in table.columns if not column.primary_key}
    if changes:
        values |= changes(new)
    keys = [column.name for column in table.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), list(rows))
