"""``celltrail.run``: look at a run, or make one by running a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from celltrail.verbs import jobs, runs

_NOTEBOOK = ".ipynb"


def run(what: str | Path, parameters: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """Return a run by its id or name; or run a notebook, where `what` is a path ending in ``.ipynb``.

    Parameters
    ----------
    what
        The id of a run, the newest of a name, or the newest whose id begins or ends so; or a notebook's path.
    parameters
        Values for the notebook's parameters; its job is returned when it has finished.
    more
        Further parameters and options, as for ``run_notebook``.

    Raises
    ------
    NotFoundError
        No run fits.
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown, missing or of another type.
    JobFailedError
        A cell failed, or the job was stopped.

    Examples
    --------
    >>> celltrail.run("churn").metrics  # doctest: +SKIP
    >>> celltrail.run("train.ipynb", lr=0.1, retries=2).run_id  # doctest: +SKIP
    """
    if isinstance(what, Path) or what.endswith(_NOTEBOOK):
        return jobs.run_notebook(what, parameters, **more)
    return runs.run(what)
