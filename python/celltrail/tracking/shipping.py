"""The thread that brings this process' journal to the store while the user works."""

from __future__ import annotations

import atexit
import os
import random
import threading
import weakref
from contextlib import suppress

from celltrail import clock
from celltrail.errors import CelltrailError, StoreError
from celltrail.journal import make_durable
from celltrail.tracking.workspace import Workspace

PAUSE_S = 0.1
"""How long facts come together before they are brought in one transaction."""
BURST_BYTES = 20_000
"""A journal that grows by more than this in a pause belongs to a loop that would only be slowed down."""
LONGEST_BURST_S = 2.0
_LONGEST_WAIT_S = 30.0
"""How long a store or server that failed again and again is left alone."""
_dice = random.Random()  # noqa: S311 - no secret; the user's own generator must not notice us
_threads: weakref.WeakKeyDictionary[Workspace, Shipping] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


class Shipping:
    """Ships soon after it was woken. A fault on the way is kept for who asks, and it is tried again."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        _ = workspace.delivery  # what it needs is loaded here: a thread that loads is no good company for a fork
        self.begin()
        atexit.register(self.stop)

    def begin(self) -> None:
        """Begin with a thread of this process that nobody has woken yet."""
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._woken = False
        self._failures = 0
        self._thread: threading.Thread | None = None
        self.fault: CelltrailError | None = None

    @property
    def alive(self) -> bool:
        """Whether the thread runs; in the child of a fork it does not until something is logged there."""
        return self._thread is not None and self._thread.is_alive()

    def wake(self) -> None:
        """Say that there is something to bring."""
        if not self._woken:  # asking an Event each time would take longer than writing the fact down
            self._woken = True
            self._go()

    def stop(self) -> None:
        """Bring what is left and end."""
        self._ended.set()
        self._wake.set()
        if self._thread is not None and self.alive:
            self._thread.join(timeout=10)

    def _go(self) -> None:
        with _lock:
            if not self.alive and not self._ended.is_set():
                self._thread = threading.Thread(target=self._run, name="celltrail-shipping", daemon=True)
                self._thread.start()
        self._wake.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wake.wait()
            self._wake.clear()
            self._let_gather()
            self._woken = False  # from here on, what is logged may come too late for this time
            self._ship()

    def _let_gather(self) -> None:
        """Wait until a burst is over, or has lasted long; meanwhile keep it safe from the loss of power."""
        waited = 0.0
        before = self._size()
        while not self._ended.wait(PAUSE_S) and waited < LONGEST_BURST_S:
            waited += PAUSE_S
            size = self._size()
            if size - before < BURST_BYTES:
                return
            before = size
            with suppress(OSError):
                make_durable(self._workspace.journal.path)

    def _size(self) -> int:
        try:
            return self._workspace.journal.path.stat().st_size
        except (OSError, StoreError):
            return 0

    def _ship(self) -> None:
        try:
            self._workspace.ship()
        except CelltrailError as error:  # what waits in the journal is not lost
            self.fault = error
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the thread
            self.fault = StoreError(f"What was tracked could not be brought into the store: {error!r}.")
        else:
            self.fault, self._failures = None, 0
            return
        self._wait_to_try_again()

    def _wait_to_try_again(self) -> None:
        """Wait longer after each failure, and not as long as others that failed at the same moment."""
        self._failures += 1
        longest = min(_LONGEST_WAIT_S, 2.0**self._failures)
        until = clock.elapsed() + _dice.uniform(longest / 2, longest)
        while clock.elapsed() < until and not self._ended.wait(PAUSE_S):
            with suppress(OSError, StoreError):
                make_durable(self._workspace.journal.path)
        self._wake.set()


def wake_shipping(workspace: Workspace) -> Shipping:
    """Have the facts of this process' journal brought into the store soon."""
    with _lock:
        shipping = _threads.get(workspace)
        if shipping is None:
            shipping = _threads[workspace] = Shipping(workspace)
    shipping.wake()
    return shipping


def _begin_after_fork() -> None:
    """Threads are not inherited, and their locks may be held for ever."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()
    for shipping in tuple(_threads.values()):
        shipping.begin()


os.register_at_fork(after_in_child=_begin_after_fork)
