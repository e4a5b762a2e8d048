"""What aliases ask for beyond passed gates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, desc, select

from celltrail.errors import ConflictError
from celltrail.records import AliasPolicy, EventKind
from celltrail.store.audit import record
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import alias_policies, audit
from celltrail.store.upsert import upsert

EVERY = "*"
"""The name that stands for all models without a policy of their own."""
_c = alias_policies.c


class Policies:
    """The policies, of today or as of a moment."""

    def __init__(self, database: Database, at: float | None = None) -> None:
        self._database = database
        self._at = at

    def all(self) -> tuple[AliasPolicy, ...]:
        """Return the policies of today by model and alias, those for all models first."""
        query = select(alias_policies).order_by(_c.model != EVERY, _c.model, _c.alias)
        with self._database.read() as connection:
            return tuple(from_row(AliasPolicy, row) for row in connection.execute(query))

    def effective(self, model: str, alias: str) -> AliasPolicy | None:
        """Return the policy that holds for an alias of a model: its own, else that for all models."""
        with self._database.read() as connection:
            if self._at is not None:
                return _as_of(connection, model, alias, self._at)
            return effective(connection, model, alias)

    def set(self, policy: AliasPolicy, *, expected: AliasPolicy | None, reason: str = "") -> AliasPolicy:
        """Keep a policy in the place of the one that its model and alias had.

        Raises
        ------
        ConflictError
            Another policy than `expected` holds by now, so that the right to change it was that of another time.
        """
        if self._at is not None:
            return policy
        with self._database.write() as connection:
            self._refuse_changed(connection, policy.model, policy.alias, expected)
            upsert(connection, alias_policies, [to_row(policy, alias_policies)])
            own = expected if expected is not None and expected.model == policy.model else None
            _log(connection, own, policy, who=policy.who, reason=reason)
        return policy

    def remove(self, policy: AliasPolicy, *, who: str, reason: str = "") -> None:
        """Forget a policy.

        Raises
        ------
        ConflictError
            Another one holds by now.
        """
        if self._at is not None:
            return
        with self._database.write() as connection:
            self._refuse_changed(connection, policy.model, policy.alias, policy)
            connection.execute(delete(alias_policies).where(_c.model == policy.model, _c.alias == policy.alias))
            _log(connection, policy, None, who=who, reason=reason)

    def _refuse_changed(
        self, connection: Connection, model: str, alias: str, expected: AliasPolicy | None
    ) -> None:
        if effective(connection, model, alias) != expected:
            raise ConflictError(
                f"The policy of {model}@{alias} was changed meanwhile.", hint="Look at it again and decide anew."
            )


def effective(connection: Connection, model: str, alias: str) -> AliasPolicy | None:
    """Return the policy that holds for an alias, within a transaction."""
    query = (
        select(alias_policies)
        .where(_c.model.in_((model, EVERY)), _c.alias == alias)
        .order_by(_c.model == EVERY)
        .limit(1)
    )
    row = connection.execute(query).first()
    return from_row(AliasPolicy, row) if row else None


def _as_of(connection: Connection, model: str, alias: str, at: float) -> AliasPolicy | None:
    """Return the policy that held at a moment: the audit log has each that there was."""
    a = audit.c
    for name in (model, EVERY):
        query = (
            select(a.details)
            .where(a.noun == "policy", a.noun_id == f"{name}@{alias}", a.at <= at)
            .order_by(desc(a.seq))
            .limit(1)
        )
        found = (connection.execute(query).scalar() or {}).get("to")
        if found:
            approvers = tuple(found["approvers"])
            return AliasPolicy(model=name, alias=alias, changed_at=at, **{**found, "approvers": approvers})
    return None


def _log(
    connection: Connection, before: AliasPolicy | None, after: AliasPolicy | None, *, who: str, reason: str
) -> None:
    about = after or before
    assert about is not None
    name = f"{about.model}@{about.alias}"
    details = {"from": _shown(before), "to": _shown(after)}
    record(connection, "policy.set" if after else "policy.removed", name, who=who, reason=reason, details=details)
    kind: EventKind = "removed" if after is None else "changed" if before else "created"
    announce(connection, "policy", name, kind=kind)


def _shown(policy: AliasPolicy | None) -> dict[str, Any] | None:
    if policy is None:
        return None
    return {"approvals": policy.approvals, "approvers": list(policy.approvers), "signed": policy.signed}
