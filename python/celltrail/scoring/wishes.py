"""How a table is to be scored, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from celltrail.scoring.plan import OnBad


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a table is to be scored."""

    output: Path | None = None
    """The file of the answers; None for one beside the input."""
    columns: tuple[str, ...] | None = None
    probabilities: bool = True
    stamp: bool = False
    on_bad: OnBad = "error"
    labels: str = ""
    processes: int = 1
    on: str = ""
    """The address of a Dask cluster; empty for this machine."""
    overwrite: bool = False
    trusted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What came of scoring a table."""

    model: str
    number: int
    output: Path
    rows: int
    """How many rows were read."""
    rejected: int
    rejected_path: Path | None
    """The file with the rows that did not fit, their numbers and the reasons."""
    run_id: str
    seconds: float
    metrics: dict[str, float] = field(default_factory=dict)
    """How good the answers were, where the truth was among the columns."""
