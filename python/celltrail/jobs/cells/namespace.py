"""The names of a notebook's namespace: which are IPython's, and which are code of its own."""

from __future__ import annotations

from typing import Any

from celltrail.capture.worth import is_code

MACHINERY = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open", "_", "__", "___", "_dh", "_oh", "_ih"})


def is_machinery(name: str) -> bool:
    """Whether a name is Python's or IPython's own, and no cell's."""
    return name in MACHINERY or (name.startswith("_i") and name[2:].strip("i").isdigit()) or name in {
        "_i", "_ii", "_iii", "__builtin__", "__builtins__", "__name__", "__doc__", "__loader__", "__spec__",
        "__package__", "_sh",
    } or (name.startswith("_") and name[1:].isdigit())  # fmt: skip


def own_code(names: dict[str, Any]) -> list[str]:
    """Return the names of the notebook's own functions and classes."""
    home = names.get("__name__")
    return [
        name
        for name, value in list(names.items())
        if is_code(value) and getattr(value, "__module__", None) == home and not is_machinery(name)
    ]
