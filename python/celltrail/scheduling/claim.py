"""Taking what is due: of several workers exactly one gets it.

A start is taken by one conditional update that moves the schedule on and writes the start down, in one
transaction. The start has the id of its job already. So a worker that dies at any moment loses nothing and
doubles nothing: who takes its starts over finds the job by its id, or makes it under that id, which the store
accepts once.
"""

from __future__ import annotations

from typing import Any

from celltrail import clock, ids
from celltrail.records import Firing, Schedule
from celltrail.scheduling.policies import LATE_S, plan
from celltrail.tracking import Workspace

MOST_WAITING = 100
"""How many starts of a schedule may wait for the one before."""


def claim_due(workspace: Workspace, schedule: Schedule, now: float, worker: str) -> bool:
    """Take the starts of a schedule that are due; return whether this worker got any."""
    planned = plan(schedule, now)
    if planned is None:
        return False
    starts = [
        new_start(schedule, due, now, worker, late=due != planned.newest or now - due > LATE_S)
        for due in planned.starts
    ]
    if planned.left_out:
        due = schedule.next_at or now
        starts.append(skipped(schedule, due, now, worker, reason=planned.reason))
    return workspace.store.schedules.claim(
        schedule.id,
        {"next_at": schedule.next_at},
        {"next_at": planned.next_at, "last_at": planned.newest},
        starts,
    )


def claim_seen(workspace: Workspace, schedule: Schedule, seen: str, starts: list[Firing], **values: Any) -> bool:
    """Take what a schedule has seen, with the starts that follow; return whether this worker got it."""
    values |= {"seen": seen, **({"last_at": starts[-1].due_at} if starts else {})}
    return workspace.store.schedules.claim(schedule.id, {"seen": schedule.seen}, values, starts)


def new_start(
    schedule: Schedule, due_at: float, now: float, worker: str, *, late: bool = False, reason: str = ""
) -> Firing:
    """Return a start that waits to be made, with the id that its job will have."""
    promised = ids.new_id()
    return Firing(
        id=ids.new_id(),
        schedule_id=schedule.id,
        due_at=due_at,
        at=now,
        status="waiting",
        job_id=promised if schedule.notebook else None,
        pipeline_run_id=promised if schedule.pipeline else None,
        reason=reason or (f"It was due at {clock.iso(due_at)}, when no worker ran." if late else ""),
        worker=worker,
        late=late,
    )


def skipped(schedule: Schedule, due_at: float, now: float, worker: str, *, reason: str) -> Firing:
    """Return the account of what was not started."""
    return Firing(
        id=ids.new_id(),
        schedule_id=schedule.id,
        due_at=due_at,
        at=now,
        status="skipped",
        reason=reason,
        worker=worker,
    )
