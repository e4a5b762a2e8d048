"""The thread that brings this process' journal into the store while the user works."""

from __future__ import annotations

import atexit
import os
import threading
import weakref

from celltrail.errors import CelltrailError
from celltrail.tracking.workspace import Workspace

PAUSE_S = 0.1
_threads: weakref.WeakKeyDictionary[Workspace, Shipping] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def _unlock_after_fork() -> None:
    global _lock  # noqa: PLW0603 - a thread that the child does not have may hold it
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_unlock_after_fork)


class Shipping:
    """Drains soon after it was woken. A fault of the store is kept for who asks, and tried again."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._wake = threading.Event()
        self._ended = threading.Event()
        self.fault: CelltrailError | None = None
        self._thread = threading.Thread(target=self._run, name="celltrail-shipping", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    @property
    def alive(self) -> bool:
        """Whether the thread runs; after a fork it does not in the child."""
        return self._thread.is_alive()

    def wake(self) -> None:
        """Say that there is something to bring."""
        self._wake.set()

    def stop(self) -> None:
        """Bring what is left and end."""
        self._ended.set()
        self._wake.set()
        if self.alive:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wake.wait()
            self._wake.clear()
            self._ended.wait(PAUSE_S)  # let a burst come together in one transaction
            self._drain()

    def _drain(self) -> None:
        try:
            self._workspace.drain()
            self.fault = None
        except CelltrailError as error:  # what waits in the journal is not lost
            self.fault = error
            if not self._ended.wait(1):
                self._wake.set()


def wake_shipping(workspace: Workspace) -> Shipping:
    """Have the facts of this process' journal brought into the store soon."""
    with _lock:
        shipping = _threads.get(workspace)
        if shipping is None or not shipping.alive:
            shipping = _threads[workspace] = Shipping(workspace)
    shipping.wake()
    return shipping
