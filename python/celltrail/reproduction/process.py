"""A reproduction in a process of its own: ``python -m celltrail.reproduction.process ID TOLERANCE ENV``.

So it goes on when the server that was asked for it ends.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import psutil

from celltrail import clock
from celltrail.errors import CelltrailError
from celltrail.jobs.launch import environment_of
from celltrail.records import Reproduction, Run
from celltrail.reproduction.reproduce import Request, begin, reproduce
from celltrail.tracking import Workspace, workspace
from celltrail.tracking.liveness import lives

_NEW_S = 30


def start(here: Workspace, run: Run, request: Request) -> Reproduction:
    """Begin to reproduce a run, and return at once."""
    begun = begin(here, run)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celltrail.reproduction.process",
            begun.id,
            repr(request.tolerance),
            request.environment,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment_of(here),
        start_new_session=True,
    )
    here.store.reproductions.change(begun.id, only_if=("running",), pid=process.pid)
    _children.append(process)
    return replace(begun, pid=process.pid)


def refreshed(here: Workspace, known: Reproduction) -> Reproduction:
    """Return a reproduction as it is now: one whose process is gone has failed."""
    for child in [child for child in _children if child.poll() is not None]:
        _children.remove(child)
    if known.status != "running" or lives(here, known.id, lambda: _runs_here(known)):
        return known
    error = "Its process ended without a word: it was killed, or the machine was restarted."
    here.store.reproductions.change(
        known.id, only_if=("running",), status="failed", ended_at=clock.now(), error=error
    )
    return here.store.reproductions.get(known.id)


def main(id: str, tolerance: str, environment: str) -> int:  # noqa: A002
    """Reproduce what was begun, and return the exit code."""
    here = workspace()
    begun = here.store.reproductions.get(id)
    run = here.store.runs.find(begun.run_id).run
    request = Request(tolerance=float(tolerance), environment=environment)  # type: ignore[arg-type] # checked before
    try:
        reproduce(here, run, request, begun=begun)
    except CelltrailError:  # it is written down
        return 1
    return 0


_children: list[subprocess.Popen[bytes]] = []
"""The processes that this one started: they are asked for their end, so that none stays a zombie."""


def _runs_here(known: Reproduction) -> bool:
    if known.pid is None:
        return clock.now() - known.started_at < _NEW_S
    try:
        process = psutil.Process(known.pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= known.started_at + _NEW_S
    except psutil.NoSuchProcess:
        return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
