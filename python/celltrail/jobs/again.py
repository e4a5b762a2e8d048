"""Running a job once more: from the start, or going on with what one did not finish."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from celltrail.errors import ConflictError, NotFoundError
from celltrail.jobs.options import options_of
from celltrail.jobs.submit import ENDED, Origin, current, submit
from celltrail.records import Job
from celltrail.tracking import Workspace

_LOOKED_AT = 50


def retry(workspace: Workspace, job_id: str, options: Mapping[str, Any] | None = None) -> Job:
    """Start a new job with the notebook, parameters and options of one that has ended, and return it at once.

    Raises
    ------
    ConflictError
        That job has not ended.
    NotFoundError
        There is no such job.
    """
    job = _ended(workspace, job_id)
    return _submit(workspace, job, options, Origin(tags=job.tags))


def resume(workspace: Workspace, job_id: str, options: Mapping[str, Any] | None = None) -> Job:
    """Start a new job that goes on with what one did not finish, and return it at once.

    Raises
    ------
    ConflictError
        That job has not ended, or it has finished.
    NotFoundError
        There is no such job.
    """
    job = _ended(workspace, job_id)
    if job.status == "finished":
        raise ConflictError("The job has finished: there is nothing to go on with.", hint="Run it anew instead.")
    return _submit(workspace, job, options, Origin(resumes=job.id, tags=job.tags))


def unfinished(workspace: Workspace, notebook: Path) -> Job:
    """Return the newest job of a notebook, if it has ended without finishing.

    Raises
    ------
    NotFoundError
        The notebook was never run.
    """
    known = workspace.store.jobs.where(limit=_LOOKED_AT, notebook=str(notebook.absolute()))
    if not known:
        raise NotFoundError(
            f"{notebook.name} was never run as a job: there is nothing to resume.", hint="Run it without --resume."
        )
    return current(workspace, known[0].id)


def _ended(workspace: Workspace, job_id: str) -> Job:
    job = current(workspace, job_id)
    if job.status not in ENDED:
        raise ConflictError(
            f"The job is {job.status}: it has not ended.", hint=f"Wait for it, or `celltrail cancel {job_id}`."
        )
    return job


def _submit(workspace: Workspace, job: Job, options: Mapping[str, Any] | None, origin: Origin) -> Job:
    wanted = options_of(options or {}, job.options)
    return submit(workspace, Path(job.notebook), job.parameters, options=wanted, origin=origin)
