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
    error: str | None = None


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
