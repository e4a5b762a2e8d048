"""Asking for jobs, looking at them, stopping them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from celltrail import clock, ids
from celltrail.actor import user_name
from celltrail.errors import ConflictError, JobFailedError
from celltrail.jobs.launch import ask_to_stop, begin_kernel, is_alive, kill, launch, runs_elsewhere
from celltrail.jobs.leftover import end_leftovers
from celltrail.jobs.notebook import read_notebook
from celltrail.jobs.options import checked_options
from celltrail.jobs.outputs import job_folder, take_output
from celltrail.jobs.parameters import check_parameters
from celltrail.jobs.recovery import complete
from celltrail.jobs.source import keep_source, kernel_of
from celltrail.records import Job, JobOptions, JobTrigger, Lease
from celltrail.tracking import Workspace
from celltrail.tracking.liveness import is_elsewhere, name_of, this_host


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a job was made for."""

    trigger: JobTrigger = "manual"
    resumes: str | None = None
    """The job whose work it goes on with."""
    sweep_id: str | None = None
    schedule_id: str | None = None
    pipeline_run_id: str | None = None
    job_id: str | None = None
    """The id that the job is to have, where it was promised beforehand; one that is taken makes no second job."""
    tags: Mapping[str, str] = field(default_factory=dict)


ENDED = ("finished", "failed", "cancelled", "lost")
Start = Callable[[Workspace, Job], int]
"""What starts the process of a job and returns its pid."""
_PAUSE_S = 0.2
_GRACE_S = 10


def submit(
    workspace: Workspace,
    notebook: Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    options: JobOptions | None = None,
    origin: Origin | None = None,
    start: Start = launch,
) -> Job:
    """Start a job in a process of its own and return it at once.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown, missing or of another type. No job was made then.
    InvalidInputError
        An option cannot be, or the output's name has a field that it cannot have, or cannot be written.
    ConflictError
        The id that `origin` asks for has been given to a job already.
    """
    origin = origin or Origin()
    options = checked_options(options or JobOptions())
    notebook = notebook.absolute()
    content = read_notebook(notebook)
    _, language = kernel_of(content)
    checked = check_parameters(notebook, content, parameters or {})
    if start is launch and language == "python":  # nothing starts for what is refused
        begin_kernel(workspace, notebook, options)
    if origin.job_id and workspace.store.jobs.where(id=origin.job_id):
        raise _taken(origin.job_id)
    cells = sum(cell.cell_type == "code" for cell in content.cells) + bool(checked)
    job = replace(_asked(notebook, checked, options, origin), cells_total=cells)
    job = replace(job, output=str(take_output(workspace, job, content)))
    keep_source(job_folder(workspace, job.id), notebook)
    if not workspace.store.jobs.add_once(job):
        raise _taken(job.id)
    return _started(workspace, job, start)


def _asked(notebook: Path, parameters: dict[str, Any], options: JobOptions, origin: Origin) -> Job:
    """Return a new job."""
    return Job(
        id=origin.job_id or ids.new_id(),
        notebook=str(notebook),
        parameters=parameters,
        status="queued",
        trigger=origin.trigger,
        created_at=clock.now(),
        who=user_name(),
        options=options,
        resumes=origin.resumes,
        sweep_id=origin.sweep_id,
        schedule_id=origin.schedule_id,
        pipeline_run_id=origin.pipeline_run_id,
        tags=dict(origin.tags),
    )


def _started(workspace: Workspace, job: Job, start: Start) -> Job:
    workspace.store.leases.hold(Lease(id=job.id, host=this_host(), pid=os.getpid()))  # until its process says so
    try:
        pid = start(workspace, job)
    except JobFailedError as error:
        workspace.store.jobs.change(job.id, status="failed", ended_at=clock.now(), error=str(error))
        raise
    workspace.store.jobs.change(job.id, only_if=("queued",), pid=pid)
    return replace(job, pid=pid)


def _taken(job_id: str) -> ConflictError:
    return ConflictError(f"The job {job_id} was made already.", hint="`celltrail jobs` shows it.")


def current(workspace: Workspace, job_id: str) -> Job:
    """Return a job; one whose process is gone ends up ``lost``.

    Raises
    ------
    NotFoundError
        There is no such job.
    """
    return refreshed(workspace, workspace.store.jobs.get(job_id))


def refreshed(workspace: Workspace, job: Job) -> Job:
    """Return a job as it is now: one whose process is gone ends up ``lost``."""
    if job.status not in ENDED and not is_alive(workspace, job):
        lease = workspace.store.leases.of(job.id)
        # Its last words may still lie in the journal.
        workspace.drain(only_finished=True)
        _end_kernel(workspace, job)
        reason = "Its process ended without a word: it was killed, or the machine was restarted or out of memory."
        if lease is not None and is_elsewhere(lease):
            reason = f"Nothing was heard any more of its process on {name_of(lease)}."
        complete(workspace, job, reason)
        workspace.store.jobs.change(job.id, status="lost", ended_at=clock.now(), error=reason)
        workspace.store.leases.release(job.id)
        return workspace.store.jobs.get(job.id)
    return job


def note(workspace: Workspace, job_id: str, text: str) -> None:
    """Add a sentence to what a person should know of how a job runs; several processes may do so at once.

    Raises
    ------
    NotFoundError
        There is no such job.
    """
    if not workspace.store.jobs.note(job_id, text):
        workspace.store.jobs.get(job_id)  # says that there is none


def reconcile(workspace: Workspace) -> None:
    """Mark the jobs whose process is gone as lost."""
    for job in workspace.store.jobs.open():
        refreshed(workspace, job)


def cancel(workspace: Workspace, job_id: str) -> Job:
    """Stop a job and return it; its notebook up to there is kept.

    Raises
    ------
    ConflictError
        It has ended already.
    NotFoundError
        There is no such job.
    """
    job = current(workspace, job_id)
    if job.status in ENDED:
        raise ConflictError(f"The job has {job.status} already.", hint="Only a job that runs can be cancelled.")
    if workspace.store.jobs.change(job_id, only_if=("queued",), status="cancelled", ended_at=clock.now()):
        return workspace.store.jobs.get(job_id)
    deadline = clock.elapsed() + _GRACE_S + ask_to_stop(workspace, job)
    while clock.elapsed() < deadline:
        job = current(workspace, job_id)
        if job.status in ENDED:
            return job
        time.sleep(_PAUSE_S)
    error = "It did not stop when asked, on another host than this one: it may go on there."
    if not runs_elsewhere(workspace, job):
        kill(job)
        _end_kernel(workspace, job)
        error = "It did not stop when asked and was killed."
    workspace.store.jobs.change(job_id, status="cancelled", ended_at=clock.now(), error=error)
    return workspace.store.jobs.get(job_id)


def _end_kernel(workspace: Workspace, job: Job) -> None:
    if not (
        job.options.on or runs_elsewhere(workspace, job)
    ):  # on a worker its kernel ends with it; here the number would be another process'
        end_leftovers(job_folder(workspace, job.id))
