"""Whether the process that works on something lives, on this host or another that shares the home or the database.

On this host the system knows it. The number of a process of another host says nothing here; what counts is whether
it still beats. No two clocks are compared: an onlooker takes its own steady one, from when it saw the beat change.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType

from celltrail import clock
from celltrail.records import Lease
from celltrail.tracking.workspace import Workspace

BEAT_S = 5.0
LEASE_S = 45.0
"""A process of another host whose beat has not changed for so long is taken for dead."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_seen: dict[str, tuple[str, int, float]] = {}
"""Of each foreign lease the host, the beat, and when it was first seen so."""


@cache
def this_host() -> str:
    """Return what tells this host from others, and from itself before it was started anew: ``lab3~1f2e3d4c``.

    The second part also tells the containers of one machine apart, which see other processes.
    """
    boot = namespace = ""
    with suppress(OSError):
        boot = _BOOT.read_text().strip()[:8]
    with suppress(OSError):
        namespace = f".{os.stat('/proc/self/ns/pid').st_ino:x}"  # noqa: PTH116 - a link into the kernel
    return f"{socket.gethostname()}~{boot}{namespace}"


def is_elsewhere(lease: Lease | None) -> bool:
    """Whether another host has something; of this host before it was started anew nothing is left."""
    return lease is not None and lease.host != this_host()


def name_of(lease: Lease) -> str:
    """Return the name of the host that has something."""
    return lease.host.partition("~")[0]


def lives(workspace: Workspace, id: str, here: Callable[[], bool]) -> bool:  # noqa: A002
    """Whether the process that works on something lives; `here` says it of one of this host."""
    lease = workspace.store.leases.of(id)
    if lease is None or not is_elsewhere(lease):
        _seen.pop(id, None)
        return here()
    known = _seen.get(id)
    if known is None or known[:2] != (lease.host, lease.beat):
        _seen[id] = (lease.host, lease.beat, clock.elapsed())
        return True
    return clock.elapsed() - known[2] < LEASE_S


class Beating:
    """Says for as long as its block lasts that this process works on something, and hears when it is to stop."""

    def __init__(self, workspace: Workspace, id: str) -> None:  # noqa: A002
        self._workspace = workspace
        self._lease = Lease(id=id, host=this_host(), pid=os.getpid())
        self._beat = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work, name="celltrail-beat", daemon=True)

    def __enter__(self) -> None:
        with suppress(Exception):  # the beats to come say it
            self._say()
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join(BEAT_S)
        with suppress(Exception):
            self._workspace.store.leases.release(self._lease.id)

    def _work(self) -> None:
        asked = False
        while not self._end.wait(BEAT_S):
            with suppress(Exception):  # a store that is busy now is not at the next beat
                if self._say() and not asked:
                    asked = True
                    os.kill(os.getpid(), signal.SIGTERM)

    def _say(self) -> bool:
        self._beat += 1
        lease = self._lease
        said = Lease(id=lease.id, host=lease.host, pid=lease.pid, beat=self._beat)
        return self._workspace.store.leases.hold(said)
