"""The recorded data, laid out in a private folder: what is there by its digest, what is not said plainly.

The folder mirrors the notebook's own, so that relative paths lead where they did. The files that the run is known
to have read get their recorded content; what else lies beside the notebook is copied as it is now, up to a limit.
Nothing that the notebook writes can reach the originals by a relative path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from celltrail.artifacts import digest_file
from celltrail.errors import CelltrailError
from celltrail.reproduction.recorded import Recorded
from celltrail.tracking import Workspace

Found = Literal["same", "restored", "changed", "missing"]
_MOST_FILES = 2000
_MOST_BYTES = 200_000_000
_UPWARDS = 2
"""How many folders above the notebook's own a file may lie to be laid out too: ``../data/table.csv``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file that the run read."""

    path: str
    """Where it lay."""
    digest: str | None
    found: Found
    """``same``: it holds the recorded content still; ``restored``: that content came from the artifacts;
    ``changed``: it holds something else, and the recorded content is nowhere; ``missing``: it is gone."""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A private folder that a notebook can run in."""

    folder: Path
    notebook: Path
    origin: Path
    """The folder that the private one stands for."""
    files: tuple[DataFile, ...]
    notes: tuple[str, ...] = ()

    def place(self, path: str | Path) -> Path | None:
        """Return where a recorded path lies in the private folder; None where it is not laid out."""
        try:
            return self.folder / Path(path).relative_to(self.origin)
        except ValueError:
            return None

    def clear(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def lay_out(
    workspace: Workspace,
    recorded: Recorded,
    folder: Path,
    *,
    notebook: Any = None,
    files: Mapping[str, str | None] | None = None,
) -> Layout:
    """Write a notebook (by default the recorded one) and the data that it read into a folder."""
    import nbformat

    wanted = recorded.files if files is None else files
    origin = _origin(recorded.path.parent, wanted)
    layout = Layout(folder=folder, notebook=folder, origin=origin, files=())
    target = layout.place(recorded.path)
    assert target is not None
    target.parent.mkdir(parents=True)
    spared = {*wanted, *recorded.written, str(recorded.path)}
    notes = _copy_others(recorded.path.parent, target.parent, spared, home=workspace.settings.home)
    found = tuple(_provide(workspace, path, digest, layout.place(path)) for path, digest in wanted.items())
    target.write_text(nbformat.writes(notebook or recorded.notebook), encoding="utf-8")
    return Layout(folder=folder, notebook=target, origin=origin, files=found, notes=tuple(notes))


def content_of(workspace: Workspace, path: str, digest: str | None) -> Path | bytes | None:
    """Return the recorded content of a file: where it lies or its bytes; None where it is nowhere."""
    if digest is None:
        return None
    here = Path(path)
    if here.is_file() and digest_file(here) == digest:
        return here
    try:
        return workspace.artifacts.get_bytes(digest) if workspace.artifacts.has(digest) else None
    except CelltrailError:  # damaged, or on a server that is away
        return None


def _origin(folder: Path, files: Mapping[str, str | None]) -> Path:
    allowed = [folder, *list(folder.parents)[:_UPWARDS]]
    origin = folder
    for path in files:
        fitting = [place for place in allowed if Path(path).is_relative_to(place) and len(place.parts) > 1]
        if fitting and origin.is_relative_to(fitting[0]):
            origin = fitting[0]
    return origin


def _provide(workspace: Workspace, path: str, digest: str | None, target: Path | None) -> DataFile:
    if "://" in path:
        return DataFile(path=path, digest=digest, found="same", said="it is asked for again where it was")
    try:
        content = content_of(workspace, path, digest)
    except OSError:  # it may not be read any more
        content = None
    if target is None:
        return _outside(path, digest, content)
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        shutil.copyfile(content, target)
        return DataFile(path=path, digest=digest, found="same")
    if content is not None:
        target.write_bytes(content)
        return DataFile(path=path, digest=digest, found="restored", said="its recorded content was kept")
    if not Path(path).is_file():
        return DataFile(path=path, digest=digest, found="missing", said="it is gone, and its content was not kept")
    shutil.copyfile(path, target)
    said = "it holds something else now, and its recorded content was not kept"
    if digest is None:
        said = "its content was not recorded; it is taken as it is now"
    return DataFile(path=path, digest=digest, found="changed", said=said)


def _outside(path: str, digest: str | None, content: Path | bytes | None) -> DataFile:
    """Account for a file too far from the notebook to be laid out: it is read where it lies."""
    if isinstance(content, Path):
        return DataFile(path=path, digest=digest, found="same")
    kept = "its recorded content is kept, but can not be put there" if content else "its content was not kept"
    found: Found = "changed" if Path(path).is_file() else "missing"
    return DataFile(
        path=path, digest=digest, found=found, said=f"it lies outside of the notebook's folders; {kept}"
    )


def _copy_others(source: Path, target: Path, spared: set[str], *, home: Path) -> list[str]:
    """Copy what lies beside a notebook, but for notebooks, hidden files and what is spared; return notes."""
    if not source.is_dir():
        return [f"The notebook's folder {source} is gone: only the recorded files are there."]
    count = size = 0
    for path in _walk(source, home):
        if str(path) in spared:
            continue
        count, size = count + 1, size + path.stat().st_size
        if count > _MOST_FILES or size > _MOST_BYTES:
            return [f"Much lies beside the notebook: only the first {count - 1} files were copied."]
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return []


def _walk(source: Path, home: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(source):
        place = Path(parent)
        folders[:] = sorted(
            name
            for name in folders
            if name[0] != "." and name not in ("__pycache__", "node_modules") and place / name != home
        )
        for name in sorted(names):
            path = place / name
            if name[0] != "." and path.suffix != ".ipynb" and path.is_file() and os.access(path, os.R_OK):
                yield path
