"""Whether something fulfils the clauses of a filter, where Python compares and not the database."""

from __future__ import annotations

import fnmatch
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from celltrail.records import Clause, Order


def fulfils(clauses: Sequence[Clause], value_of: Callable[[Clause], Any]) -> bool:
    """Whether a thing, of which `value_of` gives what a clause is about, fulfils all clauses."""
    return all(_holds(clause, value_of(clause)) for clause in clauses)


def ordered(things: Sequence[Any], orders: Sequence[Order], value_of: Callable[[Any, str], Any]) -> list[Any]:
    """Return things in an order; the last criterion is sorted by first, since sorting keeps what was before."""
    found = list(things)
    for order in reversed(orders):
        found.sort(key=lambda thing, key=order.key: value_of(thing, key), reverse=not order.ascending)  # type: ignore[misc]
    return found


def value_in(clause: Clause, attributes: Mapping[str, Any], tags: Mapping[str, str]) -> Any:
    """Return what a clause about an attribute or a tag is about."""
    return attributes.get(clause.key) if clause.entity == "attribute" else tags.get(clause.key)


def _holds(clause: Clause, value: Any) -> bool:
    if clause.comparator in ("IS NULL", "IS NOT NULL"):
        return (value is None) == (clause.comparator == "IS NULL")
    is_nan = value != value  # noqa: PLR0124 - which is no number to compare, nor in the database
    return value is not None and not is_nan and _COMPARE[clause.comparator](value, clause.value)


def _like(value: str, pattern: str) -> bool:
    signs = {"%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"}
    return fnmatch.fnmatchcase(value, "".join(signs.get(sign, sign) for sign in pattern))


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "LIKE": _like,
    "ILIKE": lambda value, pattern: _like(value.lower(), pattern.lower()),
    "IN": lambda value, values: value in values,
    "NOT IN": lambda value, values: value not in values,
}  # fmt: skip
