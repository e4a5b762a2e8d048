"""What happened in one execution of a cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

CellStatus = Literal["running", "finished", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellExecution:
    """One execution of one cell, as part of a run."""

    id: str
    run_id: str
    position: int
    """Which cell of the run it is, from 0."""
    source: str
    status: CellStatus
    started_at: float
    cell_id: str | None = None
    reads: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    outputs: tuple[dict[str, Any], ...] = ()
    """What the cell showed, as nbformat 4 outputs."""
    error: str | None = None
    """The traceback without colours."""
    wall_s: float | None = None
    cpu_s: float | None = None
    peak_bytes: int | None = None
    """The largest resident memory of the process during the cell; None where the system does not tell."""
    files_read: tuple[str, ...] = ()
    files_written: tuple[str, ...] = ()
    not_captured: dict[str, str] = field(default_factory=dict)
    """Names whose value was not kept, each with the reason."""
