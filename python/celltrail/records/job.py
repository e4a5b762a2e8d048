"""A notebook that is run with parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

JobStatus = Literal["queued", "running", "finished", "failed", "cancelled", "lost"]
JobTrigger = Literal["manual", "drift", "schedule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookParameter:
    """A parameter that a notebook declares in its cell tagged ``parameters``."""

    name: str
    type: str
    """The Python name of the type of the default; ``any`` where the default is None or computed."""
    default: Any = None
    help: str = ""
    """The comment beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One execution of a notebook."""

    id: str
    notebook: str
    parameters: dict[str, Any]
    status: JobStatus
    trigger: JobTrigger
    created_at: float
    started_at: float | None = None
    ended_at: float | None = None
    run_id: str | None = None
    pid: int | None = None
    output: str | None = None
    """Where the executed notebook lies."""
    cells_done: int = 0
    cells_total: int = 0
    error: str | None = None
    who: str = ""
    tags: dict[str, str] = field(default_factory=dict)
