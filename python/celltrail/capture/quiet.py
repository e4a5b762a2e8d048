"""Looking at a user's code and values without a word: no warning and no remark of a library that comes from us."""

from __future__ import annotations

import ast
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _ThisThread:
    """Matches the warnings of the thread that it was made in, in the place of a pattern for modules."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def match(self, _module: str) -> bool:
        return threading.get_ident() == self._thread


@contextmanager
def quiet() -> Iterator[None]:
    """Let this thread warn of nothing, and matplotlib log nothing.

    ``warnings.catch_warnings`` will not do: it makes Python forget which warnings it has shown once already, so
    that the user's later cells would show them again. The filter is put in and taken out behind the module's back.
    """
    filters: list[Any] = warnings.filters  # type: ignore[assignment] # a list, by the module's own documentation
    ours = ("ignore", None, Warning, _ThisThread(), 0)
    drawing = logging.getLogger("matplotlib")  # it says which fonts are missing, each time that it draws
    level = drawing.level
    filters.insert(0, ours)
    drawing.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        drawing.setLevel(level)
        filters[:] = [known for known in filters if known is not ours]


def parsed(source: str) -> ast.Module:
    """Return the syntax tree of some code; Python itself says what it warns of when the code is run.

    Raises
    ------
    SyntaxError, ValueError, RecursionError
        It is no Python.
    """
    with quiet():
        return ast.parse(source)
