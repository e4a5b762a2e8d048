"""A bundle as a folder of files: the notebook, the lock file, and the data where the notebook looks for them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePosixPath

from celltrail.errors import InvalidInputError
from celltrail.sharing.manifest import ARTIFACTS, EXECUTED, LOCK, SOURCE, Item
from celltrail.sharing.reading import BundleFile
from celltrail.sharing.records import Records

_ELSEWHERE = "data"


def check_free(folder: Path) -> None:
    """Return if a folder is not there, or empty.

    Raises
    ------
    InvalidInputError
        There is something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInputError(f"{folder} is not empty.", hint="Name a new folder: nothing is overwritten.")


def lay_out(folder: Path, bundle: BundleFile, records: Records) -> None:
    """Write the files of a bundle into a new folder, which has its name when it is whole.

    Raises
    ------
    InvalidInputError
        It is not empty, or cannot be written.
    """
    check_free(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        try:
            _fill(partial, bundle, records)
            partial.chmod(0o755)
            if folder.exists():
                folder.rmdir()
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise InvalidInputError(
            f"{folder} cannot be written: {error.strerror}.", hint="Name another one."
        ) from error


def _fill(folder: Path, bundle: BundleFile, records: Records) -> None:
    members = bundle.manifest.members
    for name in members:
        kind, _, rest = name.partition("/")
        if kind == SOURCE:
            _write(folder / rest, bundle, name)
        elif kind == EXECUTED:
            _write(folder / f"{Path(rest).stem}-executed.ipynb", bundle, name)
        elif name == LOCK:
            _write(folder / "pylock.toml", bundle, name)
    notebook = next((job.notebook for job in records.jobs if job.run_id == records.run.id), "")
    for item in bundle.manifest.items:
        name = f"{ARTIFACTS}/{item.digest}"
        if item.path and name in members:
            place = folder / place_of(item, notebook)
            if not place.exists():
                _write(place, bundle, name)


def place_of(item: Item, notebook: str) -> PurePosixPath:
    """Return where a file belongs in the folder: where it lay from the notebook, else in ``data``.

    Nothing leads out of the folder, whatever the path says.
    """
    path, home = PurePosixPath(item.path), PurePosixPath(notebook).parent
    if notebook and path.is_relative_to(home):
        inside = path.relative_to(home)
        if inside.parts and ".." not in inside.parts and not inside.is_absolute() and "\x00" not in str(inside):
            return inside
    name = path.name.replace("\x00", "")
    return PurePosixPath(_ELSEWHERE) / (name if name not in ("", ".", "..") else item.digest)


def _write(path: Path, bundle: BundleFile, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for piece in bundle.pieces(name):
            file.write(piece)
