"""Who works on something that runs by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The word of a process that it works on a job, sweep, pipeline run, reproduction or endpoint."""

    id: str
    """Of that on which it works."""
    host: str
    """Which host and which boot of it, as ``tracking.liveness`` names them."""
    pid: int
    beat: int = 0
    """Counts up for as long as the process lives: others see by it that it does, without a clock in common."""
    stop: bool = False
    """Whether somebody on another host has asked it to stop."""
