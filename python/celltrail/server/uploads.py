"""Bytes that come in parts, kept until they are whole."""

from __future__ import annotations

import fcntl
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail import clock
from celltrail.artifacts.digest import check_digest, digest_bytes, digest_file
from celltrail.errors import InvalidInputError, StoreError, TooLargeError
from celltrail.tracking import Workspace

LARGEST_BYTES = 64 << 30
"""No artifact may be larger."""
_FORGOTTEN_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a whole that has `total`, from byte `start` on."""

    data: bytes
    start: int
    total: int


class Uploads:
    """The folder of what is not whole yet. Several processes may take parts at once, of the same upload too."""

    def __init__(self, workspace: Workspace) -> None:
        self._artifacts = workspace.artifacts
        self._folder: Path = workspace.settings.home / "uploads"

    def take(self, digest: str, upload: str, part: Part) -> tuple[int, bool]:
        """Add a part, and return how many bytes are there and whether that is all.

        A part that does not begin where the one before ended changes nothing; the number says where to go on.

        Raises
        ------
        InvalidInputError
            Digest or numbers are none, or the whole has another digest; it has to be sent from its beginning then.
        TooLargeError
            It is larger than any artifact may be.
        StoreError
            The disk is full.
        """
        check_digest(digest)
        start, total, data = part.start, part.total, part.data
        if self._artifacts.has(digest):
            return total, True
        if not 0 <= start <= start + len(data) <= total:
            raise InvalidInputError(
                f"A part of {len(data)} bytes at {start} does not fit into {total} bytes.", hint="Send it again."
            )
        if total > LARGEST_BYTES:
            raise TooLargeError(
                f"{total} bytes are too many.", hint=f"An artifact has up to {LARGEST_BYTES} bytes."
            )
        with self._opened(f"{digest}-{upload}") as (file, path):
            size = file.seek(0, os.SEEK_END)
            if size != start:
                return size, False
            _append(file, data, size)
            if size + len(data) < total:
                return size + len(data), False
            self._finish(path, digest)
        return total, True

    def _finish(self, path: Path, digest: str) -> None:
        """Put what is whole among the artifacts."""
        try:
            empty = path.stat().st_size == 0
            if (digest_bytes(b"") if empty else digest_file(path)) != digest:
                raise InvalidInputError(
                    f"What was sent as {digest[:12]} has another digest.", hint="Send it again from its beginning."
                )
            if empty:
                self._artifacts.put_bytes(b"")
                return
            with (
                path.open("rb") as file,
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
                memoryview(mapped) as data,
            ):
                self._artifacts.put_bytes(data)
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def _opened(self, name: str) -> Iterator[tuple[Any, Path]]:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._forget_old()
        path = self._folder / name
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file, path

    def _forget_old(self) -> None:
        for path in self._folder.iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < clock.now() - _FORGOTTEN_S:
                    path.unlink()


def _append(file: Any, data: bytes, size: int) -> None:
    try:
        file.write(data)
        file.flush()
    except OSError as error:
        with suppress(OSError):
            os.ftruncate(file.fileno(), size)
        raise StoreError(
            f"The server cannot keep what is sent: {error.strerror}.", hint="Make room on the server's disk."
        ) from error
