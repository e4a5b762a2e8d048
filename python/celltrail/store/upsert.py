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
    statement = _insert(connection, table)
    new = statement.excluded
    values = {column.name: new[column.name] for column in table.columns if not column.primary_key}
    if changes:
        values |= changes(new)
    keys = [column.name for column in table.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), list(rows))


def insert_missing(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], keys: Sequence[str]
) -> None:
    """Insert rows but for those whose `keys` are already there."""
    connection.execute(_insert(connection, table).on_conflict_do_nothing(index_elements=keys), list(rows))


def _insert(connection: Connection, table: Table) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
