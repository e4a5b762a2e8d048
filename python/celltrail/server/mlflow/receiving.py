"""Content that comes in pieces: written to a file and digested on the way, never in memory as a whole."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

from blake3 import blake3

from celltrail import clock
from celltrail.errors import StoreError
from celltrail.records import StoredFile
from celltrail.server.mlflow.places import Place
from celltrail.tracking import Workspace

LARGEST = 64 << 30
"""No file may be larger."""
_PIECE = 1 << 20


class Receiving:
    """A file on its way in. Nobody sees it before it is whole."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._path: Path | None = workspace.artifacts.partial()
        self._file: Any = self._path.open("wb")
        self._hasher = blake3()
        self._pieces: list[bytes] = []
        self._held = 0
        self.size = 0

    async def take(self, piece: bytes) -> None:
        """Take a piece; the loop is not held up by the disk."""
        self._pieces.append(piece)
        self._held += len(piece)
        self.size += len(piece)
        if self._held >= _PIECE:
            await asyncio.to_thread(self._write)

    def add(self, piece: bytes) -> None:
        """Take a piece, where no loop is held up."""
        self._pieces.append(piece)
        self.size += len(piece)
        self._write()

    def part(self, path: Path) -> str:
        """Put what has come under a name on the disk, and return its digest: it is a part of something."""
        self._write()
        self._file.close()
        source, self._path = self._path, None
        assert source is not None
        digest = str(self._hasher.hexdigest())
        shutil.move(source, path)
        path.with_suffix(".etag").write_text(digest)
        return digest

    def keep(self, place: Place) -> StoredFile:
        """Keep what has come under a path, all of it or nothing."""
        self._write()
        self._file.close()
        digest = str(self._hasher.hexdigest())
        path, self._path = self._path, None
        assert path is not None
        self._workspace.artifacts.adopt(path, digest)
        self._workspace.artifacts.sync()
        stored = StoredFile(
            owner=place.owner, path=place.path, digest=digest, size_bytes=self.size, at=clock.now()
        )
        self._workspace.store.files.put(stored)
        return stored

    def forget(self) -> None:
        """Forget what has come, unless it was kept."""
        self._file.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path = None

    def _write(self) -> None:
        pieces, self._pieces, self._held = self._pieces, [], 0
        try:
            for piece in pieces:
                self._file.write(piece)
                self._hasher.update(piece)
        except OSError as error:
            raise StoreError(
                f"The server cannot keep what is sent: {error.strerror}.", hint="Make room on the server's disk."
            ) from error
