"""A search over the parameters of a notebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from celltrail.records.job import JobOptions

SweepStatus = Literal["running", "finished", "failed", "cancelled", "lost"]
Sampler = Literal["grid", "random", "tpe"]
SweepDirection = Literal["maximize", "minimize"]
TrialStatus = Literal["queued", "running", "finished", "pruned", "failed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What one parameter may be: one of `values`, or a number from `low` to `high`."""

    name: str
    values: tuple[Any, ...] | None = None
    low: float | None = None
    high: float | None = None
    integer: bool = False
    log: bool = False
    """Whether the logarithm is drawn evenly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A search; its trials are jobs."""

    id: str
    name: str
    notebook: str
    space: tuple[Dimension, ...]
    sampler: Sampler
    metric: str
    direction: SweepDirection
    status: SweepStatus
    created_at: float
    fixed: dict[str, Any] = field(default_factory=dict)
    """Parameters that all trials share."""
    trials_wanted: int = 0
    parallel: int = 1
    """How many jobs at once; 0 stands for as many as the cluster has room for."""
    seeds: int = 1
    """How many seeds each point is run with."""
    seed: int = 0
    """What the sampler draws from."""
    pruning: bool = False
    options: JobOptions = field(default_factory=JobOptions)
    ended_at: float | None = None
    who: str = ""
    pid: int | None = None
    """The process that steers it."""
    best_trial: int | None = None
    """The trial of the best point whose value lies nearest to the point's mean."""
    error: str | None = None
    digest: str = ""
    """Of the notebook's code: results of other code are no results of this sweep."""
    host: str = ""
    """The machine of the process that steers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One point of a sweep, run with one seed."""

    sweep_id: str
    number: int
    point: int
    """Trials of the same parameters share it; they differ by seed."""
    parameters: dict[str, Any]
    status: TrialStatus
    seed: int | None = None
    job_id: str | None = None
    run_id: str | None = None
    value: float | None = None
    """The metric of the sweep when it ended; None where there is none."""
    started_at: float | None = None
    ended_at: float | None = None
    error: str | None = None
    last_value: float | None = None
    """What the metric was when the trial was pruned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPoint:
    """The trials of a sweep that share their parameters."""

    point: int
    parameters: dict[str, Any]
    status: TrialStatus
    """``finished`` where all its seeds finished."""
    trials: tuple[int, ...]
    runs: tuple[str, ...]
    values: tuple[float, ...]
    """The metric of each trial that finished."""
    mean: float | None = None
    low: float | None = None
    """The 95 % interval of the mean (Student's t); None with fewer than two values."""
    high: float | None = None
    rank: int | None = None
    """1 is the best by its mean; None where it has not finished."""
    ties_with_best: bool = False
    """Whether its interval and that of the best overlap: the difference may be chance."""
    last_value: float | None = None
    """What the metric was when it was pruned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterImportance:
    """How much of the metric's variance one parameter explains by itself."""

    name: str
    importance: float
    """From 0 to 1. What parameters do only together is in none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BestSoFar:
    """A point of the curve of the best value over the points that finished."""

    point: int
    at: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepSummary:
    """What a sweep found."""

    sweep: Sweep
    points: tuple[SweepPoint, ...]
    """In the order in which they were begun."""
    importances: tuple[ParameterImportance, ...]
    """Those that matter first; nothing while there are too few points to say."""
    best_so_far: tuple[BestSoFar, ...]
    best: int | None = None
    """The point with the best mean."""
