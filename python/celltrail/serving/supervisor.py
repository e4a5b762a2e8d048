"""The process that keeps a worker alive and the deployment's row true.

It is detached from whoever deployed: a session of its own, no terminal, no open pipe. It imports nothing heavy.
A worker that was ready once is started again when it dies; the socket stays open meanwhile, so new connections
wait instead of being refused. One that cannot start at all fails the deployment.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from celltrail import clock
from celltrail.errors import StoreError
from celltrail.serving import logfiles
from celltrail.serving.place import Place
from celltrail.serving.process import CANNOT_LOAD, STORE_VARIABLE

if TYPE_CHECKING:
    from celltrail.store import Store

TICK_S = 0.05
COUNT_S = 0.5
"""How often the row's count of requests is brought up to date: each change is an event for the sidebar."""
QUICK_S = 10.0
"""A worker that lives shorter than this has died early; ``EARLY_DEATHS`` of them in a row are too many."""
EARLY_DEATHS = 5
STOP_S = 10.0


class Supervisor:
    """Watches over the worker of one deployment."""

    def __init__(self, place: Place, store: Store, handle: int) -> None:
        self._place = place
        self._store = store
        self._handle = handle
        self._stopping = False
        self._early = 0
        self._files: set[str] = set()
        self._requests = 0
        self._counted_at = 0.0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def watch(self) -> None:
        """Keep a worker running until told to stop or until it cannot run."""
        error = ""
        while not self._stopping and not error:
            begun = clock.elapsed()
            code, was_ready = self._live_one_life()
            error = self._verdict(code, clock.elapsed() - begun, was_ready=was_ready)
            if not error and not self._stopping:
                print(f"The worker ended with {code}: starting another.", file=sys.stderr, flush=True)  # noqa: T201
                time.sleep(min(0.25 * 2 ** (self._early - 1), 5.0) if self._early > 1 else 0)
        self._count()
        if error:
            self._say(status="failed", error=error, pid=None)
        else:
            self._say(status="stopped", pid=None)

    def _live_one_life(self) -> tuple[int, bool]:
        """Run a worker to its end; return its exit code and whether it ever answered."""
        self._place.clear_state()
        environment = {name: value for name, value in os.environ.items() if name != STORE_VARIABLE}
        worker = subprocess.Popen(
            [sys.executable, "-m", "celltrail.serving.worker", str(self._place.root), str(self._handle)],
            pass_fds=(self._handle,),
            stdin=subprocess.DEVNULL,
            env=environment,
        )
        was_ready = False
        while worker.poll() is None and not self._stopping:
            if not was_ready and self._place.state() is not None:
                was_ready = True
                self._say(status="running", error=None)
            self._count()
            time.sleep(TICK_S)
        return _end(worker), was_ready

    def _verdict(self, code: int, lived_s: float, *, was_ready: bool) -> str:
        """Return why no other worker is started; empty where one is."""
        if self._stopping:
            return ""
        self._early = self._early + 1 if lived_s < QUICK_S or not was_ready else 0
        if code == CANNOT_LOAD or (not was_ready and self._early == 1) or self._early >= EARLY_DEATHS:
            return self._place.log_tail() or f"The worker ended with {code}."
        return ""

    def _count(self) -> None:
        """Bring the row's count of requests up to date, calmly."""
        if clock.elapsed() - self._counted_at < COUNT_S and not self._stopping:
            return
        self._counted_at = clock.elapsed()
        new = set(logfiles.names(self._place.requests)) - self._files
        if new:
            self._files |= new
            self._requests += sum(map(logfiles.rows, new))
            self._say(requests=self._requests)

    def _say(self, **values: object) -> None:
        try:
            self._store.deployments.change(self._place.root.name, **values)
        except StoreError as error:  # the endpoint goes on answering without its row
            print(f"The store cannot be written: {error}", file=sys.stderr, flush=True)  # noqa: T201

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopping = True


def _end(worker: subprocess.Popen[bytes]) -> int:
    """End a worker as it should be ended, and if it does not listen, as it can be."""
    if worker.poll() is None:
        worker.terminate()
        try:
            worker.wait(STOP_S)
        except subprocess.TimeoutExpired:
            worker.kill()
    return worker.wait()


def detach() -> None:
    """Go on in a grandchild of the caller, with a session of its own; the parent tells its pid and ends."""
    child = os.fork()
    if child:
        print(child, flush=True)  # noqa: T201 - the caller reads it
        os._exit(0)
    os.setsid()
    os.dup2(2, 1)  # the caller's pipe is let go; the log file takes both


def main(arguments: list[str]) -> int:
    """Watch over the deployment whose folder and socket are given."""
    root, handle = Path(arguments[0]), int(arguments[1])
    from celltrail.store import open_store

    detach()
    store = open_store(os.environ[STORE_VARIABLE])
    Supervisor(Place(root.parent, root.name), store, handle).watch()
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
