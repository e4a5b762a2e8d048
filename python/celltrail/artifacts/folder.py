"""Bytes under their digests, in a folder.

Promises: what ``put`` returned from is whole under its name, even if two processes put the same bytes at once;
a file is never changed once it has its name; ``get`` never returns other bytes than those of the digest.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from celltrail.artifacts.digest import check_digest, digest_bytes
from celltrail.errors import CorruptArtifactError, NotFoundError, StoreError


class Folder:
    """A content-addressed folder: the file of a digest lies under its first two characters."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, digest: str) -> Path:
        """Return where the bytes of a digest lie."""
        check_digest(digest)
        return self._root / digest[:2] / digest[2:]

    def put(self, data: bytes | memoryview) -> str:
        """Keep bytes and return their digest; bytes that are there already are not written again.

        Raises
        ------
        StoreError
            The folder cannot be written.
        """
        digest = digest_bytes(data)
        path = self.path(digest)
        if path.exists():
            return digest
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, data)
        except OSError as error:
            raise StoreError(
                f"An artifact cannot be written to {path.parent}: {error.strerror}.",
                hint="Make room or name another folder with CELLTRAIL_ARTIFACTS. The rest is kept.",
            ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes of a digest.

        Raises
        ------
        NotFoundError
            They are not here.
        CorruptArtifactError
            The file holds other bytes.
        """
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            if _damaged(path).exists():
                raise _corrupt(digest, path) from None
            raise NotFoundError(
                f"Artifact {digest[:12]} is not in {self._root}.",
                hint="It was removed, or another artifact folder was in use (CELLTRAIL_ARTIFACTS).",
            ) from None
        if digest_bytes(data) != digest:
            with suppress(OSError):  # out of the way, so that the same content can be put again
                path.rename(_damaged(path))
            raise _corrupt(digest, path)
        return data


def _damaged(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def _corrupt(digest: str, path: Path) -> CorruptArtifactError:
    return CorruptArtifactError(
        f"Artifact {digest[:12]} is damaged: {path} held other bytes than its name says; they were put aside.",
        hint="Restore the file from a copy, or run again what made it.",
    )


def _write_whole(path: Path, data: bytes | memoryview) -> None:
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
