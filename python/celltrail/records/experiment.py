"""A project as MLflow's clients know it: an experiment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Lifecycle = Literal["active", "deleted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """A project with the id, tags and life that MLflow's clients give it.

    The runs of an experiment are those whose project has its name.
    """

    id: str
    name: str
    lifecycle: Lifecycle = "active"
    created_at: float
    changed_at: float
    tags: dict[str, str] = field(default_factory=dict)
