"""Run notebooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from celltrail import jobs
from celltrail.errors import ParameterError
from celltrail.records import Job, NotebookParameter
from celltrail.tracking import workspace


def run_notebook(
    notebook: str | Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    resume: str | bool = False,
    progress: Callable[[Job], None] | None = None,
    **more: Any,
) -> Job:
    """Run a notebook with parameters, wait for it and return its job. Interrupting the wait stops the job.

    Parameters
    ----------
    notebook
        The notebook's path.
    parameters
        Values for its parameters.
    resume
        Go on with a job that did not finish: its id, or True for the last one of this notebook.
    progress
        Called with the job each time something has changed.
    more
        Options of the job: ``retries``, ``retry_wait``, ``timeout``, ``cell_timeout`` (seconds), ``warm``,
        ``capture``, ``cache``, ``on`` and ``output``. Any other name is a parameter of the notebook; one that is
        called like an option goes into `parameters`.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown, missing or of another type.
    JobFailedError
        A cell failed, or the job was stopped.

    Examples
    --------
    >>> run_notebook("train.ipynb", {"months": [1, 2, 3]}, retries=2)  # doctest: +SKIP
    """
    job = submit(notebook, parameters, resume=resume, **more)
    return jobs.await_end(workspace(), job, progress)


def submit(
    notebook: str | Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    resume: str | bool = False,
    **more: Any,
) -> Job:
    """Start a notebook in the background and return its job at once.

    Parameters
    ----------
    notebook
        The notebook's path.
    parameters
        Values for its parameters.
    resume
        As for ``run_notebook``.
    more
        As for ``run_notebook``.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown, missing or of another type.
    """
    given, options = jobs.apart(more)
    given = {**(parameters or {}), **given}
    here, path = workspace(), Path(notebook)
    if not resume:
        return jobs.submit(here, path, given, options=jobs.options_of(options))
    if given:
        raise ParameterError(
            "A job that is resumed keeps its parameters.", hint="Leave them out, or run the notebook anew."
        )
    job_id = jobs.unfinished(here, path).id if resume is True else resume
    return jobs.resume(here, job_id, options)


def cancel(job_id: str) -> Job:
    """Stop a job.

    Raises
    ------
    ConflictError
        It has ended already.
    """
    return jobs.cancel(workspace(), job_id)


def notebook_parameters(notebook: str | Path) -> tuple[NotebookParameter, ...]:
    """Return what a notebook can be run with; nothing where it declares no parameters.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    """
    return jobs.parameters_of(jobs.read_notebook(Path(notebook))) or ()
