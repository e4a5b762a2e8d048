"""What comes of looking at the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AuditFault = Literal["edited", "missing", "misplaced", "cut", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAnchor:
    """The end of the audit log at a moment: kept elsewhere, it proves later that nothing up to it was changed."""

    seq: int
    """The number of the last entry; 0 for a log without any."""
    digest: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditProblem:
    """Where the log is not what was written."""

    seq: int
    fault: AuditFault
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """What came of checking the log."""

    entries: int
    """How many there are."""
    problems: tuple[AuditProblem, ...]
    head: AuditAnchor

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Which entries are meant; what is empty does not restrict."""

    model: str = ""
    """Everything about a model: its versions, aliases, approvals and policies."""
    noun: str = ""
    noun_id: str = ""
    action: str = ""
    """The action, or its beginning up to the dot: ``alias``."""
    who: str = ""
    since: float | None = None
    until: float | None = None
    before: int | None = None
    """Only entries with smaller numbers: the next page."""
    limit: int = 100
