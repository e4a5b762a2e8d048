"""Run notebooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from celltrail import jobs
from celltrail.records import Job, NotebookParameter
from celltrail.tracking import workspace


def run_notebook(
    notebook: str | Path,
    parameters: dict[str, Any] | None = None,
    *,
    progress: Callable[[Job], None] | None = None,
) -> Job:
    """Run a notebook with parameters, wait for it and return its job.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type.
    JobFailedError
        A cell failed.

    Examples
    --------
    >>> run_notebook("train.ipynb", {"months": [1, 2, 3]})  # doctest: +SKIP
    """
    return jobs.run(workspace(), Path(notebook), parameters, progress=progress)


def submit(notebook: str | Path, parameters: dict[str, Any] | None = None) -> Job:
    """Start a notebook in the background and return its job at once.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type.
    """
    return jobs.submit(workspace(), Path(notebook), parameters)


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
