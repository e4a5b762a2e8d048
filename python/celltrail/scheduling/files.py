"""Files that are watched: what they are now, by size and time first, and by content where those changed."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from blake3 import blake3

from celltrail import clock
from celltrail.errors import ScheduleError
from celltrail.records import Schedule

QUIET_S = 2.0
"""How long nothing must have changed: who writes a file in pieces is waited for."""
_PIECE = 1 << 20
_WILD = "*?["
_NOT_LOOKED_INTO = {"__pycache__", "node_modules"}


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was found."""

    path: str
    size: int
    mtime_ns: int
    inode: int


def check_watch(watch: str) -> str:
    """Return the absolute path, or pattern of paths, that is to be watched.

    Raises
    ------
    ScheduleError
        It is not on this machine, or its folder is not there.
    """
    if "://" in watch:
        raise ScheduleError(
            f"{watch} is not on this machine and cannot be watched.",
            hint="Watch a file, a folder, model@alias or artifact:name; or look by an interval: --every 10min.",
        )
    whole = os.path.abspath(os.path.expanduser(watch))  # noqa: PTH100, PTH111 - a pattern is no path
    base = Path(whole.partition(min((c for c in _WILD if c in whole), key=whole.index, default="\0"))[0])
    folder = base if whole.startswith(f"{base}{os.sep}") or base.is_dir() else base.parent
    if not folder.is_dir():
        raise ScheduleError(f"There is no folder {folder} to watch in.", hint="Make it, or check the path.")
    return whole


def list_files(watch: str, leave_out: Iterable[Path] = ()) -> tuple[FileState, ...]:
    """Return the files that a path, a folder or a pattern names; hidden ones in a folder do not count."""
    out = [str(path) for path in leave_out]
    found = []
    for path in sorted(_paths(watch)):
        if any(path == one or path.startswith(f"{one}{os.sep}") for one in out):
            continue
        try:
            stat = os.stat(path)  # noqa: PTH116 - asked for many files
        except FileNotFoundError:  # it was there a moment ago
            continue
        found.append(FileState(path, stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return tuple(found)


def newest_change(files: Iterable[FileState]) -> float:
    """Return when the last of some files was written."""
    return max((one.mtime_ns for one in files), default=0) / 1e9


def left_out(schedule: Schedule, home: Path) -> tuple[Path, ...]:
    """Return what a schedule does not watch though it lies there: its own notebook, and what celltrail keeps."""
    return (home, *((Path(schedule.notebook),) if schedule.notebook else ()))


class Contents:
    """The digests of files, read again only where size, time or file changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[FileState, str]] = {}

    def of(self, files: Iterable[FileState]) -> str:
        """Return a digest of names and contents.

        Raises
        ------
        OSError
            A file cannot be read, or is gone.
        """
        whole = blake3()
        for one in files:
            known = self._known.get(one.path)
            if known is None or known[0] != one:
                known = self._known[one.path] = one, _digest(one.path)
            whole.update(f"{one.path}\0{known[1]}\n".encode(errors="surrogateescape"))
        return str(whole.hexdigest())


class Quiet:
    """Whether something has stayed the same for a while."""

    def __init__(self) -> None:
        self._since: dict[str, tuple[object, float]] = {}

    def is_settled(self, key: str, state: object) -> bool:
        """Whether `state` is what it was at each look since `QUIET_S` ago."""
        before = self._since.get(key)
        if before is None or before[0] != state:
            self._since[key] = state, clock.elapsed()
            return False
        return clock.elapsed() - before[1] >= QUIET_S

    def forget(self, key: str) -> None:
        """Begin anew."""
        self._since.pop(key, None)


def _paths(watch: str) -> Iterable[str]:
    if Path(watch).is_dir():
        for folder, inside, names in os.walk(watch):
            inside[:] = [name for name in inside if not name.startswith(".") and name not in _NOT_LOOKED_INTO]
            yield from (f"{folder}{os.sep}{name}" for name in names if not name.startswith("."))
    elif Path(watch).is_file():
        yield watch
    else:
        yield from (path for path in glob.glob(watch, recursive=True) if Path(path).is_file())  # noqa: PTH207


def _digest(path: str) -> str:
    whole = blake3()
    with Path(path).open("rb") as file:
        while piece := file.read(_PIECE):
            whole.update(piece)
    return str(whole.hexdigest())
