"""What time it is for a worker, and whether its clock can be believed.

Where the store has a clock of its own (PostgreSQL), all workers go by that one: a worker whose machine is off
starts things when they are due all the same. With SQLite the store is on this machine, whose clock is the only
one; there a jump is noticed by a clock that never jumps, and a difference by what other workers wrote.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable

import psutil

from celltrail import clock
from celltrail.records import Worker
from celltrail.tracking import Workspace
from celltrail.tracking.liveness import this_host

STALE_S = 30.0
"""A worker that was not seen for so long is taken for dead."""
OFF_S = 5.0
"""A clock that differs by more is off."""
_REMEMBERED_S = 600.0


def is_alive(worker: Worker, now: float) -> bool:
    """Whether a worker still beats. One of this machine whose process is gone is dead at once."""
    if abs(now - worker.seen_at) > STALE_S:
        return False
    is_here = worker.id.startswith(f"{this_host()}-")
    return not is_here or worker.pid == os.getpid() or psutil.pid_exists(worker.pid)


def alive(workspace: Workspace) -> tuple[Worker, ...]:
    """Return the workers that beat now."""
    schedules = workspace.store.schedules
    theirs = schedules.now()
    now = clock.now() if theirs is None else theirs
    return tuple(worker for worker in schedules.workers.all() if is_alive(worker, now))


class Timekeeper:
    """The time that a worker goes by."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._offset_s = 0.0
        self._before = (clock.now(), clock.elapsed())
        self._jumped = ""
        self._jumped_at = 0.0

    def now(self) -> float:
        """Return the present time, by the store's clock where it has one."""
        return clock.now() + self._offset_s

    def compare(self, others: Iterable[Worker] = ()) -> str:
        """Compare this machine's clock with the others there are, and return what is wrong with it."""
        theirs = self._workspace.store.schedules.now()
        self._offset_s = 0.0 if theirs is None else theirs - clock.now()
        self._look_for_jump()
        if abs(self._offset_s) > OFF_S:
            return (
                f"The clock of {socket.gethostname()} is {_apart(-self._offset_s)} that of the store. "
                "Starts go by the store's; set the machine's clock."
            )
        ahead = max((worker.seen_at - self.now() for worker in others), default=0.0)
        if theirs is None and ahead > OFF_S:
            return (
                f"The clock of {socket.gethostname()} is {_apart(-ahead)} that of another worker: "
                "set the clocks of both machines."
            )
        return self._jumped if clock.elapsed() - self._jumped_at < _REMEMBERED_S else ""

    def _look_for_jump(self) -> None:
        wall, steady = clock.now(), clock.elapsed()
        jump = (wall - self._before[0]) - (steady - self._before[1])
        self._before = (wall, steady)
        if abs(jump) > OFF_S:
            self._jumped_at = steady
            self._jumped = (
                f"The clock of {socket.gethostname()} jumped by {jump:+.0f} s at {clock.iso(wall)}, or it "
                "slept. What was due meanwhile follows the rule for missed starts; nothing is started twice."
            )


def _apart(seconds: float) -> str:
    return f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'}"
