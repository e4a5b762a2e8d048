"""Requests and answers about policies, approval and the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records import AliasPolicy, ApprovalState, ApprovalStatus, AuditEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesPage:
    """All policies, those for all models first."""

    policies: tuple[AliasPolicy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyState:
    """What holds for an alias."""

    policy: AliasPolicy | None
    """Its own, else that for all models; None where gates are all that counts."""
    may_change: bool
    """Whether who asks may change it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRequest:
    """What an alias shall ask for; what is None stays as it is."""

    approvals: int | None = None
    approvers: tuple[str, ...] | None = None
    signed: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsQuery:
    """Which requests are asked for."""

    model: str | None = None
    status: ApprovalStatus | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsPage:
    """How requests for approval stand, newest first."""

    approvals: tuple[ApprovalState, ...]
    who: str
    """Who asks, by the name under which approvals are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """Ask others to approve that a version gets an alias."""

    version: str
    """``name/number``, ``name@alias`` or ``name``."""
    alias: str
    comment: str = ""
    promote: bool = True
    """Whether the approval that completes it also gives the alias."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRequest:
    """Decide, and say why."""

    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Entries of the audit log, newest first."""

    entries: tuple[AuditEntry, ...]
    next: int | None
    """What to ask for as ``before`` to get the page behind; None where there is none."""
