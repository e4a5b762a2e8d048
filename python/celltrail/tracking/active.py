"""Which run is going on: the innermost ``track`` block, the tracked cell, else the notebook's job."""

from __future__ import annotations

import os
from collections import deque
from contextvars import ContextVar
from pathlib import Path

from celltrail.errors import NotFoundError
from celltrail.tracking.run import PARENT_VARIABLE, ActiveRun, run_of_job
from celltrail.tracking.workspace import workspace

_block: ContextVar[ActiveRun | None] = ContextVar("celltrail_block", default=None)
_cell: list[ActiveRun] = []
_last: list[ActiveRun] = []
_last_of_cell: list[ActiveRun] = []
_jobs: dict[tuple[int, str], ActiveRun] = {}
_recent: deque[ActiveRun] = deque(maxlen=500)


def enter_cell(run: ActiveRun) -> None:
    """Make a run that of the cell; threads that the cell starts log to it too."""
    _cell[:] = _last_of_cell[:] = [run]
    _last[:] = [run]
    _recent.append(run)


def leave_cell() -> None:
    """End the cell's run as the current one."""
    _cell.clear()


def last_of_cell() -> ActiveRun | None:
    """Return the run of the cell that was tracked last in this process."""
    return _last_of_cell[0] if _last_of_cell else None


def enter_block(run: ActiveRun) -> object:
    """Make a run the current one of this context, and return what ``leave_block`` takes."""
    _last[:] = [run]
    _recent.append(run)
    return _block.set(run)


def leave_block(token: object) -> None:
    """Give back to the run around."""
    try:
        _block.reset(token)  # type: ignore[arg-type] # what enter_block returned
    except ValueError:  # the block ended in another context than it began in, as generators do
        _block.set(None)


def active_run() -> ActiveRun | None:
    """Return the run that is going on, if any."""
    return _within() or _job()


def last_run() -> ActiveRun | None:
    """Return the run that is going on, else the one that ended last in this process."""
    return _within() or (_last[0] if _last else None) or _job()


def run_that_made(digest: str, home: Path) -> ActiveRun | None:
    """Return the run that is going on, else the newest of this process that made a content, else the last one.

    Runs of another home than `home` do not count: this process may have worked there before.
    """
    makers = (
        run
        for run in reversed(_recent)
        if any(use.direction == "output" and use.artifact.digest == digest for use in run.uses)
    )
    found = (run for run in (_within(), *makers, last_run()) if run and run.workspace.settings.home == home)
    return next(found, None)


def require_run() -> ActiveRun:
    """Return the run that is going on.

    Raises
    ------
    NotFoundError
        None is.
    """
    run = active_run()
    if run is None:
        raise NotFoundError(
            "No run is going on here.",
            hint="Begin the cell with %%track, or put the code into `with celltrail.track('name'):`.",
        )
    return run


def _within() -> ActiveRun | None:
    return _block.get() or (_cell[0] if _cell else None)


def _job() -> ActiveRun | None:
    """Return the run of the job whose notebook this kernel executes."""
    id_ = os.environ.get(PARENT_VARIABLE)
    if not id_:
        return None
    known = (os.getpid(), id_)
    if known not in _jobs:
        _jobs[known] = run_of_job(workspace(), id_)
    return _jobs[known]
