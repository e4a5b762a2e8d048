"""Where the files of a local history lie. Only files below the folders that were named are ever read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from celltrail.sharing.imports.mlflow.history import File

_PIECE = 1 << 20


class Place:
    """Folders from which files may be taken over."""

    def __init__(self, *roots: Path) -> None:
        self._roots = tuple(root.resolve() for root in roots)

    def folder(self, address: str, *below: str) -> Path | None:
        """Return the folder of an artifact address, or one at its usual place below a root; None for none.

        A history that was copied names the place where it was; then the files beside it are meant.
        """
        named = local(address)
        candidates = [named] if named else []
        candidates += [root.joinpath(*below) for root in self._roots if below]
        for candidate in candidates:
            found = candidate.resolve()
            if found.is_dir() and any(found.is_relative_to(root) for root in self._roots):
                return found
        return None


def local(address: str) -> Path | None:
    """Return the folder that an address names, None where it is not on this machine."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return Path(address) if address and not parts.scheme else None


def files_in(folder: Path) -> Iterator[File]:
    """Give the files in a folder and below; links are not followed out of it."""
    for path, _, names in os.walk(folder, followlinks=False):
        for name in sorted(names):
            file = Path(path, name)
            if not file.is_symlink() and file.is_file():
                yield File(path=file.relative_to(folder).as_posix(), size=file.stat().st_size)


def pieces_of(path: Path) -> Iterator[bytes]:
    """Give the content of a file piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
