"""Notebooks that run one after the other, each with what the ones before it made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from celltrail.records.job import JobOptions

PipelineStatus = Literal["queued", "running", "finished", "failed", "cancelled", "lost"]
StepStatus = Literal["waiting", "running", "finished", "failed", "skipped", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One notebook of a pipeline."""

    name: str
    notebook: str
    parameters: dict[str, Any] = field(default_factory=dict)
    """Values; a text ``${step.name}`` stands for a metric, parameter or output file of a step before."""
    after: tuple[str, ...] = ()
    """The steps that must have finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """A graph of steps without circles."""

    name: str
    steps: tuple[Step, ...]
    created_at: float
    options: JobOptions = field(default_factory=JobOptions)
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """How far a step of a pipeline's run is."""

    name: str
    status: StepStatus
    job_id: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    """What was really given to it."""
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRun:
    """One execution of a pipeline."""

    id: str
    pipeline: str
    status: PipelineStatus
    steps: tuple[Step, ...]
    """The steps as they were when it began."""
    states: tuple[StepState, ...]
    started_at: float
    ended_at: float | None = None
    pid: int | None = None
    who: str = ""
    schedule_id: str | None = None
    """The schedule that started it."""
    options: JobOptions = field(default_factory=JobOptions)
    """How each step is run."""
    error: str | None = None
