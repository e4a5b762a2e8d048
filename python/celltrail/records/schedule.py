"""When a notebook runs by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from celltrail.records.job import JobOptions

TriggerKind = Literal["cron", "interval", "data", "event", "after"]
MissedPolicy = Literal["skip", "once", "all"]
OverlapPolicy = Literal["skip", "queue", "allow", "replace"]
FiringStatus = Literal["waiting", "submitted", "skipped", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What starts a schedule; the fields that its kind needs are set."""

    kind: TriggerKind
    cron: str = ""
    """Five fields, or ``@daily`` and its kin."""
    timezone: str = "UTC"
    """The IANA name of the zone that `cron` is meant in."""
    every_s: float | None = None
    """The interval between two starts."""
    watch: str = ""
    """For ``data``: a file, a folder, a glob, ``model@alias``, or ``artifact:name``."""
    event: str = ""
    """For ``event``: ``drift`` or ``promoted``."""
    of: str = ""
    """For ``event``: the deployment or model; for ``after``: the schedule or notebook that must have finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A notebook or pipeline, and what starts it."""

    id: str
    name: str
    trigger: Trigger
    created_at: float
    notebook: str | None = None
    pipeline: str | None = None
    """The name of a pipeline; a schedule has either a notebook or a pipeline."""
    parameters: dict[str, Any] = field(default_factory=dict)
    options: JobOptions = field(default_factory=JobOptions)
    missed: MissedPolicy = "once"
    """What becomes of starts that were due while no worker ran."""
    overlap: OverlapPolicy = "skip"
    """What becomes of a start that is due while the one before still runs."""
    paused: bool = False
    next_at: float | None = None
    """When it is due; None where nothing is known beforehand, or it never is again."""
    last_at: float | None = None
    seen: str = ""
    """What a data or event trigger saw last."""
    who: str = ""
    error: str | None = None
    """Why its last start failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One start of a schedule, or the reason why there was none.

    It waits from the moment a worker has taken the due time until its job is made; where the start before it still
    runs, that may be a while.
    """

    id: str
    schedule_id: str
    due_at: float
    at: float
    status: FiringStatus
    job_id: str | None = None
    """The job that it becomes; known before the job is made, so that a start cannot become two."""
    pipeline_run_id: str | None = None
    reason: str = ""
    worker: str = ""
    """Who has taken it."""
    late: bool = False
    """Whether it was missed and is made up for; such starts come one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A process that starts what is due."""

    id: str
    host: str
    pid: int
    started_at: float
    seen_at: float
    warning: str = ""
    """What is wrong with its clock."""
