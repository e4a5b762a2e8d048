"""Named, gated, versioned models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

GateVerdict = Literal["passed", "failed"]
VersionStatus = Literal["active", "retired"]
ApprovalStatus = Literal["requested", "approved", "rejected", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a model's input or output."""

    name: str
    type: str
    """The Arrow name of the type: ``double``, ``int64``, ``string``, ``bool`` ..."""
    nullable: bool = False
    minimum: float | None = None
    """The smallest number that the training data had; None where it is no number or nothing is known."""
    maximum: float | None = None
    categories: tuple[str, ...] | None = None
    """All values that the training data had, where they are few and no numbers."""
    shape: tuple[int, ...] = ()
    """The shape of one row's value; empty for a plain value, -1 for a side of any length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a model takes and gives."""

    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What came of checking one gate."""

    expression: str
    """The gate as it was declared."""
    verdict: GateVerdict
    reason: str
    """The numbers that were compared, or why the gate could not be checked."""
    checked_at: float
    kind: str = "metric"
    ran: bool = True
    """Whether it could be checked at all; one that could not has failed."""
    numbers: dict[str, float | None] = field(default_factory=dict)
    details: tuple[str, ...] = ()
    """What a person wants to see behind the reason: slices, groups, columns, a line each."""
    seconds: float | None = None
    inputs: str = ""
    """A digest of all that the outcome depends on; empty where it is checked anew each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCheck:
    """That a version's gates were checked once more, before it was to be promoted."""

    model: str
    number: int
    alias: str
    at: float
    who: str
    results: tuple[GateResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something that belongs to a version: its card, example, evaluation data, bill of materials, signature ...

    A role may be filled again: that makes the next revision, and the earlier ones stay.
    """

    model: str
    number: int
    role: str
    """``card``, ``example``, ``evaluation``, ``explanation``, ``bom``, ``signature`` ..."""
    revision: int
    digest: str
    codec: str
    at: float
    who: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion:
    """One version of a model."""

    model: str
    number: int
    artifact: str
    """The digest of the model's bytes."""
    codec: str
    run_id: str | None
    signature: Signature
    created_at: float
    who: str = ""
    """Who registered it."""
    owner: str = ""
    """Who answers for it."""
    profile: str | None = None
    """The digest of the reference profile of its training data."""
    metrics: dict[str, float] = field(default_factory=dict)
    gates: tuple[GateResult, ...] = ()
    """As checked when it was registered, or last before a promotion."""
    aliases: tuple[str, ...] = ()
    description: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    framework: str = ""
    """The library that it needs, with its release: ``scikit-learn 1.7.2``."""
    unsafe: bool = False
    """Whether loading it can run code of whoever wrote it: it is a pickle, or holds one."""
    status: VersionStatus = "active"
    changed_at: float | None = None
    attachments: tuple[Attachment, ...] = ()
    """The newest revision of each role."""

    @property
    def label(self) -> str:
        """The version as people write it: ``churn/3``."""
        return f"{self.model}/{self.number}"

    @property
    def passed(self) -> bool:
        """Whether no gate failed."""
        return all(gate.verdict == "passed" for gate in self.gates)

    def attachment(self, role: str) -> Attachment | None:
        """Return the newest revision of a role, if it is filled."""
        return next((one for one in self.attachments if one.role == role), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model with all of its versions, newest first."""

    name: str
    versions: tuple[ModelVersion, ...]
    aliases: dict[str, int]
    description: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    owner: str = ""
    created_at: float | None = None
    changed_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasChange:
    """That an alias was moved, or taken away."""

    model: str
    alias: str
    number: int | None
    """The version that has it now; None where nobody has."""
    previous: int | None
    at: float
    who: str
    reason: str = ""
    rolled_back: bool = False
    """Whether it went back to the version that had it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasPolicy:
    """What an alias asks for beyond passed gates."""

    model: str
    """The model's name, or ``*`` for all that have no policy of their own."""
    alias: str
    approvers: tuple[str, ...] = ()
    """Who may approve; empty for everybody."""
    approvals: int = 0
    """How many approvals by others than who registered the version are needed."""
    signed: bool = False
    """Whether the version must have a signature that holds."""
    changed_at: float | None = None
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalVote:
    """That a person is for it."""

    who: str
    at: float
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """That a version was proposed for an alias, and what was said of it.

    It is about one change: this version in the place of the one that has the alias, with gates as they were.
    """

    id: str
    model: str
    number: int
    alias: str
    status: ApprovalStatus
    requested_by: str
    requested_at: float
    comment: str = ""
    decided_by: str | None = None
    decided_at: float | None = None
    decision: str = ""
    """What who decided said."""
    votes: tuple[ApprovalVote, ...] = ()
    """Who approved so far, each person once."""
    promote: bool = True
    """Whether the approval that completes it also gives the alias."""
    replaces: int | None = None
    """The version that had the alias when it was asked for; None for nobody."""
    moves: int = 0
    """How often the alias had moved by then: one more, and what was approved is another change."""
    gates: str = ""
    """The digest of the gates and their verdicts that were shown to who approves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit log. Each holds the digest of the one before it."""

    seq: int
    at: float
    who: str
    action: str
    """Noun and verb: ``alias.promoted``, ``model.registered``, ``deployment.stopped`` ..."""
    noun: str
    noun_id: str
    reason: str
    details: dict[str, Any]
    previous: str
    digest: str
