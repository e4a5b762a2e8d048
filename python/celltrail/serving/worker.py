"""The process that loads models and answers. Started by the supervisor with the bound socket.

It never opens the store, so a store that is away stops no prediction.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from celltrail.errors import CelltrailError
from celltrail.serving.app import App
from celltrail.serving.logwriter import LogWriter
from celltrail.serving.place import Place, Plan, WorkerState
from celltrail.serving.process import CANNOT_LOAD
from celltrail.serving.table import Table

WATCH_S = 0.1
_GRACE_S = 5


class Worker:
    """Serves one deployment until it is told to stop or its supervisor is gone."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._parent = os.getppid()
        self._log = LogWriter(place)
        self._plan: Plan = place.plan()
        self.app = App(lambda seen: Table(self._plan, seen), self._log)
        self._stamp = self._plan_stamp()

    def serve(self, sock: socket.socket) -> None:
        """Answer on a bound socket."""
        import uvicorn

        # uvicorn raises the signal again after its orderly end; the log must be written before that ends us.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        config = uvicorn.Config(
            self.app, lifespan="off", ws="none", access_log=False, log_level="warning", server_header=False,
            proxy_headers=False, timeout_graceful_shutdown=_GRACE_S, backlog=2048,
        )  # fmt: skip
        server = uvicorn.Server(config)
        try:
            with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                runner.run(self._serve(server, sock))
        finally:
            self._log.close()

    async def _serve(self, server: Any, sock: socket.socket) -> None:
        watch = asyncio.create_task(self._watch(server))
        await server.serve(sockets=[sock])
        watch.cancel()

    async def _watch(self, server: Any) -> None:
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        self._place.set_state(WorkerState(pid=os.getpid(), generation=self._plan.generation))
        while not server.should_exit:
            await asyncio.sleep(WATCH_S)
            if os.getppid() != self._parent:  # nobody would ever stop us
                server.should_exit = True
            if self._plan_stamp() != self._stamp:
                await self._follow_plan()

    async def _follow_plan(self) -> None:
        """Load what the new plan names while the old answers go on, then swap."""
        self._stamp = self._plan_stamp()
        plan = self._place.plan()
        state = WorkerState(pid=os.getpid(), generation=self._plan.generation)
        if plan.generation <= self._plan.generation:
            return
        try:
            table = await asyncio.to_thread(Table, plan, self.app.metrics.batched)
        except Exception as error:  # noqa: BLE001 - a model that cannot be loaded must not stop the one that can
            print(f"Generation {plan.generation} cannot be loaded: {error}", file=sys.stderr, flush=True)  # noqa: T201
            self._place.set_state(replace(state, refused=plan.generation, error=str(error)))
            return
        old, self.app.table, self._plan = self.app.table, table, plan
        old.close()
        self._place.set_state(replace(state, generation=plan.generation))

    def _plan_stamp(self) -> tuple[int, int]:
        status = self._place.plan_file.stat()
        return status.st_mtime_ns, status.st_ino


def _loop_factory() -> Any:
    """Return uvloop's factory where it is installed, else None for asyncio's own."""
    return importlib.import_module("uvloop").new_event_loop if importlib.util.find_spec("uvloop") else None


def main(arguments: list[str]) -> int:
    """Serve the deployment whose folder and socket are given; return the exit code."""
    root, handle = Path(arguments[0]), int(arguments[1])
    try:
        worker = Worker(Place(root.parent, root.name))
    except CelltrailError as error:
        print(f"The model cannot be served: {error}", file=sys.stderr, flush=True)  # noqa: T201
        return CANNOT_LOAD
    worker.serve(socket.socket(fileno=handle))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
