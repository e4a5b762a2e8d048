"""Why a metric changed from one run to another, as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SearchStatus = Literal["running", "finished", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapEffect:
    """What came of swapping something between two runs."""

    label: str
    """What was swapped."""
    value: float | None
    """The metric then; None where the notebook failed."""
    change: float | None
    """By how much that is more than the first run's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseSearch:
    """A search for the causes of a changed metric."""

    id: str
    run_id: str
    """The first run."""
    other_id: str
    """The second run."""
    status: SearchStatus
    started_at: float
    metric: str = ""
    """What is explained; empty until it is known where none was named."""
    packages: bool = True
    """Whether recorded environments are built where they differ."""
    ended_at: float | None = None
    before: float | None = None
    after: float | None = None
    noise: float = 0.0
    """By how much the first run differs from itself when it is run again."""
    causes: tuple[str, ...] = ()
    """The smallest set that brings the metric to the second run's value; empty where there is none."""
    effects: tuple[SwapEffect, ...] = ()
    untested: tuple[str, ...] = ()
    """What differs too, but could not be swapped, each with the reason."""
    verdict: str = ""
    experiments: int = 0
    pid: int | None = None
    step: str = ""
    """What it is at, in words."""
    who: str = ""
    error: str | None = None
