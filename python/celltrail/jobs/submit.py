"""Asking for jobs, waiting for them, stopping them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from celltrail import clock, ids
from celltrail.actor import user_name
from celltrail.errors import ConflictError, JobFailedError
from celltrail.jobs.bringing import bring_notebook
from celltrail.jobs.launch import ask_to_stop, is_alive, kill, launch, runs_elsewhere
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
from celltrail.tracking.patience import patiently


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
_FIRST_PAUSE_S = 0.02
_PAUSE_SHARE = 0.05
"""A wait looks again after this part of what it has waited, so that the end of a short job is seen at once."""
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
    kernel_of(content)
    checked = check_parameters(notebook, content, parameters or {})
    if origin.job_id and workspace.store.jobs.where(id=origin.job_id):
        raise _taken(origin.job_id)
    job = Job(
        id=origin.job_id or ids.new_id(),
        notebook=str(notebook),
        parameters=checked,
        status="queued",
        trigger=origin.trigger,
        created_at=clock.now(),
        cells_total=sum(cell.cell_type == "code" for cell in content.cells) + bool(checked),
        who=user_name(),
        options=options,
        resumes=origin.resumes,
        sweep_id=origin.sweep_id,
        schedule_id=origin.schedule_id,
        pipeline_run_id=origin.pipeline_run_id,
        tags=dict(origin.tags),
    )
    job = replace(job, output=str(take_output(workspace, job, content)))
    keep_source(job_folder(workspace, job.id), notebook)
    if not workspace.store.jobs.add_once(job):
        raise _taken(job.id)
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


def wait(workspace: Workspace, job_id: str, progress: Callable[[Job], None] | None = None) -> Job:
    """Return a job when it has ended; `progress` is called with it each time something changed."""
    seen = None
    begun = clock.elapsed()
    while True:
        job = patiently(lambda: current(workspace, job_id))
        if progress and job != seen:
            progress(job)
            seen = job
        if job.status in ENDED:
            bring_notebook(workspace, job)
            return job
        time.sleep(min(_PAUSE_S, max(_FIRST_PAUSE_S, (clock.elapsed() - begun) * _PAUSE_SHARE)))


def run(
    workspace: Workspace,
    notebook: Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    options: JobOptions | None = None,
    origin: Origin | None = None,
    progress: Callable[[Job], None] | None = None,
) -> Job:
    """Run a notebook and return its job when it has finished.

    Raises
    ------
    JobFailedError
        A cell failed, or the process ended; the executed notebook up to there is kept.
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type.
    """
    job = submit(workspace, notebook, parameters, options=options, origin=origin)
    return await_end(workspace, job, progress)


def await_end(workspace: Workspace, job: Job, progress: Callable[[Job], None] | None = None) -> Job:
    """Return a job when it has finished; an interruption of the wait stops it.

    Raises
    ------
    JobFailedError
        A cell failed, or the process ended; the executed notebook up to there is kept.
    """
    try:
        job = wait(workspace, job.id, progress)
    except KeyboardInterrupt:
        with suppress(ConflictError):  # it ended while it was to be stopped
            cancel(workspace, job.id)
        raise
    if job.status != "finished":
        worker = job.worker or ""
        where = f" on {worker}" if worker and worker not in (job.error or "") else ""
        raise JobFailedError(
            f"{Path(job.notebook).name} ended as {job.status}{where}: {job.error}",
            hint=f"{_see(job)} `--resume {job.id}` goes on with it.",
        )
    return job


def _see(job: Job) -> str:
    """Say where to look for what a job had done."""
    if Path(job.output or "").is_file():
        return f"See the executed notebook: {job.output}."
    return f"Its cells are in its run: `celltrail show {job.run_id}`." if job.run_id else "Nothing of it ran."


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
