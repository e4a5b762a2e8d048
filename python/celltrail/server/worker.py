"""The worker inside the server, so that schedules work with nothing set up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from celltrail.scheduling import Loop
from celltrail.tracking import Workspace

_END_S = 10.0
_log = logging.getLogger(__name__)


class WorkerThread:
    """Runs the worker's loop beside the server's own work."""

    def __init__(self, open_workspace: Callable[[], Workspace]) -> None:
        self._loop = Loop(open_workspace, lambda said: _log.info("celltrail: %s", said))
        self._thread = threading.Thread(target=self._loop.run, name="celltrail-worker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for what is being started just now."""
        self._loop.stop()
        if self._thread.is_alive():
            self._thread.join(_END_S)
