"""In the kernel of a job: sees each cell, and tells the job's process what it saw when that asks.

IPython's own events around a cell begin and end it. Nothing raises into the cell, and nothing of ours stands in
the namespace. The job's process writes the cell down; so nobody else writes to its row.
"""

from __future__ import annotations

import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import msgspec

from celltrail.jobs.cells.seeing import Look, Seeing
from celltrail.jobs.cells.stillness import Stillness
from celltrail.tracking import Workspace, workspace


class CellWatch:
    """Watches the cells of one kernel."""

    def __init__(self, shell: Any, workspace: Workspace) -> None:
        self._shell = shell
        self._workspace = workspace
        self._seeing: Seeing | None = None
        self._seen: dict[str, Any] | None = None
        self._stillness = Stillness(shell)
        self._left: dict[str, Look] = {}
        self._syncing = ThreadPoolExecutor(1, "celltrail-sync")

    def install(self) -> None:
        """Listen to the shell's cells, around whoever else does: ``%%track`` seeds as its cell begins."""
        self._shell.events.callbacks["pre_run_cell"].insert(0, self._before)
        self._shell.events.register("post_run_cell", self._after)

    def take(self) -> dict[str, Any] | None:
        """Return what was seen of the last cell, once."""
        seen, self._seen = self._seen, None
        return seen

    def _before(self, info: Any) -> None:
        if self._seeing is not None:
            return  # a cell inside a cell: magics such as %%capture run them
        with suppress(Exception):  # the cell is run whatever happens here
            self._seen = None
            left = self._left if self._is_last() and self._stillness.holds() else {}
            self._left = {}
            self._seeing = Seeing(self._shell, self._workspace, info.raw_cell or "")
            self._seeing.begin(left)
        with suppress(Exception):  # what was loaded since the cell before listens to its end too
            self._shell.events.unregister("post_run_cell", self._after)
            self._shell.events.register("post_run_cell", self._after)

    def _after(self, result: Any) -> None:
        if self._seeing is None or (result.info.raw_cell or "") != self._seeing.raw:
            return
        seeing, self._seeing = self._seeing, None
        with suppress(Exception):
            self._seen = seeing.end()
            self._left = seeing.left
        with suppress(Exception):  # a slow disk does not hold up the next cell; the kernel ends after it is done
            self._syncing.submit(self._workspace.artifacts.sync)
        self._stillness.begin()

    def _is_last(self) -> bool:
        """Whether nobody else was called after us at the end of the last cell."""
        return bool(self._shell.events.callbacks["post_run_cell"][-1] == self._after)


_watches: dict[int, CellWatch] = {}


def install(shell: Any) -> str:
    """Begin to watch the cells of a shell; return which Python this is."""
    tempfile.gettempdir()  # which tries out folders when it is first asked: not in somebody's cell
    if id(shell) not in _watches:
        watch = CellWatch(shell, workspace())
        watch.install()
        _watches[id(shell)] = watch
    return json.dumps({"prefix": sys.prefix, "version": sys.version})


def take(shell: Any) -> str:
    """Return what was seen of the last cell, as JSON."""
    watch = _watches.get(id(shell))
    return msgspec.json.encode(watch.take() if watch else None).decode()
