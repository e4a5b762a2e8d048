"""Between records and rows: a column holds the record's field of the same name, nested values as JSON."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from sqlalchemy import JSON, CursorResult, Row, Table

Record = TypeVar("Record")
_INDEXED = 100
"""Letters of a text that stand in an index; databases put a limit to the size of its entries."""
_LONGEST = 300
"""Letters of a name that stands in an index whole."""
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


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


def from_rows(kind: type[Record], found: CursorResult[Any]) -> Iterator[Record]:
    """Give the records of many rows, whose columns are the fields: sooner than one by one."""
    names = tuple(map(str, found.keys()))
    return (msgspec.convert(dict(zip(names, row, strict=True)), kind) for row in found)


def indexed_number(value: Any) -> float | None:
    """Return a plain value as the number by which it is found; None where it is none.

    A text that is a number is found as one: clients of MLflow's API have nothing but text.

    >>> [indexed_number(value) for value in (6, "6", "1e-3", "6 cm", True)]
    [6.0, 6.0, 0.001, None, None]
    """
    if isinstance(value, str):
        if len(value) >= _INDEXED or not _NUMBER.fullmatch(value):
            return None
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def indexed_text(value: Any) -> str | None:
    """Return the beginning of a plain value's text by which it is found; None for numbers.

    >>> indexed_text("eu"), indexed_text(True), indexed_text(6)
    ('eu', 'true', None)
    """
    if isinstance(value, bool):
        return str(value).lower()
    return value[:_INDEXED].replace("\x00", "") if isinstance(value, str) else None


def is_indexed_whole(value: Any) -> bool:
    """Whether no other value has the same indexed text."""
    text = indexed_text(value)
    return text is not None and text == value and len(text) < _INDEXED and text not in ("true", "false")


def key_of(source: str) -> str:
    """Return what stands for the source of a cell in an index."""
    return hashlib.blake2b(source.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def short(name: str) -> str:
    """Return a name as an index can hold it: as it is, or where it is very long, its beginning and a digest."""
    if len(name) <= _LONGEST:
        return name
    return f"{name[:_INDEXED]}…{hashlib.blake2b(name.encode(errors='surrogatepass'), digest_size=16).hexdigest()}"
