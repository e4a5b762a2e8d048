"""The source of a ``with`` block, so that it can be watched like a cell."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from types import FrameType


def with_body(frame: FrameType) -> str:
    """Return the source of the body of the ``with`` that `frame` is at; empty where it cannot be read."""
    lines = linecache.getlines(frame.f_code.co_filename, frame.f_globals)
    first = frame.f_lineno
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return ""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.With | ast.AsyncWith) and node.lineno <= first <= node.body[0].lineno
    ]
    if not around:
        return ""
    body = max(around, key=lambda node: node.lineno).body
    text = "".join(lines[body[0].lineno - 1 : body[-1].end_lineno])
    return textwrap.dedent(text)


def function_source(function: object) -> str:
    """Return the source of a function; empty where it cannot be read."""
    try:
        return textwrap.dedent(inspect.getsource(function))  # type: ignore[arg-type] # anything with source
    except (OSError, TypeError):
        return ""
