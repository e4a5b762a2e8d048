"""The language of MLflow's searches, read into clauses; nothing of it ever becomes a part of a statement.

``entity.key comparator value``, joined by AND. Keys with special characters stand in backticks or double quotes,
texts in quotes. Source: MLflow's documentation, "Search Runs", "Search Experiments", "Model Registry".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from celltrail.records import Clause, Entity, Order
from celltrail.server.mlflow.errors import MlflowError, invalid
from celltrail.server.mlflow.languages import Language, identifier
from celltrail.server.mlflow.tokens import Token, tokens

_NUMERIC = {"=", "!=", "<", "<=", ">", ">="}
_TEXT = {"=", "!=", "LIKE", "ILIKE"}
_NULL = {"IS NULL", "IS NOT NULL"}
_IN = {"IN", "NOT IN"}
_PATTERN = {"LIKE", "ILIKE"}
_LONGEST = 100_000
_MOST_CLAUSES = 50
"""PostgreSQL plans for half a minute what it would do with 200."""
_MOST_ORDERS = 20
"""SQLite 3.40 ends with its process where it has to sort by 64 columns; each of these needs two."""
_LONGEST_PATTERN = 10_000


def parse(text: str | None, language: Language) -> tuple[Clause, ...]:
    """Return the clauses of a filter.

    Raises
    ------
    MlflowError
        It is no filter; the message says from where on.

    Examples
    --------
    >>> from celltrail.server.mlflow.languages import RUNS
    >>> parse("metrics.auc > 0.8 AND params.`a b` = 'x'", RUNS)[1]
    Clause(entity='parameter', key='a b', comparator='=', value='x')
    """
    if not text or not text.strip():
        return ()
    if len(text) > _LONGEST or "\0" in text:
        raise invalid(f"A filter may have {_LONGEST} characters, and none of them the character 0.")
    clauses = tuple(_Reader(list(tokens(text)), text, language).clauses())
    if len(clauses) > _MOST_CLAUSES:
        raise invalid(f"A filter may have {_MOST_CLAUSES} clauses, this one has {len(clauses)}. Use IN for lists.")
    return clauses


def parse_orders(orders: Sequence[str], language: Language) -> tuple[Order, ...]:
    """Return what a search is to be ordered by.

    Raises
    ------
    MlflowError
        One cannot be ordered by.
    """
    if len(orders) > _MOST_ORDERS:
        raise invalid(f"A search may be ordered by {_MOST_ORDERS} things, not by {len(orders)}.")
    return tuple(_order(text, language) for text in orders)


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[Token], text: str, language: Language) -> None:
        self._tokens = tokens
        self._text = text
        self._language = language
        self._place = 0

    def clauses(self) -> Iterator[Clause]:
        yield self._clause()
        while self._place < len(self._tokens):
            if self._next("AND").word != "AND":
                raise self._wrong()
            yield self._clause()

    def _next(self, expected: str) -> Token:
        if self._place >= len(self._tokens):
            raise invalid(
                f"Invalid clause(s) in filter string: {self._text[-80:]!r} ends where {expected} is expected."
            )
        self._place += 1
        return self._tokens[self._place - 1]

    def _wrong(self, why: str = "") -> MlflowError:
        rest = " ".join(token.text for token in self._tokens[self._place - 1 :])
        return invalid(f"Invalid clause(s) in filter string: '{rest[:80]}'{'. ' + why if why else ''}")

    def _clause(self) -> Clause:
        name = self._next("a name")
        if name.kind != "name" or name.word:
            raise self._wrong("Expected 'Identifier'.")
        entity, key = identifier(name.text, self._language, self._language.texts | self._language.numbers)
        comparator = self._comparator()
        _check_comparator(entity, key, comparator, self._language)
        if comparator in _NULL:
            return Clause(entity, key, comparator)
        value = self._list(key, entity) if comparator in _IN else self._value(entity, key)
        if comparator in _PATTERN and len(value) > _LONGEST_PATTERN:
            raise invalid(f"A pattern may have {_LONGEST_PATTERN} characters, this one has {len(value)}.")
        return Clause(entity, key, comparator, value)

    def _comparator(self) -> str:
        token = self._next("a comparison")
        if token.kind == "compare":
            return "!=" if token.text == "<>" else token.text
        match token.word:
            case "LIKE" | "ILIKE" | "IN":
                return token.word
            case "NOT" if self._next("IN").word == "IN":
                return "NOT IN"
            case "IS":
                token = self._next("NULL")
                if token.word == "NULL":
                    return "IS NULL"
                if token.word == "NOT" and self._next("NULL").word == "NULL":
                    return "IS NOT NULL"
        raise self._wrong("Expected a comparison.")

    def _value(self, entity: Entity, key: str) -> Any:
        token = self._next("a value")
        if entity == "metric" or (entity == "attribute" and key in self._language.numbers):
            if token.kind != "number":
                raise invalid(f"Expected numeric value type for {entity}: {key[:80]}. Found {token.text[:80]}")
            return float(token.text)
        text = token.string
        if text is None:
            got = token.text[:80]
            raise invalid(f"Expected a quoted string value for {entity} (e.g. 'my-value'). Got value {got}")
        return text

    def _list(self, key: str, entity: Entity) -> list[str]:
        if entity == "attribute" and key not in self._language.lists:
            raise invalid(
                f"Only {sorted(self._language.lists)} attributes support comparison with a list of quoted string"
                " values."
            )
        if self._next("(").text != "(":
            raise self._wrong("Expected a list of quoted string values.")
        values: list[str] = []
        while True:
            text = self._next("a quoted string").string
            if text is None:
                raise self._wrong("Expected a list of quoted string values.")
            values.append(text)
            match self._next(")").text:
                case ")":
                    return values
                case ",":
                    continue
            raise self._wrong("Expected a list of quoted string values.")


def _check_comparator(entity: Entity, key: str, comparator: str, language: Language) -> None:
    if comparator in _NULL:
        if entity not in language.nullable:
            raise invalid(f"IS NULL / IS NOT NULL is not supported for '{entity}' '{key}'")
        return
    if entity == "metric" or (entity == "attribute" and key in language.numbers):
        allowed = _NUMERIC
    elif entity in ("attribute", "dataset"):
        allowed = _TEXT | _IN
    else:
        allowed = _TEXT
    if comparator not in allowed:
        raise invalid(f"Invalid comparator '{comparator}' not one of '{sorted(allowed)}'")


def _order(text: str, language: Language) -> Order:
    if "\0" in text:
        raise invalid("What a search is ordered by has no character 0.")
    name, *rest = text.strip().rsplit(None, 1) or [""]
    if not rest or rest[0].lower() not in ("asc", "desc"):
        name, rest = text.strip(), ["asc"]
    entity, key = identifier(name, language, language.orders)
    if entity not in language.ordered:
        raise invalid(f"Invalid order_by entity type '{entity}'. Valid values are {sorted(language.ordered)}")
    return Order(entity, key, rest[0].lower() == "asc")
