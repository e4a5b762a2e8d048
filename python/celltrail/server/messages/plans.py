"""Requests and answers about what runs by itself: sweeps, schedules, pipelines; and about reproducing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec

from celltrail.records import (
    CauseSearch,
    Firing,
    MissedPolicy,
    OverlapPolicy,
    Pipeline,
    PipelineRun,
    Reproduction,
    Sampler,
    Schedule,
    Step,
    Sweep,
    Trial,
    Trigger,
    Worker,
)
from celltrail.server.messages.general import FieldProblem
from celltrail.server.messages.jobs import JobOptionsRequest
from celltrail.sweeping import SweepProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepsPage:
    """Sweeps, newest first."""

    sweeps: tuple[Sweep, ...]
    progress: tuple[SweepProgress, ...] = ()
    """How far each is, in the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepDetail:
    """A sweep with its trials by number."""

    sweep: Sweep
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulesPage:
    """Schedules by name, and the workers that start what is due."""

    schedules: tuple[Schedule, ...]
    workers: tuple[Worker, ...]
    """Those that are alive."""
    advice: str = ""
    """What to do where no worker is alive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDetail:
    """A schedule with what became of its starts, newest first."""

    schedule: Schedule
    firings: tuple[Firing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRequest:
    """Make a schedule of a notebook or a pipeline."""

    trigger: Trigger
    """Paths in it lie below the server's root folder."""
    notebook: str | None = None
    """The notebook's path below the server's root folder."""
    pipeline: str | None = None
    name: str = ""
    """Empty for the name of the notebook or pipeline."""
    parameters: dict[str, Any] = field(default_factory=dict)
    options: JobOptionsRequest = field(default_factory=JobOptionsRequest)
    missed: MissedPolicy = "once"
    overlap: OverlapPolicy = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePreview:
    """When a schedule that was not made yet would be due, and what is wrong with it."""

    times: tuple[float, ...]
    """The next due times; empty where they are not known beforehand."""
    problems: tuple[FieldProblem, ...]
    """Of the fields ``name``, ``target`` (notebook and parameters), ``timezone``, ``trigger``, ``options``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPreview:
    """How large a sweep that was not started yet would be, and what is wrong with it."""

    trials: int | None
    """None while something is wrong."""
    points: int | None
    sampler: Sampler | None
    """The one that would be used."""
    parallel: int | None
    problems: tuple[FieldProblem, ...]
    """Of the fields ``parameters.NAME``, ``metric``, ``n``, ``parallel``, ``seeds``, ``sampler``, ``search``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTimesQuery:
    """How many times are asked for."""

    count: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTimes:
    """When a schedule is due next; empty where that is not known beforehand, or it is paused."""

    times: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRequest:
    """Keep a pipeline; one that has the name is replaced."""

    name: str
    steps: tuple[Step, ...]
    """Their notebooks lie below the server's root folder."""
    options: JobOptionsRequest = field(default_factory=JobOptionsRequest)


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelinesPage:
    """Pipelines by name, and their newest runs."""

    pipelines: tuple[Pipeline, ...]
    runs: tuple[PipelineRun, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReproduceRequest:
    """Run a run again and compare what comes out."""

    tolerance: float = 1e-9
    """By how much numbers may differ, of their size, and still count as the same within tolerance."""
    environment: str = "auto"
    """``same`` as the server's own, ``rebuild`` from the lock file, ``auto``: where the server's differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReproductionsPage:
    """Attempts to get the results of a run again, newest first."""

    reproductions: tuple[Reproduction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BisectRequest:
    """Find out why a metric changed from one run to another."""

    other: str
    """The second run: its id, the beginning or end of it, or its name."""
    metric: str | None = None
    """What to explain; by default the metric that changed most, for its size."""
    packages: bool = True
    """Whether recorded environments are built where they differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BisectQuery:
    """What a search for the causes of a change would do."""

    other: str
    """The second run: its id, the beginning or end of it, or its name."""
    packages: bool = True
    """Whether recorded environments would be built where they differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BisectionsPage:
    """Searches for causes with a run on either side, newest first."""

    bisections: tuple[CauseSearch, ...]
