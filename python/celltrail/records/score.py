"""A table that is scored."""

from __future__ import annotations

from dataclasses import dataclass, field

from celltrail.records.run import RunStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreState:
    """How the scoring of a table stands; it is a run of the kind ``score``."""

    run_id: str
    model: str
    number: int
    status: RunStatus
    input: str
    """The files that are read."""
    output: str
    """Where the answers are when it has finished."""
    rows: int
    """How many rows are done."""
    rows_total: int | None
    """None where nobody knows before the end, as with CSV."""
    rows_per_s: float
    left_s: float | None
    rejected: int
    error: str | None
    started_at: float
    ended_at: float | None
    metrics: dict[str, float] = field(default_factory=dict)
    """How good the answers were, where the truth was among the columns."""
