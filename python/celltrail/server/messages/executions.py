"""Questions about executions of notebooks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionsQuery:
    """Which two executions to tell apart."""

    a: str
    """A run or job."""
    b: str
    """Another one, which is compared with the first."""
