"""The names that queries know: fields of runs, and the metrics, parameters and tags that runs have."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, FromClause, Table, select

from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.store import schema
from celltrail.store.staleness import is_stale

Kind = Literal["text", "number", "time", "truth", "param"]
TABLES: dict[str, Table] = {"metrics": schema.metrics, "params": schema.params, "tags": schema.tags}
_KINDS: dict[str, Kind] = {"metrics": "number", "params": "param", "tags": "text"}
_SINGULAR = {"metrics": "metric", "params": "parameter", "tags": "tag"}
_MOST = 1000
_runs = schema.runs.c
_FIELDS: dict[str, tuple[Kind, ColumnElement[Any]]] = {
    "id": ("text", _runs.id),
    "name": ("text", _runs.name),
    "kind": ("text", _runs.kind),
    "status": ("text", _runs.status),
    "project": ("text", _runs.project),
    "who": ("text", _runs.who),
    "parent": ("text", _runs.parent_id),
    "notebook": ("text", _runs.notebook),
    "cell": ("text", _runs.cell_id),
    "commit": ("text", _runs.source["git_commit"].as_string()),
    "branch": ("text", _runs.source["git_branch"].as_string()),
    "environment": ("text", _runs.environment),
    "error": ("text", _runs.error),
    "seed": ("number", _runs.seed),
    "started": ("time", _runs.started_at),
    "ended": ("time", _runs.ended_at),
    "seconds": ("number", _runs.ended_at - _runs.started_at),
    "stale": ("truth", is_stale()),
}
FIELDS = tuple(_FIELDS)


@dataclass(frozen=True, slots=True)
class Field:
    """Something that each run has."""

    name: str
    kind: Kind
    column: ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Key:
    """A metric, parameter or tag that runs may have."""

    group: str
    """``metrics``, ``params`` or ``tags``."""
    key: str

    @property
    def kind(self) -> Kind:
        """What its values are."""
        return _KINDS[self.group]

    def values(self) -> FromClause:
        """Return where its values are, under a name of its own, so that a query may ask for several."""
        return TABLES[self.group].alias()

    @property
    def name(self) -> str:
        """How a query calls it."""
        return f"{self.group}.{self.key}" if self.key.isidentifier() else f"{self.group}[{self.key!r}]"


class Keys:
    """Finds what a name in a query means."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, name: str) -> Field | Key:
        """Return what ``auc``, ``metrics.auc`` or ``status`` stands for.

        Raises
        ------
        NotFoundError
            No run has it.
        InvalidInputError
            It may mean two things.
        """
        if name in _FIELDS:
            return Field(name, *_FIELDS[name])
        group, dot, key = name.partition(".")
        if dot and group in TABLES:
            return self.get(group, key)
        found = [Key(group, name) for group in TABLES if self._has(group, name)]
        if not found:
            raise _unknown(f"No run has anything called {name!r}.", name, [*FIELDS, *self._of_all()])
        if len(found) > 1:
            names = [key.name for key in found]
            raise InvalidInputError(
                f"{name!r} is a {' and a '.join(_SINGULAR[key.group] for key in found)}.",
                hint=f"Write {' or '.join(names)}.",
            )
        return found[0]

    def get(self, group: str, key: str) -> Key:
        """Return a metric, parameter or tag.

        Raises
        ------
        NotFoundError
            No run has it.
        """
        if not self._has(group, key):
            raise _unknown(f"No run has a {_SINGULAR[group]} {key!r}.", key, list(self.of(group)))
        return Key(group, key)

    def of(self, group: str) -> Iterator[str]:
        """Give the names of all metrics, parameters or tags: a step in the index for each, however many runs."""
        column = TABLES[group].c.key
        last = ""
        for _ in range(_MOST):
            query = select(column).where(column > last).order_by(column).limit(1)
            found = self._connection.execute(query).scalar()
            if found is None:
                return
            yield (last := found)

    def _of_all(self) -> Iterator[str]:
        for group in TABLES:
            yield from self.of(group)

    def _has(self, group: str, key: str) -> bool:
        column = TABLES[group].c.key
        return self._connection.execute(select(column).where(column == key).limit(1)).first() is not None


def _unknown(message: str, name: str, known: list[str]) -> NotFoundError:
    close = difflib.get_close_matches(name, known, n=3)
    if close:
        return NotFoundError(message, hint=f"Did you mean {' or '.join(close)}?")
    some = ", ".join(known[:20])
    return NotFoundError(message, hint=f"There is: {some}." if some else "Nothing of the kind was logged yet.")
