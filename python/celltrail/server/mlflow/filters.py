"""The language of MLflow's searches, read into clauses; nothing of it ever becomes a part of a statement.

``entity.key comparator value``, joined by AND. Keys with special characters stand in backticks or double quotes,
texts in quotes. Source: MLflow's documentation, "Search Runs", "Search Experiments", "Model Registry".
"""

from __future__ import annotations

import fnmatch
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from celltrail.records import Clause, Entity, Order
from celltrail.server.mlflow.errors import MlflowError, invalid

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<compare>!=|<=|>=|<>|=|<|>)
      | (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]))
      | (?P<text>'(?:[^']|'')*')
      | (?P<sign>[(),])
      | (?P<name>(?:\w+|`[^`]+`|"[^"]*")(?:\.(?:`[^`]*`|"[^"]*"|'[^']*'|[\w./-]+))?)
    )""",
    re.VERBOSE,
)
_WORDS = {"AND", "IN", "NOT", "LIKE", "ILIKE", "IS", "NULL"}
_NUMERIC = {"=", "!=", "<", "<=", ">", ">="}
_TEXT = {"=", "!=", "LIKE", "ILIKE"}
_NULL = {"IS NULL", "IS NOT NULL"}
_IN = {"IN", "NOT IN"}
_ALIASES: dict[str, Entity] = {
    "metric": "metric", "metrics": "metric",
    "parameter": "parameter", "parameters": "parameter", "param": "parameter", "params": "parameter",
    "tag": "tag", "tags": "tag",
    "attribute": "attribute", "attributes": "attribute", "attr": "attribute", "run": "attribute",
    "dataset": "dataset", "datasets": "dataset",
}  # fmt: skip
_OTHER_NAMES = {
    "created": "start_time", "Created": "start_time",
    "run name": "run_name", "Run name": "run_name", "Run Name": "run_name",
}  # fmt: skip
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Language:
    """What one of the searches understands."""

    texts: frozenset[str]
    """Attributes that are text."""
    numbers: frozenset[str]
    """Attributes that are numbers."""
    lists: frozenset[str] = frozenset()
    """Attributes that may be compared with lists."""
    entities: frozenset[str] = frozenset({"attribute", "tag"})
    nullable: frozenset[str] = frozenset()
    """Entities of which may be asked whether there is one."""
    text_comparators: frozenset[str] = frozenset(_TEXT)
    orders: frozenset[str] = frozenset()
    """Attributes that may be ordered by."""


RUNS = Language(
    texts=frozenset({"run_id", "run_name", "status", "user_id", "artifact_uri"}),
    numbers=frozenset({"start_time", "end_time"}),
    lists=frozenset({"run_id"}),
    entities=frozenset({"metric", "parameter", "tag", "attribute", "dataset"}),
    nullable=frozenset({"parameter", "tag"}),
    orders=frozenset({"run_id", "run_name", "status", "user_id", "artifact_uri", "start_time", "end_time"}),
)
EXPERIMENTS = Language(
    texts=frozenset({"name", "experiment_id"}),
    numbers=frozenset({"creation_time", "last_update_time"}),
    lists=frozenset({"experiment_id"}),
    nullable=frozenset({"tag"}),
    orders=frozenset({"name", "experiment_id", "creation_time", "last_update_time"}),
)
MODELS = Language(
    texts=frozenset({"name"}),
    numbers=frozenset(),
    lists=frozenset({"name"}),
    orders=frozenset({"name", "creation_timestamp", "last_updated_timestamp"}),
)
VERSIONS = Language(
    texts=frozenset({"name", "run_id", "source_path"}),
    numbers=frozenset({"version_number"}),
    lists=frozenset({"name", "run_id"}),
    orders=frozenset({"name", "version_number", "creation_timestamp", "last_updated_timestamp"}),
)
_MODEL_TIMES = frozenset({"creation_timestamp", "creation_time", "last_updated_timestamp", "last_updated_time"})
LOGGED_MODELS = Language(
    texts=frozenset({"name", "model_id", "model_type", "status", "source_run_id"}),
    numbers=_MODEL_TIMES,
    lists=frozenset({"name", "model_id", "model_type", "status", "source_run_id"}),
    entities=frozenset({"metric", "parameter", "tag", "attribute"}),
    orders=frozenset({"name", "model_id", "model_type", "status", "source_run_id"}) | _MODEL_TIMES,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "name" and self.text.upper() in _WORDS else ""


def parse(text: str | None, language: Language) -> tuple[Clause, ...]:
    """Return the clauses of a filter.

    Raises
    ------
    MlflowError
        It is no filter; the message says from where on.

    Examples
    --------
    >>> parse("metrics.auc > 0.8 AND params.`a b` = 'x'", RUNS)[1]
    Clause(entity='parameter', key='a b', comparator='=', value='x')
    """
    if not text or not text.strip():
        return ()
    if len(text) > _LONGEST:
        raise invalid(f"A filter may have {_LONGEST} characters, this one has {len(text)}.")
    return tuple(_Reader(list(_tokens(text)), text, language).clauses())


def parse_orders(orders: Sequence[str], language: Language) -> tuple[Order, ...]:
    """Return what a search is to be ordered by.

    Raises
    ------
    MlflowError
        One cannot be ordered by.
    """
    return tuple(_order(text, language) for text in orders)


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
    if clause.comparator in _NULL:
        return (value is None) == (clause.comparator == "IS NULL")
    return value is not None and _COMPARE[clause.comparator](value, clause.value)


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


def _tokens(text: str) -> Iterator[_Token]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            raise invalid(f"Invalid clause(s) in filter string: {text[place:].strip()[:80]!r}")
        yield _Token(str(found.lastgroup), found[str(found.lastgroup)])
        place = found.end()


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[_Token], text: str, language: Language) -> None:
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

    def _next(self, expected: str) -> _Token:
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
                raise invalid(f"Expected numeric value type for {entity}: {key}. Found {token.text}")
            return (
                float(token.text)
                if entity == "metric" or not token.text.lstrip("+-").isdigit()
                else int(token.text)
            )
        text = _text(token)
        if text is None:
            raise invalid(f"Expected a quoted string value for {entity} (e.g. 'my-value'). Got value {token.text}")
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
            text = _text(self._next("a quoted string"))
            if text is None:
                raise self._wrong("Expected a list of quoted string values.")
            values.append(text)
            match self._next(")").text:
                case ")":
                    return values
                case ",":
                    continue
            raise self._wrong("Expected a list of quoted string values.")


def identifier(text: str, language: Language, attributes: frozenset[str]) -> tuple[Entity, str]:
    """Return what a name in a filter or an order means.

    Raises
    ------
    MlflowError
        It means nothing.
    """
    head, dot, rest = text.partition(".")
    if dot and text[0] not in "\"'`" and _bare(head) == head:
        word, key = head, rest
    elif dot and text[0] == "`" and head.endswith("`"):
        word, key = _bare(head), rest
    else:
        word, key = "attribute", text
    entity = _ALIASES.get(word)
    if entity is None or entity not in language.entities:
        raise invalid(f"Invalid entity type '{word}'. Valid values are {sorted(language.entities)}")
    key = _bare(key)
    if entity == "attribute":
        key = _OTHER_NAMES.get(key, key) if language is RUNS else key
        if key not in attributes:
            raise invalid(f"Invalid attribute key '{key}' specified. Valid keys are '{sorted(attributes)}'")
    if entity == "dataset" and key not in ("name", "digest", "context"):
        raise invalid(f"Invalid dataset key '{key}' specified. Valid keys are 'name', 'digest', 'context'")
    return entity, key


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
    found = re.fullmatch(r"\s*(.+?)(?:\s+(asc|desc))?\s*", text, re.IGNORECASE | re.DOTALL)
    if found is None:
        raise invalid(f"Invalid order_by clause '{text}'.")
    entity, key = identifier(found[1], language, language.orders)
    if entity == "dataset":
        raise invalid(f"Invalid order_by entity type '{entity}'")
    return Order(cast("Entity", entity), key, (found[2] or "asc").lower() == "asc")


def _bare(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "`\"'" else text


def _text(token: _Token) -> str | None:
    if token.kind == "text":
        return token.text[1:-1].replace("''", "'")
    quoted = token.kind == "name" and len(token.text) > 1 and token.text[0] == token.text[-1] == '"'
    return token.text[1:-1] if quoted else None
