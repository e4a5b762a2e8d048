"""How a request for approval stands, and what came of saying something to it."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records.model import AliasPolicy, Approval, ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """On what it was decided that an alias may move."""

    policy: AliasPolicy | None
    approval: Approval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalState:
    """A request as it stands today."""

    approval: Approval
    needed: int
    """How many approvals by others it takes."""
    given: int
    """How many of those that were given count today."""
    void: str
    """Why it holds no longer, whatever was said to it; empty where it does."""
    may_approve: bool
    """Whether who asks this may approve it."""
    approvers: tuple[str, ...]
    """Who may approve; empty for everybody but the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalOutcome:
    """What came of a request's change."""

    state: ApprovalState
    version: ModelVersion
    """The version as it is now."""
    message: str
    """What happened, in a sentence."""
