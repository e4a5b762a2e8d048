"""Files that C code opens by itself (Parquet and Arrow readers, polars, DuckDB, HDF5), seen by the Linux kernel.

Python's audit hook does not see them. inotify (inotify(7)) does, for files and folders that are named to it
beforehand: those that the cell's text, or a text or path that it reads, names. Elsewhere, and for paths that are
put together only while the cell runs in a folder that nothing names, such files stay unseen.
"""

from __future__ import annotations

import ast
import ctypes
import fnmatch
import glob
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from celltrail.capture.quiet import parsed

_MODIFY, _CLOSE_WRITE, _OPEN, _MOVED_TO = 0x2, 0x8, 0x20, 0x80
_IS_FOLDER, _NONBLOCK, _CLOEXEC = 0x40000000, 0o4000, 0o2000000
_EVENT = struct.Struct("iIII")
_READ_BYTES = 1 << 20
_LONGEST_PATH = 1_000
_MOST_WATCHES = 200


def paths_in(source: str, values: Iterable[Any]) -> list[str]:
    """Return what may be paths in some code and in the values that it reads."""
    with suppress(SyntaxError, ValueError, RecursionError):
        values = [*values, *(node.value for node in ast.walk(parsed(source)) if isinstance(node, ast.Constant))]
    return [
        text for value in values for text in _texts(value) if 0 < len(text) < _LONGEST_PATH and "\n" not in text
    ]


def _texts(value: Any) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, Path):
        yield str(value)
    elif type(value) in (list, tuple, set):
        for item in list(value)[:_MOST_WATCHES]:
            if type(item) is str or isinstance(item, Path):
                yield str(item)


class NamedFiles:
    """Which of the named files, and of the files in named folders, are opened between ``start`` and ``stop``."""

    def __init__(self, names: Iterable[str]) -> None:
        self._wanted = _wanted(names)
        self._file = -1
        self._folders: dict[int, str] = {}

    def start(self) -> None:
        """Begin to watch, where there is something to watch and the system can."""
        if not self._wanted or not sys.platform.startswith("linux"):
            return
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(None, use_errno=True)
            self._file = library.inotify_init1(_NONBLOCK | _CLOEXEC)
            mask = _OPEN | _MODIFY | _CLOSE_WRITE | _MOVED_TO  # memory maps are opened, never read from
            for folder in list(self._wanted)[:_MOST_WATCHES]:
                watch = library.inotify_add_watch(self._file, os.fsencode(folder), mask)
                if watch >= 0:
                    self._folders[watch] = folder

    def stop(self) -> Mapping[str, bool]:
        """Stop and return the files that were read from or written to, with whether it was written to."""
        if self._file < 0:
            return {}
        found: dict[str, bool] = {}
        try:
            for folder, name, mask in self._events():
                if not mask & _IS_FOLDER and name and _fits(name, self._wanted[folder]):
                    path = os.path.join(folder, name)  # noqa: PTH118 - both are text
                    found[path] = found.get(path, False) or not mask & _OPEN
        finally:
            os.close(self._file)
            self._file = -1
        return found

    def _events(self) -> Iterator[tuple[str, str, int]]:
        with suppress(BlockingIOError):
            while data := os.read(self._file, _READ_BYTES):
                at = 0
                while at < len(data):
                    watch, mask, _, length = _EVENT.unpack_from(data, at)
                    at += _EVENT.size
                    name = os.fsdecode(data[at : at + length].rstrip(b"\0"))
                    at += length
                    if watch in self._folders:
                        yield self._folders[watch], name, mask


def _wanted(names: Iterable[str]) -> dict[str, set[str]]:
    """Return folders, each with the patterns of the files in it that were named."""
    wanted: dict[str, set[str]] = {}
    for name in names:
        with suppress(OSError, ValueError):
            path = os.path.abspath(os.path.expanduser(name.removeprefix("file://")))  # noqa: PTH100, PTH111
            folder, _, last = path.rpartition(os.sep)
            if os.path.isdir(path):  # noqa: PTH112
                if name not in (".", "/", "") and path != os.sep:
                    wanted.setdefault(path, set()).add("*")
            elif ("." in last or glob.has_magic(last)) and os.path.isdir(folder):  # noqa: PTH112
                wanted.setdefault(folder, set()).add(last)
    return wanted


def _fits(name: str, patterns: set[str]) -> bool:
    if name.startswith(".") or name.endswith((".ipynb", "~")):  # the notebook is saved while its cells run
        return name in patterns
    return name in patterns or any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
