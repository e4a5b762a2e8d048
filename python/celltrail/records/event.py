"""That something changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Noun = Literal[
    "run",
    "model",
    "deployment",
    "drift",
    "decision",
    "job",
    "alert",
    "sweep",
    "schedule",
    "pipeline",
    "reproduction",
    "bisection",
    "approval",
    "policy",
]
EventKind = Literal["created", "changed", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change of one thing. Sequence numbers grow and are never used twice."""

    seq: int
    noun: Noun
    id: str
    kind: EventKind
    at: float
