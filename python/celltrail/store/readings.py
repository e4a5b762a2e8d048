"""What runs read, and what names and files hold since: written as facts come in, in their order.

A content is the digest of a value or file, or the text of a plain value. Of a name that a run reads, the first
word counts (a value is written down before the code runs), of what a name holds the last one. A process' own facts
are in order; between two processes that share a scope the time of their runs decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from celltrail.store import schema
from celltrail.store.among import among
from celltrail.store.mapping import short
from celltrail.store.upsert import insert_missing

PLAIN = "= "
"""How the content of a plain value begins, which no digest does."""
FILES = "files"
"""The scope of files: they are the same for everyone."""
_ANNOUNCED = 200
_LONGEST = 500
_EXACT = 2.0**53
Place = tuple[str, str]
"""A scope and a name in it."""


@dataclass(slots=True)
class _Run:
    """What has to be known of a run to place its names."""

    scope: str | None
    """None where its names are not followed."""
    at: float
    plain: bool
    """Whether plain values are names of the scope too. Those of a block in a loop are what it was called with."""
    reads: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Now:
    """What a name holds."""

    content: str
    at: float


class Readings:
    """The names and files that a batch of facts speaks of."""

    def __init__(self, connection: Connection, writer: str) -> None:
        self._connection = connection
        self._writer = writer
        self._now: dict[Place, _Now] = {}
        self._read: dict[tuple[str, Place], str] = {}
        self._made: dict[tuple[str, Place], str] = {}
        self._said: set[tuple[str, str]] = set()

    def note(self, facts: Iterable[tuple[str, Any]]) -> set[str]:
        """Write down what the facts say, and return the newest runs that may be stale, or fresh, by it.

        The rows of runs and cells are already in the store, those of parameters are not.
        """
        telling = [fact for fact in facts if _tells(*fact)]
        runs = self._runs({_run_of(kind, body) for kind, body in telling})
        self._said = self._params_before(
            {run_id for run_id, run in runs.items() if run.reads or run.binds}, telling
        )
        for kind, body in telling:
            if (run := runs.get(_run_of(kind, body))) is not None:
                self._note(kind, body, run)
        if not self._now:
            return set()
        ids, changed = self._write_contents()
        self._write_readings(ids)
        return {run_id for place, contents in changed.items() for run_id in self._readers(ids[place], contents)}

    def _note(self, kind: str, body: Any, run: _Run) -> None:
        if kind == "cell":
            self._note_files(body)
        elif run.scope is None:
            return
        elif kind == "use":
            place = (run.scope, body["name"])
            self._see(
                body["run_id"], place, body["artifact"]["digest"], run.at, reads=body["direction"] == "input"
            )
        elif run.plain and kind == "param":
            self._note_param(body["run_id"], body["key"], body["value"], run)
        elif run.plain and body[1] in run.binds:
            self._see(body[0], (run.scope, body[1]), _plain(float(body[2])), run.at, reads=False)

    def _note_param(self, run_id: str, key: str, value: Any, run: _Run) -> None:
        reads = key in run.reads
        if (run_id, key) in self._said or not (reads or key in run.binds):
            return  # a name's own value is written down first; what comes later was logged under the same name
        self._said.add((run_id, key))
        self._see(run_id, (run.scope or "", key), _plain(value), run.at, reads=reads)

    def _note_files(self, cell: Any) -> None:
        at, run_id = cell["started_at"] + (cell.get("wall_s") or 0.0), cell["run_id"]
        read = set(cell.get("files_read", ()))
        for path, digest in cell["file_digests"].items():
            self._see(run_id, (FILES, path), digest, at, reads=path in read)

    def _see(self, run_id: str, place: Place, content: str, at: float, *, reads: bool) -> None:
        place = (place[0], short(place[1]))
        self._now.pop(place, None)
        self._now[place] = _Now(content, at)
        if reads:
            self._read.setdefault((run_id, place), content)
        else:
            self._made[run_id, place] = content

    def _runs(self, ids: set[str]) -> dict[str, _Run]:
        runs, cells = schema.runs.c, schema.cells.c
        query = select(runs.id, runs.kind, runs.parent_id, runs.notebook, runs.started_at)
        found = {}
        for id, kind, parent, notebook, started_at in self._connection.execute(query.where(among(runs.id, ids))):  # noqa: A001
            scope = short(f"{parent or ''}:{notebook}") if notebook else f"process:{self._writer}"
            found[id] = _Run(None if kind == "notebook" else scope, started_at, kind == "cell")
        plain = [id for id, run in found.items() if run.plain]  # noqa: A001
        if plain:
            of_runs = select(cells.run_id, cells.reads, cells.binds).where(among(cells.run_id, plain))
            for run_id, reads, binds in self._connection.execute(of_runs):
                found[run_id].reads.update(reads)
                found[run_id].binds.update(binds)
        return found

    def _params_before(self, run_ids: set[str], facts: Iterable[tuple[str, Any]]) -> set[tuple[str, str]]:
        """Return which of the batch's parameters had a value before it."""
        keys = {body["key"] for kind, body in facts if kind == "param" and body["run_id"] in run_ids}
        if not keys:
            return set()
        params = schema.params.c
        query = select(params.run_id, params.key).where(among(params.run_id, run_ids), among(params.key, keys))
        return {(run_id, key) for run_id, key in self._connection.execute(query)}

    def _write_contents(self) -> tuple[dict[Place, int], dict[Place, tuple[str, str]]]:
        """Write what is held now; return the ids of all places, and those that changed: from what to what."""
        table = schema.contents
        rows = [
            {"scope": scope, "name": name, "content": now.content, "writer": self._writer, "at": now.at}
            for (scope, name), now in self._now.items()
        ]
        insert_missing(self._connection, table, rows, ["scope", "name"])
        found = select(table).where(
            among(table.c.scope, {scope for scope, _ in self._now}),
            among(table.c.name, {name for _, name in self._now}),
        )
        held = {(row.scope, row.name): row for row in self._connection.execute(found)}
        newer = {
            place: now
            for place, now in self._now.items()
            if held[place].writer == self._writer or now.at >= held[place].at
        }
        values = [
            {"row": held[place].id, "content": now.content, "writer": self._writer, "at": now.at}
            for place, now in newer.items()
        ]
        if values:
            self._connection.execute(update(table).where(table.c.id == bindparam("row")), values)
        changed = {
            place: (held[place].content, now.content)
            for place, now in newer.items()
            if held[place].content != now.content
        }
        return {place: held[place].id for place in self._now}, changed

    def _write_readings(self, ids: dict[Place, int]) -> None:
        table = schema.readings
        read = [
            {"run_id": run_id, "content_id": ids[place], "content": content, "made": None}
            for (run_id, place), content in self._read.items()
        ]
        if read:
            insert_missing(self._connection, table, read, ["run_id", "content_id"])
        made = [
            {"run": run_id, "row": ids[place], "made": content} for (run_id, place), content in self._made.items()
        ]
        if made:
            of_run = (table.c.run_id == bindparam("run")) & (table.c.content_id == bindparam("row"))
            self._connection.execute(update(table).where(of_run), made)

    def _readers(self, content_id: int, contents: Sequence[str]) -> Iterable[str]:
        """Return the newest runs for which it matters that a content became another."""
        table = schema.readings
        newest = (
            select(table)
            .where(table.c.content_id == content_id)
            .order_by(table.c.run_id.desc())
            .limit(_ANNOUNCED)
            .subquery()
        )
        matters = newest.c.content.in_(contents) | newest.c.made.in_(contents)
        return self._connection.execute(select(newest.c.run_id).where(matters)).scalars()


def _tells(kind: str, body: Any) -> bool:
    if kind == "use":
        return body["cell_execution_id"] is not None  # what was logged by hand is no variable
    return kind in ("param", "metric") or (kind == "cell" and bool(body.get("file_digests")))


def _run_of(kind: str, body: Any) -> str:
    return str(body[0] if kind == "metric" else body["run_id"])


def _plain(value: Any) -> str:
    """Return the content of a plain value: the same for a parameter and a metric of that value.

    >>> _plain(6), _plain(6.0), _plain("eu"), _plain(True)
    ('= 6', '= 6', '= "eu"', '= true')
    """
    if value in ("nan", "inf", "-inf"):  # as which a parameter that is no finite number is kept
        value = float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        text = str(int(number)) if number.is_integer() and abs(number) < _EXACT else repr(number)
    else:
        text = json.dumps(value, ensure_ascii=False)
    if len(text) > _LONGEST:
        text = hashlib.blake2b(text.encode(errors="surrogatepass")).hexdigest()
    return PLAIN + text
