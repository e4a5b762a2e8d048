"""Why a metric changed from one run to another, as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SearchStatus = Literal["running", "finished", "failed", "cancelled"]
SuspectState = Literal["suspect", "cleared", "cause", "untested"]
SwapStatus = Literal["running", "finished", "failed", "cancelled"]


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
class Suspect:
    """One thing that differs between two runs."""

    kind: str
    """``code``, ``parameter``, ``data``, ``seed`` or ``packages``."""
    label: str
    """The thing in a few words."""
    state: SuspectState = "suspect"
    """``cleared`` where the metric changes without it."""
    reason: str = ""
    """Why it cannot be swapped; empty where it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapTrial:
    """One experiment: the first run's notebook, with something of the second run's."""

    number: int
    """Counted from 1."""
    swapped: tuple[str, ...]
    """The labels of what was swapped; nothing where the first run was only run again."""
    status: SwapStatus
    value: float | None = None
    """The metric then; None where the notebook failed, or is not yet at its end."""
    job_id: str | None = None
    run_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedMetric:
    """A metric that is not the same in two runs."""

    metric: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlan:
    """What a search for the causes of a change would do."""

    notebook: str
    """The first run's, which is run again and again."""
    metrics: tuple[MovedMetric, ...]
    """What can be explained; first what moved most, for its size."""
    suspects: tuple[Suspect, ...]
    at_most: int
    """How often the notebook would be run at the most."""
    run_s: float | None
    """How long the first run took."""


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
    suspects: tuple[Suspect, ...] = ()
    """What differs, and what is known of it by now."""
    trials: tuple[SwapTrial, ...] = ()
    """The experiments in their order, the one that is going on included."""
    at_most: int = 0
    """How many experiments there can be; 0 until it is known."""
    verdict: str = ""
    experiments: int = 0
    pid: int | None = None
    step: str = ""
    """What it is at, in words."""
    who: str = ""
    error: str | None = None
