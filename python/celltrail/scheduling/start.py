"""Making the job of a start that was taken."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from celltrail import clock, ids, jobs
from celltrail.errors import CelltrailError, ConflictError
from celltrail.jobs.launch import launch
from celltrail.records import Firing, Job, PipelineRun, Schedule
from celltrail.scheduling import pipelines
from celltrail.scheduling.claim import MOST_WAITING
from celltrail.tracking import Workspace


def settle(workspace: Workspace, schedule: Schedule, firing: Firing, waiting: int) -> str:
    """Start what waits, or skip it, or leave it waiting, as the schedule's rule for overlaps says.

    Parameters
    ----------
    waiting
        How many starts of the schedule wait that were due after this one.

    Returns
    -------
    What was done, in a sentence; empty where it still waits.
    """
    busy = running(workspace, schedule, firing)
    if not busy or (schedule.overlap == "allow" and not firing.late):
        return start(workspace, schedule, firing)
    if schedule.overlap == "replace" and not firing.late:
        if waiting:
            return _skip(workspace, schedule, firing, "A later start has taken its place.")
        _stop(workspace, busy)
        return ""
    if schedule.overlap == "skip" and not firing.late:
        return _skip(workspace, schedule, firing, f"The one before still runs: {busy[0].id}.")
    if waiting >= MOST_WAITING:
        return _skip(workspace, schedule, firing, f"{MOST_WAITING} later starts wait already.")
    return ""


def running(workspace: Workspace, schedule: Schedule, firing: Firing) -> tuple[Job | PipelineRun, ...]:
    """Return what still runs of a schedule's other starts."""
    if schedule.notebook:
        found = workspace.store.jobs.where(None, schedule_id=schedule.id, status=("queued", "running"))
        now = (jobs.refreshed(workspace, job) for job in found if job.id != firing.job_id)
        return tuple(job for job in now if job.status not in jobs.ENDED)
    runs = workspace.store.pipelines.runs.where(None, schedule_id=schedule.id, status="running")
    checked = (pipelines.refreshed(workspace, run) for run in runs if run.id != firing.pipeline_run_id)
    return tuple(run for run in checked if run.status == "running")


def start(workspace: Workspace, schedule: Schedule, firing: Firing) -> str:
    """Make the job, or the pipeline's run, that was promised; it is made once, however often this is called."""
    try:
        made = make(workspace, schedule, firing)
    except CelltrailError as error:
        workspace.store.schedules.change_firing(firing, status="failed", reason=str(error))
        workspace.store.schedules.change(schedule.id, error=str(error))
        return f"{schedule.name} could not be started: {error}"
    key = "pipeline_run_id" if schedule.pipeline else "job_id"
    workspace.store.schedules.change_firing(firing, status="submitted", **{key: made})
    if schedule.error:
        workspace.store.schedules.change(schedule.id, error=None)
    return f"{schedule.name} was started: {made}"


def make(workspace: Workspace, schedule: Schedule, firing: Firing) -> str:
    """Make what was promised, and return its id."""
    return _pipeline_run(workspace, schedule, firing) if schedule.pipeline else _job(workspace, schedule, firing)


def _job(workspace: Workspace, schedule: Schedule, firing: Firing) -> str:
    assert schedule.notebook is not None
    assert firing.job_id is not None
    store = workspace.store
    found = store.jobs.where(id=firing.job_id)
    if found and found[0].status == "lost" and found[0].started_at is None:
        # Whoever made the job died before its process began, so nothing of it has run.
        firing = replace(firing, job_id=ids.new_id())
        store.schedules.change_firing(firing, job_id=firing.job_id)
    elif found:
        return _launched(workspace, found[0])
    origin = jobs.Origin(
        trigger="event" if schedule.trigger.kind == "event" else "schedule",
        schedule_id=schedule.id,
        job_id=firing.job_id,
        tags={"celltrail.schedule": schedule.name, "celltrail.due": clock.iso(firing.due_at)},
    )
    with suppress(ConflictError):  # another worker, which took this one for dead, was quicker
        jobs.submit(
            workspace, Path(schedule.notebook), schedule.parameters, options=schedule.options, origin=origin
        )
    return origin.job_id or ""


def _launched(workspace: Workspace, job: Job) -> str:
    """Give a job a process that was made by somebody who died then; of two processes only one gets it."""
    if job.status == "queued" and job.pid is None:
        pid = launch(workspace, job)
        workspace.store.jobs.change(job.id, only_if=("queued",), pid=pid)
    return job.id


def _pipeline_run(workspace: Workspace, schedule: Schedule, firing: Firing) -> str:
    assert schedule.pipeline is not None
    run = pipelines.start(workspace, schedule.pipeline, run_id=firing.pipeline_run_id, schedule_id=schedule.id)
    if run.status == "lost" and all(state.status == "waiting" for state in run.states):
        pipelines.resume(workspace, run.id)  # whoever made it died before its process began
    return run.id


def _skip(workspace: Workspace, schedule: Schedule, firing: Firing, reason: str) -> str:
    none = {"job_id": None, "pipeline_run_id": None}
    workspace.store.schedules.change_firing(firing, status="skipped", reason=reason, **none)
    return f"{schedule.name} was not started. {reason}"


_stopping: set[str] = set()


def _stop(workspace: Workspace, busy: tuple[Job | PipelineRun, ...]) -> None:
    """Stop what runs without waiting for its end."""
    for one in busy:
        if one.id not in _stopping:
            _stopping.add(one.id)
            threading.Thread(target=_cancel, args=(workspace, one), name="celltrail-replace", daemon=True).start()


def _cancel(workspace: Workspace, one: Job | PipelineRun) -> None:
    cancel = jobs.cancel if isinstance(one, Job) else pipelines.cancel
    try:
        with suppress(CelltrailError):  # it has ended by itself meanwhile
            cancel(workspace, one.id)
    finally:
        _stopping.discard(one.id)
