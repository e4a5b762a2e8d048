"""A version's files, as other programs read them: what is downloaded, and what is signed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path, PurePosixPath

from celltrail.artifacts.store import BYTES
from celltrail.errors import InvalidInputError, NotLoadableError
from celltrail.records import ModelVersion
from celltrail.tracking import Workspace

SIGNATURE = "signature"
"""The role under which a version's signature is attached."""
SIGNATURE_FILE = "model.sig"


def files_of(workspace: Workspace, version: ModelVersion) -> dict[str, bytes]:
    """Return the files of a version by their paths, which are below the folder that they are written to.

    Raises
    ------
    NotFoundError
        Its bytes are gone.
    CorruptArtifactError
        They have changed.
    NotLoadableError
        A path would lead out of the folder.
    """
    files = workspace.artifacts.files(version.artifact, version.codec)
    for path in files:
        check_inside(path)
    return files


def check_inside(path: str) -> str:
    """Return a path if it leads to a file below the folder that it is relative to, on every system.

    Raises
    ------
    NotLoadableError
        It does not.
    """
    parts = path.split("/")
    strange = {"", ".", ".."} & set(parts) or any(sign in path for sign in "\\\0:")
    if strange or PurePosixPath(path).is_absolute():
        raise NotLoadableError(
            f"The model holds a file called {path!r}, which would lie outside of its folder.",
            hint="What celltrail keeps has no such names: do not use this one.",
        )
    return path


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """Write files below a folder that is there."""
    for path, data in sorted(files.items()):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def download(workspace: Workspace, version: ModelVersion, folder: Path) -> list[Path]:
    """Write a version's files into a folder that is not there yet, or is empty; with its signature, if it has one.

    The folder is there as a whole, or not at all.

    Raises
    ------
    InvalidInputError
        Something is there already, or it cannot be written.
    CorruptArtifactError
        The version's bytes have changed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInputError(f"{folder} is there already.", hint="Give a folder that is new, or empty.")
    files = files_of(workspace, version)
    if attached := version.attachment(SIGNATURE):
        files[SIGNATURE_FILE] = workspace.artifacts.get(attached.digest, BYTES)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            write_files(files, partial)
            umask = os.umask(0)
            os.umask(umask)
            partial.chmod(0o777 & ~umask)
            partial.replace(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise InvalidInputError(f"{folder} cannot be written: {error.strerror}.") from error
    return [folder / path for path in sorted(files)]
