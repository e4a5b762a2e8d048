"""Waiting for jobs."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from celltrail import clock
from celltrail.errors import ConflictError, JobFailedError
from celltrail.jobs.bringing import bring_notebook
from celltrail.jobs.submit import ENDED, Origin, cancel, current, submit
from celltrail.records import Job, JobOptions
from celltrail.tracking import Workspace
from celltrail.tracking.patience import patiently

_PAUSE_S = 0.2
_FIRST_PAUSE_S = 0.02
_PAUSE_SHARE = 0.05
"""A wait looks again after this part of what it has waited, so that the end of a short job is seen at once."""
_LAST_PAUSE_S = 0.005


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
        _rest(job, min(_PAUSE_S, max(_FIRST_PAUSE_S, (clock.elapsed() - begun) * _PAUSE_SHARE)))


def _rest(job: Job, seconds: float) -> None:
    """Wait so long, or until the job's process has ended where it is one of this host."""
    try:
        end = os.pidfd_open(job.pid or 0)
    except (AttributeError, OSError):  # another system, another host, or it has ended
        time.sleep(seconds)
        return
    try:
        if select.select([end], [], [], seconds)[0]:
            time.sleep(_LAST_PAUSE_S)  # one that nobody reaps has ended for good
    finally:
        os.close(end)


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
        raise JobFailedError(
            f"{Path(job.notebook).name} ended as {job.status}: {job.error}",
            hint=f"See the executed notebook: {job.output}. `--resume {job.id}` goes on with it.",
        )
    return job
