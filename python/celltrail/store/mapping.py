"""Between records and rows: a column holds the record's field of the same name, nested values as JSON."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from sqlalchemy import JSON, Row, Table

Record = TypeVar("Record")


def to_row(record: Any, table: Table, **extra: Any) -> dict[str, Any]:
    """Return the row of a record; `extra` gives columns that are no field of it."""
    row = {}
    for column in table.columns:
        name = column.name
        value = extra[name] if name in extra else getattr(record, name)
        row[name] = msgspec.to_builtins(value) if isinstance(column.type, JSON) else value
    return row


def from_row(kind: type[Record], row: Row[Any], **extra: Any) -> Record:
    """Return the record of a row; columns that are no field of it are left out."""
    values = {str(name): value for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name
    return msgspec.convert(values | extra, kind)
