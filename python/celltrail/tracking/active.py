"""Which run is going on: the innermost ``track`` block around the caller, else the tracked cell."""

from __future__ import annotations

from collections import deque
from contextvars import ContextVar

from celltrail.errors import NotFoundError
from celltrail.tracking.run import ActiveRun

_block: ContextVar[ActiveRun | None] = ContextVar("celltrail_block", default=None)
_cell: list[ActiveRun] = []
_last: list[ActiveRun] = []
_recent: deque[ActiveRun] = deque(maxlen=500)


def enter_cell(run: ActiveRun) -> None:
    """Make a run that of the cell; threads that the cell starts log to it too."""
    _cell[:] = [run]
    _last[:] = [run]
    _recent.append(run)


def leave_cell() -> None:
    """End the cell's run as the current one."""
    _cell.clear()


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
    return _block.get() or (_cell[0] if _cell else None)


def last_run() -> ActiveRun | None:
    """Return the run that is going on, else the one that ended last in this process."""
    return active_run() or (_last[0] if _last else None)


def run_that_made(digest: str) -> ActiveRun | None:
    """Return the run that is going on, else the newest of this process that made a content, else the last one."""
    if (going_on := active_run()) is not None:
        return going_on
    for run in reversed(_recent):
        if any(use.direction == "output" and use.artifact.digest == digest for use in run.uses):
            return run
    return last_run()


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
