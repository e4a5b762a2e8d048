"""Writing a bundle: the same content gives the same bytes."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from celltrail.artifacts.digest import digest_of
from celltrail.errors import ConflictError, StoreError
from celltrail.tracking import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that an artifact store keeps; they are read when it is their turn, one at a time."""

    workspace: Workspace
    digest: str
    size: int

    @classmethod
    def of(cls, workspace: Workspace, digest: str) -> Kept:
        """Return the bytes of a digest."""
        return cls(workspace, digest, len(workspace.artifacts.get_bytes(digest)))


Content = bytes | Path | Kept
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_PIECE = 4 << 20
_LEVEL = 6


def write(path: Path, members: Mapping[str, tuple[str, Content]]) -> None:
    """Write members (name to digest and content) into a zip that gets its name when it is whole.

    Raises
    ------
    ConflictError
        A file changed while it was read.
    StoreError
        The file cannot be written.
    """
    try:
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except OSError as error:
        raise StoreError(
            f"{path.parent} cannot be written: {error.strerror}.", hint="Give another place: -o FILE."
        ) from error
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", allowZip64=True) as archive:
            for name, (digest, content) in members.items():
                _add(archive, name, digest, content)
        Path(partial).replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}.", hint="Make room, or give another place."
        ) from error
    finally:
        Path(partial).unlink(missing_ok=True)


def size_of(content: Content) -> int:
    """Return how many bytes some content has."""
    if isinstance(content, bytes):
        return len(content)
    return content.size if isinstance(content, Kept) else content.stat().st_size


def _add(archive: zipfile.ZipFile, name: str, digest: str, content: Content) -> None:
    about = zipfile.ZipInfo(name, _DATE)
    about.create_system = 3
    about.external_attr = _MODE
    about.compress_type = zipfile.ZIP_DEFLATED
    about._compresslevel = _LEVEL  # type: ignore[attr-defined] # noqa: SLF001 - only `writestr` can be told it
    about.file_size = size_of(content)
    with archive.open(about, "w") as member:
        written = digest_of(_copied(_pieces(content), member))
    if written != digest:
        raise ConflictError(f"{name} changed while it was packed.", hint="Do it again when nobody writes to it.")


def _copied(pieces: Iterator[bytes], target: object) -> Iterator[bytes]:
    for piece in pieces:
        target.write(piece)  # type: ignore[attr-defined]
        yield piece


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, Kept):
        content = content.workspace.artifacts.get_bytes(content.digest)
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
