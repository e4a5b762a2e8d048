"""Bytes under their digests, in a folder.

Promises: what ``put`` returned from is whole under its name, even if two processes put the same bytes at once;
a file is never changed once it has its name; ``get`` never returns other bytes than those of the digest;
``remove`` never takes what a ``put`` has just found.

The digest is that of the content. Whether the file is compressed (zstd, with its own ending) is a matter of the
disk alone.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from blake3 import blake3

from celltrail import clock
from celltrail.artifacts import compression
from celltrail.artifacts.digest import check_digest, digest_bytes, digest_of
from celltrail.errors import CorruptArtifactError, NotFoundError, StoreError

Buffer = bytes | bytearray | memoryview
_PARTIAL = ".partial-"
_PIECE = 1 << 20
_LOCK = ".lock"
_FRESH_S = 600
"""A file that is older than this is touched when it is put again, so that ``remove`` sees that it is wanted."""


class Folder:
    """A content-addressed folder: the file of a digest lies under its first two characters."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._unsynced: deque[Path] = deque()

    def path(self, digest: str) -> Path:
        """Return where the bytes of a digest lie, or would."""
        check_digest(digest)
        plain = self._root / digest[:2] / digest[2:]
        packed = plain.with_suffix(compression.SUFFIX)
        return packed if packed.exists() else plain

    def has(self, digest: str) -> bool:
        """Whether the bytes of a digest are here; they stay for as long as ``remove`` spares fresh files."""
        path = self.path(digest)
        try:
            with self._locked(alone=False):
                if path.stat().st_mtime < clock.now() - _FRESH_S:
                    os.utime(path)
        except OSError:
            return False
        return True

    def put(self, parts: Iterable[Buffer]) -> str:
        """Keep content given in parts, which is gone through twice, and return its digest.

        Bytes that are there already are not written again, and nothing is copied.

        Raises
        ------
        StoreError
            The folder cannot be written.
        """
        digest = digest_of(parts)
        if self.has(digest):
            return digest
        path = self._root / digest[:2] / digest[2:]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            written = _write_whole(path, parts)
        except OSError as error:
            raise _unwritable(path.parent, error) from error
        self._unsynced.append(written)
        return digest

    def adopt(self, whole: Path, digest: str) -> None:
        """Give a file on the same disk, whose bytes have been digested, its place; the file is gone from its own.

        Raises
        ------
        StoreError
            The folder cannot be written.
        """
        if self.has(digest):
            whole.unlink()
            return
        path = self._root / digest[:2] / digest[2:]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            whole.replace(path)
        except OSError as error:
            raise _unwritable(path.parent, error) from error
        self._unsynced.append(path)

    def partial(self) -> Path:
        """Return the name of a new file, for what will be adopted; leftovers are removed in time."""
        folder = self._root / "00"
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PARTIAL)
        os.close(handle)
        return Path(name)

    def put_stream(self, pieces: Iterable[bytes]) -> tuple[str, int]:
        """Keep content that comes once, piece by piece, and return its digest and how many bytes it has.

        Raises
        ------
        StoreError
            The folder cannot be written.
        """
        hasher, size = blake3(), 0
        try:
            whole = self.partial()
        except OSError as error:
            raise _unwritable(self._root, error) from error
        try:
            with whole.open("wb") as file:
                for piece in pieces:
                    hasher.update(piece)
                    size += len(piece)
                    file.write(piece)
            self.adopt(whole, str(hasher.hexdigest()))
        except OSError as error:
            raise _unwritable(self._root, error) from error
        finally:
            whole.unlink(missing_ok=True)
        return str(hasher.hexdigest()), size

    def pieces(self, digest: str, start: int = 0) -> Iterator[bytes]:
        """Give the bytes of a digest from `start` on, piece by piece, so that they are never in memory as a whole.

        They are not compared with the digest, since that is known only at their end.

        Raises
        ------
        NotFoundError
            They are not here.
        """
        path = self.path(digest)
        if not path.exists():
            self.get(digest)  # says what is wrong
        with path.open("rb") as file:
            if path.suffix == compression.SUFFIX:
                yield from compression.unpacked_pieces(file, start, _PIECE)
                return
            file.seek(start)
            while piece := file.read(_PIECE):
                yield piece

    def sync(self) -> None:
        """Have what this process put survive a power cut; called before the store is told of it."""
        while self._unsynced:
            with suppress(OSError, IndexError):  # gone again, or synced by another thread
                file = os.open(self._unsynced.popleft(), os.O_RDONLY)
                try:
                    os.fsync(file)
                finally:
                    os.close(file)

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
        whole = compression.unpacked(data) if path.suffix == compression.SUFFIX else data
        if whole is None or digest_bytes(whole) != digest:
            with suppress(OSError):  # out of the way, so that the same content can be put again
                path.rename(_damaged(path))
            raise _corrupt(digest, path)
        return whole

    def digests(self) -> Iterator[str]:
        """Give the digest of everything that is here."""
        for path in self._root.glob("[0-9a-f][0-9a-f]/*"):
            name = path.parent.name + path.name.removesuffix(compression.SUFFIX)
            with suppress(Exception):
                yield check_digest(name)

    def remove(self, digest: str, *, older_than_s: float) -> int:
        """Remove the bytes of a digest unless somebody put them lately; return how many bytes are free by that."""
        path = self.path(digest)
        with suppress(OSError), self._locked(alone=True):
            stat = path.stat()
            if stat.st_mtime <= clock.now() - older_than_s:
                path.unlink()
                return stat.st_size
        return 0

    def remove_leftovers(self, *, older_than_s: float) -> int:
        """Remove what writers that died left half written; return how many bytes are free by that."""
        freed = 0
        for path in self._root.glob(f"[0-9a-f][0-9a-f]/{_PARTIAL}*"):
            with suppress(OSError):
                stat = path.stat()
                if stat.st_mtime <= clock.now() - older_than_s:
                    path.unlink()
                    freed += stat.st_size
        return freed

    @contextmanager
    def _locked(self, *, alone: bool) -> Iterator[None]:
        """Hold off removals while a file is looked for, and lookers while one is removed."""
        try:
            file = os.open(self._root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError:  # a folder that can only be read: nothing is removed from it either
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            yield
        finally:
            os.close(file)


def _unwritable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        f"An artifact cannot be written to {folder}: {error.strerror}.",
        hint="Make room or name another folder with CELLTRAIL_ARTIFACTS. The rest is kept.",
    )


def _damaged(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def _corrupt(digest: str, path: Path) -> CorruptArtifactError:
    return CorruptArtifactError(
        f"Artifact {digest[:12]} is damaged: {path} held other bytes than its name says; they were put aside.",
        hint="Restore the file from a copy, or run again what made it.",
    )


def _write_whole(path: Path, parts: Iterable[Buffer]) -> Path:
    """Write parts to a file that gets its name when it is whole, and return that name."""
    packing = compression.pays(parts)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=_PARTIAL)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in compression.packed(parts) if packing else parts:
                file.write(part)
        named = path.with_suffix(compression.SUFFIX) if packing else path
        Path(partial).replace(named)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return named
