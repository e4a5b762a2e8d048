"""The life of a model, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TimelineKind = Literal[
    "registered", "alias", "gates", "approval", "status", "description", "attachment", "policy", "deployment"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened to a model or one of its versions."""

    at: float
    who: str
    kind: TimelineKind
    number: int | None
    """The version that it is about; None for the model as a whole."""
    text: str
    """What happened, in a sentence."""
    reason: str = ""
