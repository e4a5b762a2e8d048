"""The statements that give a notebook's names their modules, functions and classes.

Imports often stand in a cell that nobody tracks. What a name holds tells where it comes from.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
import types
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from celltrail.capture.worth import is_code

_LONGEST = 20_000


def definitions_of(names: Iterable[str], namespace: Mapping[str, Any]) -> dict[str, str]:
    """Return, of the names that hold code, the statement that gives it: an import, or a definition's source."""
    found = {}
    for name in names:
        value = namespace.get(name)
        if not name.startswith("_") and is_code(value):
            with suppress(Exception):  # modules and classes may do anything when they are asked for something
                if statement := _statement(name, value, namespace):
                    found[name] = statement
    return found


def _statement(name: str, value: Any, namespace: Mapping[str, Any]) -> str:
    if isinstance(value, types.ModuleType):
        whole = value.__name__
        return f"import {whole}" if whole == name else f"import {whole} as {name}"
    module, called = getattr(value, "__module__", None), getattr(value, "__qualname__", None) or ""
    if module == namespace.get("__name__"):
        text = textwrap.dedent(inspect.getsource(value)) if called == name else ""
        return text.rstrip() if len(text) <= _LONGEST else ""
    place = _place(value, str(module or type(value).__module__), called or getattr(value, "__name__", ""))
    if not place:
        return ""
    within, attribute = place
    return f"from {within} import {attribute}" + ("" if attribute == name else f" as {name}")


def _place(value: Any, module: str, called: str) -> tuple[str, str] | None:
    """Return the shortest public module that has a thing under its own name, and that name."""
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        within = ".".join(parts[:length])
        if any(part.startswith("_") for part in parts[:length]) and length < len(parts):
            continue
        if getattr(sys.modules.get(within), called, None) is value:
            return within, called
    return None
