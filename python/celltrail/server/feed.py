"""The feed: watches the store, whoever writes it, and tells the browsers over Jupyter's own event channel.

Watching the store sees every writer (kernels, papermill, the command line) without a token in any of them. The
same beat does the housekeeping that nobody else is there to do: journals of dead kernels are brought in, jobs and
deployments whose process is gone are marked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from celltrail import clock, jobs, serving
from celltrail.errors import CelltrailError
from celltrail.records import Event
from celltrail.server.background import in_background
from celltrail.tracking import Workspace

SCHEMA_ID = "https://celltrail.dev/events/changed/v1"
BEAT_S = 0.2
HOUSEKEEPING_S = 2.0
SENDING_S = 30.0
_SCHEMA = Path(__file__).parent / "changed.schema.yaml"
_log = logging.getLogger(__name__)


class Feed:
    """Emits what changed since the beat before."""

    def __init__(self, event_logger: Any, open_workspace: Callable[[], Workspace]) -> None:
        self._logger = event_logger
        self._logger.register_event_schema(_SCHEMA)
        self._open = open_workspace
        self._task: asyncio.Task[None] | None = None
        self._last = -1
        self._cleaned_at = 0.0
        self._fault = ""

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                events = await in_background(self._look)
                self._fault = ""
                if events:
                    data = {"events": [msgspec.to_builtins(event) for event in events], "last": self._last}
                    self._logger.emit(schema_id=SCHEMA_ID, data=data)
            except CelltrailError as error:
                self._say_once(str(error))
            except Exception:  # noqa: BLE001, RUF100 - the feed outlives any fault of one look
                _log.exception("celltrail's feed stumbled and goes on")
                await asyncio.sleep(1)
            await asyncio.sleep(BEAT_S)

    def _look(self) -> tuple[Event, ...]:
        here = self._open()
        if here.settings.server:  # the runs of this machine are seen there; here they are only sent
            self._send(here)
            return ()
        if self._last < 0:
            self._last = here.store.events.last()
        if clock.elapsed() - self._cleaned_at > HOUSEKEEPING_S:
            here.drain(only_finished=True)
            jobs.reconcile(here)
            serving.reconcile(here)
            self._cleaned_at = clock.elapsed()
            self._last = min(self._last, here.store.events.last())  # somebody may have begun a new store
        events = here.store.events.after(self._last)
        if events:
            self._last = events[-1].seq
        return events

    def _send(self, here: Workspace) -> None:
        if clock.elapsed() - self._cleaned_at > SENDING_S:
            self._cleaned_at = clock.elapsed()
            here.drain(only_finished=True)

    def _say_once(self, fault: str) -> None:
        if fault != self._fault:
            self._fault = fault
            _log.warning("celltrail: %s", fault)
