"""Which files are opened, by Python's audit hook (PEP 578).

What C libraries open by themselves (Parquet readers in C++) the hook does not see.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_watching: list[FileWatch] = []
_installed = False
_CACHES = (".cache/matplotlib", ".cache/fontconfig", ".config/matplotlib", ".ipython", ".jupyter", ".cache/pip")
"""Folders in the user's own where libraries keep what they need for themselves."""


class FileWatch:
    """The files opened between ``start`` and ``stop``, but for those of Python and its packages."""

    def __init__(self, *, ignore: tuple[Path, ...] = ()) -> None:
        self._opened: dict[str, bool] = {}
        self._ignored = tuple(str(path) for path in ignore)

    def start(self) -> None:
        """Begin to watch."""
        global _installed  # noqa: PLW0603 - an audit hook cannot be removed, so there is one for the process
        _watching.append(self)
        if not _installed:
            _installed = True
            sys.addaudithook(_audit)

    def stop(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Stop and return the absolute paths of files read, and of files written."""
        if self in _watching:
            _watching.remove(self)
        read: list[str] = []
        written: list[str] = []
        for path, writes in sorted(self._opened.items()):
            if path.endswith(".pyc") or is_machinery(path) or path.startswith(self._ignored):
                continue
            if Path(path).is_file():
                (written if writes else read).append(path)
        return tuple(read), tuple(written)

    def note(self, path: str, *, writes: bool) -> None:
        """Write down that a file was opened."""
        self._opened[path] = self._opened.get(path, False) or writes


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching or event != "open":
        return
    path, mode, flags = arguments
    if not isinstance(path, str | bytes):
        return
    try:
        name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - the hook must be quick
        writes = bool((flags or 0) & _WRITE_FLAGS) or bool(set(mode or "") & set("wax+"))
        for watch in _watching:
            watch.note(name, writes=writes)
    except (OSError, ValueError, TypeError):
        return  # a strange path is the business of the one who opens it


def is_machinery(path: str) -> bool:
    """Whether a path is of Python, its packages or the system, so no data or code of the user's."""
    return path.startswith(_machinery())


@cache
def _machinery() -> tuple[str, ...]:
    """Return the beginnings of paths that are no data of the user's."""
    ours = str(Path(__file__).parent.parent)
    places = {
        ours,
        sys.prefix,
        sys.base_prefix,
        *sysconfig.get_paths().values(),
        *map(os.path.realpath, (sys.prefix,)),
    }
    return (
        *(f"{place}{os.sep}" for place in places if place not in {"/usr", "/", ""}),
        *(f"{Path.home() / place}{os.sep}" for place in _CACHES),
        "/proc/",
        "/dev/",
        "/sys/",
        "/usr/share/fonts/",
        "/usr/share/zoneinfo/",
    )
