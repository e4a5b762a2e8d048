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
    """How the environment was built: ``same``, ``uv``, ``pip``."""
    who: str = ""
    error: str | None = None
