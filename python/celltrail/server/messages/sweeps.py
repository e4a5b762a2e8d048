"""Requests about sweeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from celltrail.records import Sampler


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRequest:
    """Search over the parameters of a notebook."""

    notebook: str
    """The notebook's path below the server's root folder."""
    space: dict[str, Any]
    """By parameter: text as on the command line (``2..10``, ``log:1e-4..1e-1``, ``a,b,c``), a list, or a value."""
    metric: str
    fixed: dict[str, Any] = field(default_factory=dict)
    """Values that all trials share, taken as they are: a list or ``a,b`` here is one value."""
    n: int | None = None
    """How many points; None for all of a finite space."""
    minimize: bool = False
    sampler: Sampler | None = None
    parallel: int | None = None
    seeds: int = 1
    prune: bool = False
    cache: bool = False
    on: str = ""
    name: str | None = None
    seed: int = 0
    """What the sampler draws from."""
