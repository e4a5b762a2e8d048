"""Runs and notebooks in forms that need no celltrail."""

from __future__ import annotations

from pathlib import Path

from celltrail.sharing import exports
from celltrail.sharing.exports import Exported
from celltrail.sharing.exports.notebook import book_of_file, book_of_run
from celltrail.tracking import workspace
from celltrail.tracking.context import wait_for_contexts
from celltrail.verbs.diff import find_run


def export(what: str | Path, form: str, output: str | Path | None = None) -> Exported:
    """Write a run or notebook in a form that needs no celltrail; nothing is overwritten.

    Parameters
    ----------
    what
        A run, with the values that it was given and its packages; or the path of a notebook.
    form
        ``notebook``: magics of celltrail are comments. ``script``: its parameters are arguments. ``dockerfile``,
        ``github`` (a workflow of GitHub Actions) and ``airflow`` (a DAG): with the notebook and the packages.
    output
        The file, or for several files their folder; by default the working directory.

    Raises
    ------
    NotFoundError
        There is no such run.
    NotebookError
        There is no such notebook, or the file is none.
    InvalidInputError
        There is no such form, or a file is there already.

    Examples
    --------
    >>> export("train", "script", "train.py")  # doctest: +SKIP
    """
    if str(what).endswith(".ipynb"):
        book = book_of_file(Path(what))
    else:
        here = workspace()
        wait_for_contexts()
        here.drain()
        book = book_of_run(here, find_run(here, str(what)).id)
    return exports.export(book, form, Path(output) if output is not None else None)
