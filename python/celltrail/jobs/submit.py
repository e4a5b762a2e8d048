"""Asking for jobs, waiting for them, stopping them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from celltrail import clock, ids
from celltrail.config import HOME_VARIABLE
from celltrail.errors import ConflictError, JobFailedError
from celltrail.jobs.notebook import check_parameters, read_notebook
from celltrail.records import Job, JobTrigger
from celltrail.tracking import Workspace
from celltrail.tracking.run import PARENT_VARIABLE, user_name

ENDED = ("finished", "failed", "cancelled", "lost")
_PAUSE_S = 0.2
_GRACE_S = 10
_NEW_S = 30


def submit(
    workspace: Workspace,
    notebook: Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    trigger: JobTrigger = "manual",
    tags: Mapping[str, str] | None = None,
) -> Job:
    """Start a job in a process of its own and return it at once.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type. No job was made then.
    """
    notebook = notebook.absolute()
    content = read_notebook(notebook)
    checked = check_parameters(notebook, content, parameters or {})
    job_id = ids.new_id()
    output = workspace.settings.jobs / job_id / notebook.name
    output.parent.mkdir(parents=True)
    job = Job(
        id=job_id,
        notebook=str(notebook),
        parameters=checked,
        status="queued",
        trigger=trigger,
        created_at=clock.now(),
        output=str(output),
        cells_total=sum(cell.cell_type == "code" for cell in content.cells) + bool(checked),
        who=user_name(),
        tags=dict(tags or {}),
    )
    workspace.store.jobs.add(job)
    try:
        pid = _start(workspace, job)
    except JobFailedError as error:
        workspace.store.jobs.change(job.id, status="failed", ended_at=clock.now(), error=str(error))
        raise
    workspace.store.jobs.change(job.id, only_if=("queued",), pid=pid)
    return replace(job, pid=pid)


def wait(workspace: Workspace, job_id: str, progress: Callable[[Job], None] | None = None) -> Job:
    """Return a job when it has ended; `progress` is called with it each time something changed."""
    seen = None
    while True:
        job = current(workspace, job_id)
        if progress and job != seen:
            progress(job)
            seen = job
        if job.status in ENDED:
            return job
        time.sleep(_PAUSE_S)


def run(
    workspace: Workspace,
    notebook: Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    trigger: JobTrigger = "manual",
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
    job = submit(workspace, notebook, parameters, trigger=trigger)
    job = wait(workspace, job.id, progress)
    if job.status != "finished":
        raise JobFailedError(
            f"{notebook.name} ended as {job.status}: {job.error}", hint=f"See the executed notebook: {job.output}"
        )
    return job


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
    if job.status not in ENDED and not is_alive(job):
        # Its last words may still lie in the journal.
        workspace.drain(only_finished=True)
        reason = "Its process ended without a word: it was killed, or the machine was restarted or out of memory."
        workspace.store.jobs.change(job.id, status="lost", ended_at=clock.now(), error=reason)
        return workspace.store.jobs.get(job.id)
    return job


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
    pid = job.pid
    assert pid is not None
    os.kill(pid, signal.SIGTERM)
    deadline = clock.elapsed() + _GRACE_S
    while clock.elapsed() < deadline:
        job = current(workspace, job_id)
        if job.status in ENDED:
            return job
        time.sleep(_PAUSE_S)
    os.killpg(pid, signal.SIGKILL)
    workspace.store.jobs.change(
        job_id, status="cancelled", ended_at=clock.now(), error="It did not stop when asked and was killed."
    )
    return workspace.store.jobs.get(job_id)


def is_alive(job: Job) -> bool:
    """Whether the process of a job runs. A number that the system has given to another process does not count."""
    if job.pid is None:
        return clock.now() - job.created_at < _NEW_S
    try:
        process = psutil.Process(job.pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= job.created_at + _NEW_S
    except psutil.NoSuchProcess:
        return False


def _start(workspace: Workspace, job: Job) -> int:
    settings = workspace.settings
    environment = {
        **os.environ,
        HOME_VARIABLE: str(settings.home),
        "CELLTRAIL_STORE": settings.store_url,
        "CELLTRAIL_ARTIFACTS": str(settings.artifacts),
    }
    environment.pop(PARENT_VARIABLE, None)
    log = Path(job.output or "").parent / "job.log"
    with log.open("wb") as file:
        started = subprocess.run(
            [sys.executable, "-m", "celltrail.jobs.detached", job.id],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            env=environment,
            check=False,
        )
    if not started.stdout.strip().isdigit():
        reason = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise JobFailedError("The job's process did not start.", hint=" ".join(reason))
    return int(started.stdout)
