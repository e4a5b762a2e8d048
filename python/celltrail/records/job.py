"""A notebook that is run with parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

JobStatus = Literal["queued", "running", "finished", "failed", "cancelled", "lost"]
JobTrigger = Literal["manual", "drift", "schedule", "sweep", "pipeline", "event", "reproduce"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookParameter:
    """A parameter that a notebook declares in its cell tagged ``parameters``."""

    name: str
    type: str
    """The Python name of the type that the annotation or the default says; ``any`` where neither does."""
    default: Any = None
    help: str = ""
    """The comment beside it."""
    hint: str = ""
    """Its annotation as it is written: ``dict[str, float]``."""
    required: bool = False
    """Whether it has no default, so that a value must be given."""
    choices: tuple[Any, ...] = ()
    """The values that it may have, where the annotation is a ``Literal``."""
    optional: bool = False
    """Whether the annotation says that it may be None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOptions:
    """How a notebook is to be run."""

    retries: int = 0
    """How often it is tried again after a failure."""
    retry_wait_s: float = 5.0
    """The pause before the first retry; each further one is twice as long."""
    timeout_s: float | None = None
    """How long all attempts together may take; None where there is no limit."""
    cell_timeout_s: float | None = None
    warm: bool = True
    """Whether it may start in a fork of a process that has its imports already."""
    capture: bool = True
    """Whether what each cell reads and binds is kept, so that the job can be resumed and reused."""
    cache: bool = False
    """Whether a cell that was run before with the same inputs takes its results from then."""
    on: str = ""
    """Where it runs: empty for this machine, else the address of a Dask cluster."""
    output: str = ""
    """The template of the executed notebook's path; empty for the job's folder in the home."""


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
    options: JobOptions = field(default_factory=JobOptions)
    attempt: int = 1
    """Which try it is at, from 1."""
    resumes: str | None = None
    """The job whose work this one goes on with."""
    worker: str | None = None
    """Where it runs: host and process, or the address of the cluster's worker."""
    sweep_id: str | None = None
    schedule_id: str | None = None
    pipeline_run_id: str | None = None
    notes: tuple[str, ...] = ()
    """What a person should know of how it ran: a cold start and why, a worker that was lost, where it resumed."""
    tags: dict[str, str] = field(default_factory=dict)
