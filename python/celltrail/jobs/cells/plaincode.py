"""A cell of a notebook as plain Python."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

TRACK = "%%track"


def plain_code(shell: Any, raw: str) -> str:
    """Return a cell as plain Python; empty where it is none, and of a tracked cell without the magic."""
    lines = raw.lstrip().splitlines(keepends=True)
    if lines and lines[0].startswith(TRACK):
        raw = "".join(lines[1:])
    if raw.lstrip().startswith("%%"):
        return ""
    with suppress(SyntaxError):
        return str(shell.transform_cell(raw))
    return ""
