"""Jobs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celltrail import jobs
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import Job
from celltrail.server.messages import ExecutedNotebook, JobsPage, NotebookParameters


def list_jobs(question: Any) -> JobsPage:
    """Return the newest jobs, with the cells that are done by now."""
    here = question.workspace
    return JobsPage(jobs=tuple(jobs.refreshed(here, job) for job in here.store.jobs.all()))


def get_job(question: Any) -> Job:
    """Return a job."""
    return jobs.current(question.workspace, question.path["job_id"])


def get_executed_notebook(question: Any) -> ExecutedNotebook:
    """Return what a job left of its notebook.

    Raises
    ------
    NotFoundError
        It has left nothing yet.
    """
    job = jobs.current(question.workspace, question.path["job_id"])
    if job.status in jobs.ENDED:
        jobs.bring_notebook(question.workspace, job)
    if job.output is None or not Path(job.output).is_file():
        raise NotFoundError(
            f"Job {job.id} has left no executed notebook.", hint="It is written when the first cell has ended."
        )
    return ExecutedNotebook(path=job.output, notebook=jobs.read_notebook(Path(job.output)))


def submit_job(question: Any) -> Job:
    """Start a notebook."""
    path = inside(question.root, question.body.notebook)
    return jobs.submit(question.workspace, path, question.body.parameters, options=question.body.options)


def cancel_job(question: Any) -> Job:
    """Stop a job."""
    return jobs.cancel(question.workspace, question.path["job_id"])


def retry_job(question: Any) -> Job:
    """Start a job's notebook again, with the same parameters."""
    return jobs.retry(question.workspace, question.path["job_id"])


def resume_job(question: Any) -> Job:
    """Go on with what a job did not finish."""
    return jobs.resume(question.workspace, question.path["job_id"])


def get_notebook_parameters(question: Any) -> NotebookParameters:
    """Return what a notebook can be run with."""
    notebook = jobs.read_notebook(inside(question.root, question.query.path))
    return NotebookParameters(notebook=question.query.path, parameters=jobs.parameters_of(notebook) or ())


def inside(root: Path, path: str) -> Path:
    """Return a path below the server's root folder.

    Raises
    ------
    InvalidInputError
        It leads out of it.
    """
    whole = (root / path.lstrip("/")).resolve()
    if not whole.is_relative_to(root.resolve()):
        raise InvalidInputError(
            f"{path} lies outside the folder that this server shows.", hint="Give a path below the root folder."
        )
    return whole
