"""A process that a template forked, as its owner sees it."""

from __future__ import annotations

import os
import select
import signal
import socket
from contextlib import suppress
from subprocess import TimeoutExpired

from celltrail.errors import WarmError
from celltrail.jobs.warm import wire

_UNKNOWN = -signal.SIGKILL


class Forked:
    """Like ``subprocess.Popen``. It is no child of ours, so the template says how it ended."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, end: int, connection: socket.socket) -> None:
        self.pid = pid
        self.end = end
        """What becomes readable when it has ended."""
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """Return its exit code; None while it runs."""
        if self.returncode is None and select.select([self.end], [], [], 0)[0]:
            self.returncode = self._ended()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code when it has ended.

        Raises
        ------
        TimeoutExpired
            It still runs.
        """
        if self.returncode is None:
            if not select.select([self.end], [], [], timeout)[0]:
                raise TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = self._ended()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs: its number may be another process' by now."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.end, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()
        with suppress(OSError):
            os.close(self.end)

    def _ended(self) -> int:
        try:
            said, _ = wire.receive(self._connection)
            return int(said["exit"])
        except (WarmError, KeyError):
            return _UNKNOWN  # the template ended before it, nobody else can know
