"""Libraries that only some people have."""

from __future__ import annotations

import importlib
from types import ModuleType

from celltrail.errors import MissingDependencyError


def require(library: str, extra: str) -> ModuleType:
    """Return a library.

    Raises
    ------
    MissingDependencyError
        It is not installed; the hint says which of our extras brings it.
    """
    try:
        return importlib.import_module(library)
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            f"This needs {library}, which cannot be imported: {error}.",
            hint=f"Install it with `pip install 'celltrail[{extra}]'`.",
        ) from error
