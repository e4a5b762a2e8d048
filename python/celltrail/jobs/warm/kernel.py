"""The kernel that a fork becomes: ipykernel's own, which ends with the process that asked for it."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ipykernel.kernelapp import IPKernelApp

from celltrail.jobs.warm.learning import tell_at_exit
from celltrail.jobs.warm.leaving import leave

_LAST_WORDS_S = 2.0


class Follower(threading.Thread):
    """Ends the kernel when the process that it belongs to has ended."""

    def __init__(self, owner: int) -> None:
        super().__init__(name="celltrail-follower", daemon=True)
        self._owner = owner

    def run(self) -> None:
        """Wait for the owner's end."""
        select.select([self._owner], [], [])
        os.killpg(os.getpgid(0), signal.SIGKILL)


class ForkedKernelApp(IPKernelApp):
    """ipykernel's application. Its parent is the template, so it watches its owner instead."""

    owner = -1
    ready = -1

    def init_poller(self) -> None:
        """Watch the process that asked for this kernel."""
        self.poller = Follower(self.owner)

    def init_kernel(self) -> None:
        """Say that the sockets are bound: who connects from now on need not try again."""
        super().init_kernel()
        os.write(self.ready, b"1")
        os.close(self.ready)

    def end_control(self) -> None:
        """Let the thread that heard of the end come to its own end.

        It still writes to the channel of outputs. By ipykernel's exit handlers that closes first, and where the
        thread comes too late both wait for each other.
        """
        if self.control_thread and self.control_thread.is_alive():
            with suppress(RuntimeError):  # it has ended by now
                self.control_thread.stop()
            self.control_thread.join(_LAST_WORDS_S)


def run(argv: Sequence[str], owner: int, ready: int, told: int) -> None:
    """Be a kernel until it is shut down; `told` takes what it came to import."""
    if told >= 0:
        tell_at_exit(told)
    sys.argv[:] = argv
    if sys.path and sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]  # as ipykernel's own launcher does; the application puts it back as ""
    ForkedKernelApp.owner, ForkedKernelApp.ready = owner, ready
    app = ForkedKernelApp.instance()
    app.parent_handle = int(os.environ.get("JPY_PARENT_PID") or 0)
    app.initialize(list(argv[1:]))
    app.start()
    app.end_control()
    leave()
