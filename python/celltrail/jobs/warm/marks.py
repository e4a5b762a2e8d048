"""Whether what was imported is still what lies on the disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from celltrail.jobs.warm.modules import roots

_opened: set[str] = set()
_listening: list[bool] = []


def listen_to_opens() -> None:
    """From here on, remember which files are read while modules are imported: settings, above all."""
    _listening.append(True)

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if not _listening or event != "open" or arguments[1] not in ("r", "rb"):
            return
        if isinstance(arguments[0], str) and not arguments[0].endswith(".pyc"):
            _opened.add(os.path.abspath(arguments[0]))  # noqa: PTH100 - links stay

    sys.addaudithook(heard)


class Marks:
    """The files that this process has its modules from, as they were when this was made."""

    def __init__(self) -> None:
        _listening.clear()
        files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
        folders = {str(root) for root in roots()}
        named = {path for path in files if isinstance(path, str)} | folders | _opened
        self._marks = {path: _mark(path) for path in named if not path.startswith(("/proc/", "/dev/", "/sys/"))}

    def changed(self) -> str | None:
        """Return a file that is not as it was; None where all are. Folders of packages count too."""
        return next((path for path, mark in self._marks.items() if _mark(path) != mark), None)

    def name_of_changed(self) -> str | None:
        """Return the name of a file that is not as it was, as a person may want to read it."""
        changed = self.changed()
        return changed and Path(changed).name


def _mark(path: str) -> tuple[int, ...] | None:
    try:
        state = os.stat(path)  # noqa: PTH116 - two thousand of them in a few milliseconds
    except OSError:
        return None
    return (state.st_mtime_ns, state.st_size, state.st_ino)
