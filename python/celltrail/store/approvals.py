"""Requests for approval, and what was said to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, desc, insert, select, update

from celltrail.errors import ConflictError, NotFoundError
from celltrail.records import Approval, ApprovalVote, EventKind, Grounds
from celltrail.store.audit import record
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.policies import effective
from celltrail.store.schema import approvals

_c = approvals.c


class Approvals:
    """The requests, of today or as of a moment."""

    def __init__(self, database: Database, at: float | None = None) -> None:
        self._database = database
        self._at = at

    def add(self, draft: Approval) -> Approval:
        """Keep a request, if none waits for the same version and alias.

        Raises
        ------
        ConflictError
            One waits already.
        """
        if self._at is not None:
            return draft
        with self._database.write() as connection:
            same = _c.model == draft.model, _c.number == draft.number, _c.alias == draft.alias
            waiting = connection.execute(select(_c.id).where(*same, _c.status == "requested")).scalar()
            if waiting:
                raise ConflictError(
                    f"Approval of {_name(draft)} is asked for already.",
                    hint=f"Wait for it, or withdraw it first: `celltrail withdraw {waiting[-8:]}`.",
                )
            connection.execute(insert(approvals).values(to_row(draft, approvals)))
            _log(
                connection,
                draft,
                "approval.requested",
                who=draft.requested_by,
                reason=draft.comment,
                kind="created",
            )
        return draft

    def vote(self, id: str, vote: ApprovalVote, needed: Callable[[Approval], int]) -> Approval:  # noqa: A002
        """Add that a person is for it; `needed` says how many more it takes then. Each person counts once.

        Raises
        ------
        ConflictError
            It was decided already.
        NotFoundError
            There is no such request.
        """
        if self._at is not None:
            return self.get(id)
        with self._database.write() as connection:
            approval = self._open(connection, id, ("requested",))
            if any(one.who == vote.who for one in approval.votes):
                return approval
            approval = replace(approval, votes=(*approval.votes, vote))
            if needed(approval) <= 0:
                approval = replace(
                    approval, status="approved", decided_by=vote.who, decided_at=vote.at, decision=vote.comment
                )
            self._keep(connection, approval)
            _log(connection, approval, "approval.approved", who=vote.who, reason=vote.comment)
        return approval

    def close(self, decided: Approval) -> Approval:
        """Take over status and decision of `decided`, where the request waits, or was approved and is taken back.

        Raises
        ------
        ConflictError
            It was decided already.
        NotFoundError
            There is no such request.
        """
        if self._at is not None:
            return decided
        with self._database.write() as connection:
            self._open(connection, decided.id, ("requested", "approved"))
            self._keep(connection, decided)
            _log(
                connection, decided, f"approval.{decided.status}", who=decided.decided_by, reason=decided.decision
            )
        return decided

    def get(self, id: str) -> Approval:  # noqa: A002
        """Return a request by its id, or the end of it.

        Raises
        ------
        NotFoundError
            There is none, or several end so.
        """
        query = select(approvals).where(_c.id.endswith(id, autoescape=True)).limit(2)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        if len(rows) != 1:
            raise NotFoundError(f"There is no request {id!r}.", hint="`celltrail approvals` lists them.")
        return from_row(Approval, rows[0])

    def where(self, limit: int | None = 200, **equal: Any) -> tuple[Approval, ...]:
        """Return the requests whose columns have these values, newest first; those there were at the moment."""
        conditions = [_c[name] == value for name, value in equal.items()]
        if self._at is not None:
            conditions += [_c.requested_at <= self._at, _c.decided_at <= self._at]
        query = select(approvals).where(*conditions).order_by(desc(_c.id)).limit(limit)
        with self._database.read() as connection:
            return tuple(from_row(Approval, row) for row in connection.execute(query))

    def _open(self, connection: Connection, id: str, statuses: tuple[str, ...]) -> Approval:  # noqa: A002
        row = connection.execute(select(approvals).where(_c.id == id).with_for_update()).first()
        if row is None:
            raise NotFoundError(f"There is no request {id!r}.", hint="`celltrail approvals` lists them.")
        approval = from_row(Approval, row)
        if approval.status not in statuses:
            raise ConflictError(
                f"The request for {_name(approval)} was {approval.status} by {approval.decided_by} already.",
                hint="Ask for approval again where it is still wanted.",
            )
        return approval

    def _keep(self, connection: Connection, approval: Approval) -> None:
        connection.execute(update(approvals).where(_c.id == approval.id).values(to_row(approval, approvals)))


def refuse_changed(connection: Connection, model: str, alias: str, grounds: Grounds) -> None:
    """Refuse what was decided on grounds that are others by now, within the transaction that acts on them.

    Raises
    ------
    ConflictError
        The policy was changed, or the approval was taken back.
    """
    approval = grounds.approval
    if effective(connection, model, alias) != grounds.policy:
        raise ConflictError(f"The policy of {model}@{alias} was changed meanwhile.", hint="Try again.")
    if approval is None:
        return
    if connection.execute(select(_c.status).where(_c.id == approval.id)).scalar() != approval.status:
        raise ConflictError(f"The approval of {_name(approval)} was changed meanwhile.", hint="Try again.")


def _log(
    connection: Connection,
    approval: Approval,
    action: str,
    *,
    who: str | None,
    reason: str,
    kind: EventKind = "changed",
) -> None:
    details = {"id": approval.id, "status": approval.status, "votes": [vote.who for vote in approval.votes]}
    record(connection, action, _name(approval), who=who, reason=reason, details=details)
    announce(connection, "approval", approval.id, kind=kind)


def _name(approval: Approval) -> str:
    return f"{approval.model}/{approval.number}@{approval.alias}"
