"""Whether a run came out the same a second time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sameness = Literal["identical", "tolerance", "different", "missing"]
ReproductionStatus = Literal["running", "finished", "failed"]
Cause = Literal["code", "data", "package", "seed", "hardware", "unseeded", "clock", "network", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellVerdict:
    """How one cell came out."""

    position: int
    sameness: Sameness
    detail: str = ""
    """What differs, in words."""
    volatile: tuple[str, ...] = ()
    """What changes by itself and was not compared: timings, addresses, the time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """An attempt to get a run's results again."""

    id: str
    run_id: str
    status: ReproductionStatus
    started_at: float
    ended_at: float | None = None
    new_run_id: str | None = None
    verdict: Sameness | None = None
    cells: tuple[CellVerdict, ...] = ()
    first_different: int | None = None
    """The position of the first cell that departs."""
    cause: Cause | None = None
    cause_detail: str = ""
    environment: str = ""
    """Which one it ran in: ``same`` as this process, or built by ``uv`` or ``pip``."""
    job_id: str | None = None
    """The job that ran it again."""
    pid: int | None = None
    """The process that compares."""
    step: str = ""
    """What it is at, in words."""
    notes: tuple[str, ...] = ()
    """What a person should know before believing the verdict: data that were not there, packages that differ."""
    who: str = ""
    error: str | None = None
