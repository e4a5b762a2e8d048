"""Named, gated, versioned models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

GateVerdict = Literal["passed", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a model's input or output."""

    name: str
    type: str
    """The Arrow name of the type: ``double``, ``int64``, ``string``, ``bool`` ..."""
    nullable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a model takes and gives."""

    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What came of checking one gate."""

    expression: str
    verdict: GateVerdict
    reason: str
    """The numbers that were compared, or why the gate could not be checked."""
    checked_at: float


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
    profile: str | None = None
    """The digest of the reference profile of its training data."""
    metrics: dict[str, float] = field(default_factory=dict)
    gates: tuple[GateResult, ...] = ()
    aliases: tuple[str, ...] = ()
    description: str = ""

    @property
    def label(self) -> str:
        """The version as people write it: ``churn/3``."""
        return f"{self.model}/{self.number}"

    @property
    def passed(self) -> bool:
        """Whether no gate failed."""
        return all(gate.verdict == "passed" for gate in self.gates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model with all of its versions, newest first."""

    name: str
    versions: tuple[ModelVersion, ...]
    aliases: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasChange:
    """That an alias was moved."""

    model: str
    alias: str
    number: int
    previous: int | None
    at: float
    who: str
    reason: str = ""
