"""Why a notebook failed, in one line."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path
from typing import Any

from celltrail.errors import CelltrailError, NotebookError
from celltrail.jobs.ends import CancelledError, OutOfTimeError
from celltrail.jobs.notebook import read_notebook

_LONGEST = 500
_NEVER_READY = "Kernel died before replying"
"""What Jupyter's client says of a kernel that does not start."""
_NAMELESS = "CellExecutionError"
"""What papermill calls the error of a cell that failed without showing one, as after a magic used wrongly."""


def reason_of(error: BaseException, output: Path) -> str:
    """Return the last line of what ended a notebook, as lists show it.

    A magic that is used wrongly says so on stderr alone, so where the error names nothing that line is taken.
    """
    name, value = getattr(error, "ename", None), getattr(error, "evalue", None)
    if name and (value or name != _NAMELESS):
        return f"{name}: {value}"[:_LONGEST]
    said = _last_stderr(output) if hasattr(error, "cell_index") else ""
    return (said or why_stopped(error))[:_LONGEST]


def why_stopped(error: BaseException) -> str:
    """Return in a sentence why a cell, or a notebook, did not go on."""
    if isinstance(error, CelltrailError | CancelledError | OutOfTimeError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "It was interrupted."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"The disk is full: the executed notebook could not be saved ({error.strerror})."
    if isinstance(error, RuntimeError) and _NEVER_READY in str(error):
        return (
            "The kernel ended before it was ready: it is installed, but does not start. "
            "The job's log, job.log in its folder, has what it said."
        )
    if type(error).__name__ == "CellTimeoutError":
        return _timed_out(str(error))
    return "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]


def _timed_out(said: str) -> str:
    """Return nbclient's words on a cell that took too long, in ours."""
    if "IOPub" in said:
        return "A cell was done, but its outputs did not all arrive."
    seconds = next((word for word in said.split() if word.replace(".", "", 1).isdigit()), "")
    return f"A cell took longer than the {seconds} seconds that it was given (--cell-timeout)."


def _last_stderr(output: Path) -> str:
    try:
        cells: Any = read_notebook(output).cells
    except NotebookError:
        return ""
    lines = [
        line
        for cell in cells
        for shown in cell.get("outputs", ())
        if shown.get("name") == "stderr"
        for line in shown.text.strip().splitlines()
    ]
    return lines[-1] if lines else ""
