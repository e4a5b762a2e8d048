"""Whether nothing but IPython has run in a kernel since a cell ended: then its values are what they were.

Code of the user's could run there in threads, in tasks and timers of the loop, in processes that share memory,
in a window's event loop, and in IPython's own hooks.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

_OURS = "celltrail-"


class Stillness:
    """Listens to a shell, from before its first cell."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._threads = {thread.ident for thread in threading.enumerate()}
        self._executions = 0
        self._since: int | None = None
        shell.events.register("pre_execute", self._count)
        self._hooks = list(self._before_cells())

    def begin(self) -> None:
        """Say that a cell has ended."""
        self._since = self._executions if self.is_still() else None

    def holds(self) -> bool:
        """Whether nothing has run since, at the beginning of the next cell."""
        return self._since == self._executions - 1 and self.is_still()

    def _count(self) -> None:
        self._executions += 1  # questions of ours count too: what they bring changes values

    def is_still(self) -> bool:
        """Whether nothing is there by which code of the user's could run after this cell."""
        with suppress(Exception):  # what cannot be looked at may run
            return not (self._has_threads() or self._has_tasks() or self._has_children() or self._has_hooks())
        return False

    def _has_threads(self) -> bool:
        return any(
            thread.ident not in self._threads and not thread.name.startswith(_OURS)
            for thread in threading.enumerate()
        )

    def _has_tasks(self) -> bool:
        loop: Any = asyncio.get_running_loop()
        timers = [timer for timer in loop._scheduled if not timer.cancelled()]  # noqa: SLF001
        return bool(timers) or not all(map(_is_the_kernels, asyncio.all_tasks(loop)))

    def _has_children(self) -> bool:
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)  # nobody is reaped by that
        except ChildProcessError:  # there are none, said at once
            return False
        return True

    def _has_hooks(self) -> bool:
        added = self._before_cells() != self._hooks  # IPython has hooks of its own there
        return added or getattr(self._shell.kernel, "eventloop", None) is not None

    def _before_cells(self) -> list[Any]:
        return self._shell.events.callbacks["pre_execute"]  # type: ignore[no-any-return] # IPython has no types


def _is_the_kernels(task: asyncio.Task[Any]) -> bool:
    """Whether a task is the kernel's own, or IPython's, which runs a cell that waits in one."""
    code: Any = getattr(task.get_coro(), "cr_code", None)
    return code is not None and any(map(Path(code.co_filename).is_relative_to, _folders()))


def _folders() -> list[Path]:
    return [Path(str(sys.modules[name].__file__)).parent for name in ("ipykernel", "IPython")]
