"""Take over what other tools have tracked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from celltrail.errors import InvalidInputError
from celltrail.sharing import imports
from celltrail.sharing.imports import Imported
from celltrail.tracking import Workspace, workspace

_SOURCES: dict[str, Callable[[Workspace, str], Imported]] = {
    "tensorboard": lambda here, source: imports.import_tensorboard(here, Path(source)),
}
SOURCES = tuple(_SOURCES)


def import_history(kind: str, source: str | Path) -> Imported:
    """Take over the runs that another tool has tracked; what was taken over before is not taken twice.

    Parameters
    ----------
    kind
        ``tensorboard``.
    source
        The folder with the event files, or with folders of them.

    Raises
    ------
    InvalidInputError
        There is no such tool or folder, or it holds nothing of the kind.
    MissingDependencyError
        The library that reads it is not installed.

    Examples
    --------
    >>> import_history("tensorboard", "runs/")  # doctest: +SKIP
    """
    if kind not in _SOURCES:
        raise InvalidInputError(f"There is no import from {kind!r}.", hint=f"There is: {', '.join(SOURCES)}.")
    here = workspace()
    here.drain()
    return _SOURCES[kind](here, str(source))
