"""What a cell does to the world while it runs, by Python's audit hook (PEP 578), and what it leaves behind."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import Any

from celltrail.capture.files import is_machinery
from celltrail.jobs.cells.purity import DISK, NETWORK, PROCESS

_REASONS = {
    "socket.connect": NETWORK,
    "socket.getaddrinfo": NETWORK,
    "socket.gethostbyname": NETWORK,
    "socket.bind": NETWORK,
    "subprocess.Popen": PROCESS,
    "os.system": PROCESS,
    "os.exec": PROCESS,
    "os.fork": PROCESS,
    "os.posix_spawn": PROCESS,
    "os.spawn": PROCESS,
    "pty.spawn": PROCESS,
    "sqlite3.connect": "asks a database",
    "os.remove": "removes or renames files",
    "os.rename": "removes or renames files",
    "os.rmdir": "removes or renames files",
    "os.link": "removes or renames files",
    "os.symlink": "removes or renames files",
    "os.truncate": "removes or renames files",
    "os.chdir": "changes the folder that it works in",
    "os.putenv": "changes the environment of the process",
}
_FOLDERS = {"os.listdir", "os.scandir", "glob.glob"}
_CHANGES = "changes a file that was there before"
_WRITES = os.O_WRONLY | os.O_RDWR
_LOADERS = ("importlib._bootstrap", f"importlib{os.sep}metadata")
_OURS = "celltrail"
_COMPILED = "__pycache__"
_watching: list[Effects] = []
_installed: list[bool] = []


class Effects:
    """What happens between ``start`` and ``stop``, as reasons why it cannot be skipped."""

    def __init__(self, home: str) -> None:
        self._home = home
        self._found: dict[str, None] = {}
        self._read: set[str] = set()
        self._threads: set[int] = set()
        self.folders: set[str] = set()
        """The folders that were made, or were there already."""

    def start(self) -> None:
        """Begin to watch."""
        self._threads = _threads()
        _watching.append(self)
        if not _installed:
            _installed.append(True)  # a hook cannot be removed, so there is one for the process
            sys.addaudithook(_audit)

    def stop(self) -> tuple[str, ...]:
        """Stop and return the reasons."""
        if self in _watching:
            _watching.remove(self)
        return tuple(self._found)

    def left(self) -> tuple[str, ...]:
        """Return what is still going on since ``start``."""
        return ("a thread that still runs",) if _threads() - self._threads else ()

    def note(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take down one event."""
        if arguments and isinstance(arguments[0], str) and self._is_inner(arguments[0]):
            return
        if event == "open":
            self._note_open(*arguments)
        elif _is_import():
            return
        elif event in _REASONS:
            self._found[_REASONS[event]] = None
        elif event == "os.mkdir":
            self.folders.add(os.path.abspath(os.fsdecode(arguments[0])))  # noqa: PTH100 - the hook must be quick
        elif event in _FOLDERS:
            path = arguments[0] if arguments else None
            if not isinstance(path, str) or not is_machinery(f"{os.path.abspath(path)}/"):  # noqa: PTH100
                self._found[DISK] = None

    def _is_inner(self, path: str) -> bool:
        """Whether a path is of our home, of Python's own notes of modules, or of what is installed."""
        return _COMPILED in path or path.startswith(self._home) or is_machinery(path)

    def _note_open(self, path: Any, mode: Any, flags: Any) -> None:
        if not isinstance(path, str | bytes):
            return
        name, flags = os.path.abspath(os.fsdecode(path)), flags or 0  # noqa: PTH100
        if self._is_inner(name):
            return
        writes = flags & _WRITES or set(mode or "") & set("wax+")
        if not writes:
            self._read.add(name)
        elif not flags & (os.O_TRUNC | os.O_EXCL) and not set(mode or "") & set("wx"):
            self._found[_CHANGES] = None  # what it holds then is also made of what it held before
        elif name in self._read:
            self._found[_CHANGES] = None


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching or not (event in {"open", "os.mkdir"} or event in _REASONS or event in _FOLDERS):
        return
    if threading.current_thread().name.startswith(_OURS):
        return
    with suppress(Exception):  # a strange path is the business of the one who opens it
        for watch in _watching:
            watch.note(event, arguments)


def _is_import() -> bool:
    """Whether a module is being loaded, or looked for among what is installed.

    What is installed is part of the environment, what else is loaded a file of the user's.
    """
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - documented for such uses
    while frame is not None and not any(loader in frame.f_code.co_filename for loader in _LOADERS):
        frame = frame.f_back
    return frame is not None


def _threads() -> set[int]:
    return {
        thread.ident or 0
        for thread in threading.enumerate()
        if not thread.name.startswith((_OURS, "tqdm", "IOPub", "Heartbeat", "Control", "asyncio_", "Shell"))
    }
