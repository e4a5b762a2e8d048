"""How a value that a run has compares with one that somebody wrote."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, not_, or_

from celltrail.errors import InvalidInputError
from celltrail.store.keys import Field, Key
from celltrail.store.mapping import indexed_number, indexed_text, is_indexed_whole
from celltrail.store.unquoted import unquoted

Sign = type[ast.AST]
COMPARE: dict[Sign, Callable[[Any, Any], Any]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}
MIRRORED: dict[Sign, Sign] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip
_EQUAL = (ast.Eq, ast.NotEq)
_WRITTEN = {
    "text": "text in quotes, such as 'churn'",
    "number": "a number",
    "time": "a date with <, <=, > or >=, such as '2026-01-31'",
    "truth": "True or False",
}


def compared(target: Field | Key, row: Any, sign: Sign, value: Any) -> ColumnElement[bool]:
    """Return that what a row has compares so with a value.

    `row` is the column that holds it; of a parameter all of its columns.

    Raises
    ------
    InvalidInputError
        The two are of different kinds.
    """
    equal, compare = sign in _EQUAL, COMPARE[sign]
    if target.kind == "param":
        return _param(target, row, sign, value)
    if target.kind == "truth" and isinstance(value, bool) and equal:
        return row if value == (sign is ast.Eq) else not_(row)  # type: ignore[no-any-return] # a column
    if target.kind == "number" and _is_number(value):
        return compare(row, float(value))  # type: ignore[no-any-return]
    if target.kind == "time" and isinstance(value, str) and not equal:
        return compare(row, _moment(value))  # type: ignore[no-any-return]
    if target.kind == "text" and (isinstance(value, str) or (equal and isinstance(target, Key))):
        return compare(row, str(value))  # type: ignore[no-any-return]
    hint = f"It is compared with {_WRITTEN[target.kind]}."
    raise InvalidInputError(f"{target.name} cannot be compared with {value!r} in this way.", hint=hint)


def is_something(row: Any) -> ColumnElement[bool]:
    """Return that a parameter is not None."""
    return cast(row.value, String) != "null"


def has_number(column: Any, number: float | None) -> ColumnElement[bool]:
    """Return that a column has a number, or none, in the form that an index answers."""
    return column.is_(None) if number is None else column == number  # type: ignore[no-any-return]


def _param(target: Field | Key, row: Any, sign: Sign, value: Any) -> ColumnElement[bool]:
    """Return how a parameter compares: with a number if it is one, or the text of one, with text if it is text."""
    compare = COMPARE[sign]
    if _is_number(value):
        if sign is ast.NotEq:
            return and_(is_something(row), or_(row.number.is_(None), row.number != float(value)))
        return compare(row.number, float(value))  # type: ignore[no-any-return]
    written = json.dumps(value, ensure_ascii=False)
    if sign is ast.NotEq:
        return and_(is_something(row), cast(row.value, String) != written)
    if sign is ast.Eq:
        indexed = and_(has_number(row.number, indexed_number(value)), row.text == indexed_text(value))
        return indexed if is_indexed_whole(value) else and_(indexed, cast(row.value, String) == written)
    if isinstance(value, str):
        return and_(row.text.is_not(None), compare(unquoted(row.value), value))
    hint = "True and False go with == and !=."
    raise InvalidInputError(f"{target.name} cannot be compared with {value!r} in this way.", hint=hint)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _moment(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        hint = "Write for example '2026-01-31' or '2026-01-31 14:00'."
        raise InvalidInputError(f"{text!r} is no date.", hint=hint) from None
