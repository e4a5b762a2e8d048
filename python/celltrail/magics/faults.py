"""Errors of celltrail inside a notebook: the sentence and its cure, without pages of traceback."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from IPython.core.error import UsageError

from celltrail.errors import CelltrailError

P = ParamSpec("P")
R = TypeVar("R")


def plainly(method: Callable[P, R]) -> Callable[P, R]:
    """Raise celltrail's own errors as IPython's ``UsageError``, which shows as one line and stops a notebook."""

    @functools.wraps(method)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except CelltrailError as error:
            raise UsageError(str(error)) from error

    return called


def named(shell: Any, name: str) -> Any:
    """Return the value of a name in the notebook.

    Raises
    ------
    UsageError
        There is no such name.
    """
    if name not in shell.user_ns:
        known = [one for one in shell.user_ns if not one.startswith("_")]
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else "Run the cell that makes it first."
        raise UsageError(f"There is no variable {name!r} in this notebook. {hint}")
    return shell.user_ns[name]


def without_comment(line: str) -> str:
    """Return what a person wrote behind a magic, without a comment at its end.

    >>> without_comment("churn --seed 7  # my first"), without_comment("'a # b'")
    ('churn --seed 7', "'a # b'")
    """
    quote = ""
    for place, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "#" and (place == 0 or line[place - 1].isspace()):
            return line[:place].rstrip()
    return line


def unquoted(text: str) -> str:
    """Return what a person wrote between quotes."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text
