"""Why a notebook failed, in one line."""

from __future__ import annotations

import traceback
from pathlib import Path

from celltrail.errors import NotebookError
from celltrail.jobs.notebook import read_notebook

_LONGEST = 500


def reason_of(error: BaseException, output: Path) -> str:
    """Return the last line of what ended a notebook, as lists show it.

    A magic that is used wrongly says so on stderr alone, so where the error names nothing that line is taken.
    """
    name, value = getattr(error, "ename", None), getattr(error, "evalue", None)
    if name:
        return f"{name}: {value}"[:_LONGEST]
    said = _last_stderr(output) if hasattr(error, "cell_index") else ""
    return (said or "".join(traceback.format_exception_only(error)).strip().splitlines()[-1])[:_LONGEST]


def _last_stderr(output: Path) -> str:
    try:
        cells = read_notebook(output).cells
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
