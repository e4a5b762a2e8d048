"""The audit log: one entry for each change of what others rely on, in the transaction of the change itself.

Write transactions come one after the other in both databases (`Database.write`), so that each entry sees the one
before it and there is one chain, however many processes write. How it is chained: `chain`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, Text, cast, desc, insert, or_, select

from celltrail import clock
from celltrail.actor import user_name
from celltrail.records import AuditAnchor, AuditEntry, AuditQuery, AuditVerdict
from celltrail.store import chain
from celltrail.store.chain import Unreadable
from celltrail.store.database import Database
from celltrail.store.mapping import to_row
from celltrail.store.schema import audit

_AT_ONCE = 1000
_c = audit.c
# As text: one that was tampered with may be no JSON any more.
_COLUMNS = [*(column for column in _c if column.name != "details"), cast(_c.details, Text).label("details")]


def record(
    connection: Connection,
    action: str,
    noun_id: str,
    *,
    who: str | None = None,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down who changed what, in the transaction that changes it.

    Parameters
    ----------
    action
        Noun and verb: ``alias.promoted``.
    noun_id
        Which one: ``churn``, ``churn/3``, ``churn@champion``, or an id.
    who
        By default who acts.
    """
    last = connection.execute(select(_c.seq, _c.digest).order_by(desc(_c.seq)).limit(1)).first()
    entry = AuditEntry(
        seq=last.seq + 1 if last else 1,
        at=clock.now(),
        who=chain.plain(user_name() if who is None else who),
        action=action,
        noun=action.partition(".")[0],
        noun_id=chain.plain(noun_id),
        reason=chain.plain(reason),
        details=chain.plain(dict(details or {})),
        previous=last.digest if last else chain.FIRST,
        digest="",
    )
    entry = replace(entry, digest=chain.digest_of(entry))
    connection.execute(insert(audit).values(to_row(entry, audit)))


class Audit:
    """The entries, to be read: nothing here changes one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, query: AuditQuery) -> tuple[AuditEntry, ...]:
        """Return the entries that are meant, newest first; what is no entry any more is left out."""
        question = select(*_COLUMNS).where(*_conditions(query)).order_by(desc(_c.seq)).limit(query.limit)
        with self._database.read() as connection:
            found = [_entry(row) for row in connection.execute(question)]
        return tuple(entry for entry in found if isinstance(entry, AuditEntry))

    def stream(self) -> Iterator[AuditEntry | Unreadable]:
        """Give all entries in their order, without holding more than a page of them."""
        question: Select[Any] = select(*_COLUMNS).order_by(_c.seq)
        with self._database.read() as connection:
            rows = connection.execution_options(yield_per=_AT_ONCE).execute(question)
            for row in rows:
                yield _entry(row)

    def head(self) -> AuditAnchor:
        """Return the end of the log as it is now."""
        question = select(_c.seq, _c.digest).order_by(desc(_c.seq)).limit(1)
        with self._database.read() as connection:
            row = connection.execute(question).first()
        seq, digest = (row.seq, row.digest) if row else (0, chain.FIRST)
        return AuditAnchor(seq=seq, digest=digest, at=clock.now())

    def verify(self, anchor: AuditAnchor | None = None) -> AuditVerdict:
        """Return whether the log is what was written; with an anchor, also that nothing up to it was cut off."""
        return chain.check(self.stream(), anchor)


def _entry(row: Row[Any]) -> AuditEntry | Unreadable:
    values = {str(name): value for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name
    try:
        return msgspec.convert({**values, "details": json.loads(values["details"])}, AuditEntry)
    except (ValueError, TypeError) as error:
        return Unreadable(values["seq"], str(error))


def _conditions(query: AuditQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.model:
        of = [_c.noun_id.startswith(f"{query.model}{mark}", autoescape=True) for mark in "/@"]
        wanted.append(or_(_c.noun_id == query.model, *of))
    if query.action:
        wanted.append(or_(_c.action == query.action, _c.action.startswith(f"{query.action}.", autoescape=True)))
    wanted += [_c[name] == value for name in ("noun", "noun_id", "who") if (value := getattr(query, name))]
    if query.since is not None:
        wanted.append(_c.at >= query.since)
    if query.until is not None:
        wanted.append(_c.at <= query.until)
    if query.before is not None:
        wanted.append(_c.seq < query.before)
    return wanted
