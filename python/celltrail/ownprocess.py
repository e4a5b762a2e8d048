"""Processes that are ours alone: no code of anybody's runs in them, and they belong to nobody."""

from __future__ import annotations

import os
import sys

_GRAMMARS = "rfc3987_syntax"


def leave_caller() -> None:
    """Go on in a child of nobody's, whose pid the caller reads on stdout; who started this need not reap it."""
    pid = os.fork()
    if pid:
        print(pid, flush=True)  # noqa: T201 - the caller reads it
        os._exit(0)
    os.setsid()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # the caller waits for the end of what it reads
    os.close(nowhere)
    load_less()


def load_less() -> None:
    """Have what is imported from here on do without what costs much and is never used.

    nbformat imports jsonschema, and that, where JupyterLab is installed, the grammars by which it would check
    international addresses. Making them takes longer than everything else that a job imports, and no schema of a
    notebook has such a thing. jsonschema itself does without where they cannot be imported.
    """
    if _GRAMMARS not in sys.modules:
        sys.modules[_GRAMMARS] = None  # type: ignore[assignment] # Python's own way to say that there is none
