"""Who acts: the user whom a face has authenticated, else who runs this process.

What is done for a Jupyter user runs in a context of its own, so that whoever writes down who
changed something asks `user_name`, and nothing has to be handed through.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_acting: ContextVar[str] = ContextVar("celltrail_actor", default="")


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Let what happens inside be done by a user; an empty name changes nothing.

    >>> with acting_as("ada"):
    ...     user_name()
    'ada'
    """
    token = _acting.set(name or _acting.get())
    try:
        yield
    finally:
        _acting.reset(token)


def user_name() -> str:
    """Return who acts: the authenticated user, else who works here as JupyterHub or the system says."""
    return _acting.get() or _runs_this()


def _runs_this() -> str:
    try:
        return os.environ.get("JUPYTERHUB_USER", "") or getpass.getuser()
    except (OSError, KeyError):  # no name for this user id
        return ""
