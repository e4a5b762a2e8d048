"""Requests and answers about what runs by itself: sweeps, schedules, pipelines; and about reproducing."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records import Firing, Pipeline, PipelineRun, Reproduction, Schedule, Sweep, Trial, Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepsPage:
    """Sweeps, newest first."""

    sweeps: tuple[Sweep, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDetail:
    """A schedule with what became of its starts, newest first."""

    schedule: Schedule
    firings: tuple[Firing, ...]


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
