"""What a cell changes for all cells after it without a name: settings of modules, the shell's own.

Such a cell can be left out as long as nothing runs after it; before anything does it has to run again.
"""

from __future__ import annotations

import ast
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celltrail.jobs.cells.generators import SEEDING

SETTINGS = "<settings>"
"""The name under which changes of settings are followed."""
_SETTING_MAGICS = {"matplotlib", "config", "load_ext", "reload_ext", "autoreload", "precision", "colors", "pylab"}
_PLAIN_MAGICS = {"time", "%time"}
_MAGIC = re.compile(r"^\s*(?:[\w, ]+=\s*)?(%%?)(\w+)(.*)$")
_SHELL = re.compile(r"^\s*(?:[\w, ]+=\s*)?!|^\s*\?|^[\w.%]+\?\??\s*$")
_SHOWING = {
    *(
        "show",
        "display",
        "plot",
        "figure",
        "print",
        "pprint",
        "close",
        "savefig",
        "title",
        "legend",
        "xlabel",
        "bar",
    ),
    *("ylabel", "scatter", "hist", "tight_layout", "grid", "imshow", "subplot", "axhline", "axvline", "colorbar"),
    *("xlim", "ylim", "clear_output", "dump", "save", "copy", "collect", "sleep", "shuffle", "info", "debug"),
    *("warning", "warn", "flush", "write"),
}
"""What modules offer that is called for what it shows or writes, or does to its argument; no setting."""


@dataclass(frozen=True, slots=True)
class Magics:
    """The magics of a cell."""

    lines: tuple[str, ...] = ()
    refusals: set[str] = field(default_factory=set)
    settings: tuple[str, ...] = ()
    words: set[str] = field(default_factory=set)
    """Words in them, any of which may be a name of the notebook."""


def magics_of(raw: str) -> Magics:
    """Return the magics in the source of a cell; what only looks like one counts too."""
    lines, refusals, settings, words = [], set(), [], set()
    for number, line in enumerate(raw.lstrip("\n").splitlines()):
        found = _MAGIC.match(line)
        if found and (found[1] == "%" or number == 0):
            lines.append(line)
            words |= set(re.findall(r"[^\W\d]\w*", found[3]))
            if found[2] in _SETTING_MAGICS:
                settings.append(line.strip())
            elif found[1] == "%%" and found[2] == "track":
                lines.pop()
            else:
                refusals.add(f"uses the magic {found[1]}{found[2]}")
        elif _SHELL.match(line):
            lines.append(line)
            refusals.add("starts other programs")
    return Magics(tuple(lines), refusals, tuple(settings), words)


def settings_of(tree: ast.Module | None, magics: Magics, namespace: Mapping[str, Any]) -> str:
    """Return what settings a cell changes, as a person would say it; empty where it changes none."""
    found = list(magics.settings)
    for node in ast.walk(tree) if tree else ():
        target: ast.expr | None = None
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            target = node.value.func
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            target = node
        if target is not None and (said := _of_module(target, namespace)):
            found.append(said)
    return ", ".join(dict.fromkeys(found))


def _of_module(target: ast.expr, namespace: Mapping[str, Any]) -> str:
    """Return ``pd.set_option`` where that is called, or set, for what it does to the module."""
    inner = target
    while isinstance(inner, ast.Attribute | ast.Subscript):
        inner = inner.value
    if not isinstance(inner, ast.Name):
        return ""
    value, name = namespace.get(inner.id), getattr(target, "attr", inner.id)
    if _is_ours(value):
        return ""
    if isinstance(target, ast.Attribute) and (name in _SHOWING or name in SEEDING):
        return ""
    foreign = isinstance(value, type | types.FunctionType) and value.__module__ != namespace.get("__name__")
    if isinstance(value, types.ModuleType) or (foreign and name not in _SHOWING | set(SEEDING)):
        return ast.unparse(target)
    return ""


def _is_ours(value: Any) -> bool:
    """Whether it is of celltrail, which has no settings: what is logged there has a life of its own."""
    of = value.__name__ if isinstance(value, types.ModuleType) else getattr(value, "__module__", None)
    return isinstance(of, str) and of.partition(".")[0] == "celltrail"
