"""Appending facts.

Promises: a call of ``append`` that returned has handed its fact to the operating system, so that it survives
kill -9 of this process (not the loss of power; see docs/why.md); facts of one thread keep their order; threads
and asyncio tasks may append at once; after a fork the child writes a journal of its own.

While the writer lives it holds a lock on its file (``flock``), which the system lets go when the process is gone
however it went: that is how others know that a journal is finished.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from pathlib import Path
from typing import Any

from celltrail import ids
from celltrail.errors import StoreError
from celltrail.journal.line import encode

SUFFIX = ".journal"
_CLOSED = -1


class Writer:
    """The journal of this process in one home."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._file = _CLOSED
        self._torn = False
        self._start()
        os.register_at_fork(after_in_child=self._start_after_fork)

    @property
    def path(self) -> Path:
        """The journal's file."""
        return self._folder / f"{self.id}{SUFFIX}"

    def append(self, fact: tuple[str, Any]) -> None:
        """Write a fact down.

        Raises
        ------
        StoreError
            The disk is full or the folder is gone. Nothing of the fact was written then.
        """
        self.append_line(encode(fact))

    def append_line(self, line: bytes) -> None:
        """Write a fact down that is a line already.

        Raises
        ------
        StoreError
            As ``append``.
        """
        with self._lock:
            try:
                if self._torn:
                    line = b"\n" + line
                written = os.write(self._file, line)
                if written != len(line):
                    self._take_back(written)
            except OSError as error:
                raise StoreError(
                    f"The journal {self.path} cannot be written: {error.strerror}.",
                    hint="Make room on the disk or name another home with CELLTRAIL_HOME.",
                ) from error

    def close(self) -> None:
        """Let the file go; it counts as finished from now on."""
        with self._lock:
            file, self._file = self._file, _CLOSED
        if file != _CLOSED:
            os.close(file)

    def _start(self) -> None:
        self.id = ids.new_id()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # It gets its name when it is locked: a journal without a lock is taken for one of a dead process.
            unnamed = self.path.with_suffix(".new")
            self._file = os.open(unnamed, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            unnamed.rename(self.path)
        except OSError as error:
            raise StoreError(
                f"A journal cannot be made in {self._folder}: {error.strerror}.",
                hint="Name a folder that may be written with CELLTRAIL_HOME, or run `celltrail init`.",
            ) from error

    def _start_after_fork(self) -> None:
        self._lock = threading.Lock()  # another thread of the parent may have held it
        if self._file == _CLOSED:
            return
        self.close()  # the lock stays with the parent's own descriptor
        self._start()

    def _take_back(self, written: int) -> None:
        """Cut off the part of a line that did not fit on the disk; if that fails, keep the next line apart."""
        self._torn = True
        os.ftruncate(self._file, os.fstat(self._file).st_size - written)
        self._torn = False
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
