"""What celltrail itself is here: its version, and where it lies."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

FOLDER = Path(__file__).parents[1]


def version() -> str:
    """Return the version of this celltrail."""
    try:
        return metadata.version("celltrail")
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        return "0+unknown"


def described() -> list[Path]:
    """Return the folder in which the installer described this celltrail; nothing where none installed it."""
    try:
        place = Path(str(metadata.distribution("celltrail").locate_file("")))
    except metadata.PackageNotFoundError:
        return []
    return [path for path in place.glob("celltrail-*.dist-info") if path.is_dir()]
