"""Cells without celltrail: its magics become comments, its functions do nothing."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

MAGICS = (
    "track", "register", "deploy", "drift", "runs", "restore", "slice", "compare", "diff", "bundle", "open",
    "lineage", "export", "submit", "sweep", "schedule", "schedules", "pipeline", "reproduce", "bisect", "history",
    "warm", "card", "explain", "why", "score", "approvals", "approve", "bom", "download", "models", "policy",
    "promote", "reinstate", "reject", "request", "retire", "rollback", "sign", "verify", "withdraw",
)  # fmt: skip
"""The magics of celltrail; ``tests/flow/test_exports.py`` keeps them complete."""
STAND_IN = '''class _Untracked:
    """Stands in for celltrail, which is not needed here: nothing is tracked."""

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

'''
_STAND_IN = "_Untracked()"
_VALUED = ("load", "load_model", "predict", "compare", "runs", "run", "list_runs", "restore")
"""Functions whose answer the code goes on with; without celltrail there is none."""
_LINE = re.compile(r"^(?P<indent>\s*)(?P<name>[A-Za-z_]\w*\s*=\s*)?%(?P<magic>\w+)\b(?P<rest>.*)$")
_EXTENSION = re.compile(r"^\s*%(?:re|un)?load_ext\s+celltrail\b")
_SEED = re.compile(r"--seed[= ](-?\d+)")
_MASKED = re.compile(r"^(\s*)[%!].*$|^(\s*).*[^\s]\?{1,2}\s*$")


@dataclass(frozen=True, slots=True)
class Plain:
    """A cell without celltrail."""

    source: str
    needs_stand_in: bool = False
    notes: tuple[str, ...] = ()


def plain_cell(source: str, known: frozenset[str] | None = None) -> Plain:
    """Return a cell as code that needs no celltrail, and what of it has no plain form."""
    magics = known or frozenset(MAGICS)
    notes: list[str] = []
    lines = [_plain_line(line, magics, notes) for line in _without_head(source.split("\n"), magics)]
    text, found = _without_imports("\n".join(lines), notes)
    return Plain(text, found, tuple(notes))


def _without_head(lines: list[str], magics: frozenset[str]) -> list[str]:
    """Return lines without a cell magic of ours; the seed that it sets is set by code."""
    place = next((n for n, line in enumerate(lines) if line.strip()), 0)
    head = re.match(r"%%(\w+)\b(.*)$", lines[place])
    if head is None or head[1] not in magics:
        return lines
    seed = _SEED.search(head[2])
    seeding = [] if seed is None else _seeding(seed[1])
    rest = _without_head(lines[place + 1 :] or [""], magics)
    if rest[0].startswith("%%"):  # another cell magic, which has to stand first
        return [*lines[:place], rest[0], f"# {lines[place]}", *seeding, *rest[1:]]
    return [*lines[:place], f"# {lines[place]}", *seeding, *rest]


def _seeding(seed: str) -> list[str]:
    return [
        "import random",
        f"random.seed({seed})",
        "try:",
        "    import numpy",
        f"    numpy.random.seed({seed} % 2**32)",
        "except ImportError:",
        "    pass",
    ]


def _plain_line(line: str, magics: frozenset[str], notes: list[str]) -> str:
    if _EXTENSION.match(line):
        return f"# {line.strip()}"
    found = _LINE.match(line)
    if (
        found is None
        or found["magic"] not in magics
        or (found["magic"] == "history" and not found["rest"].strip())
    ):
        return line
    if found["name"]:
        notes.append(f"{found['name'].strip(' =')} is None: it was given by %{found['magic']}.")
        return f"{found['indent']}{found['name']}None  # {line.strip()}"
    return f"{found['indent']}pass  # {line.strip()}"


def _without_imports(source: str, notes: list[str]) -> tuple[str, bool]:
    """Return code whose imports of celltrail give a stand-in."""
    if "celltrail" not in source:
        return source, False
    masked = "\n".join(_MASKED.sub(lambda m: f"{m[1] or m[2] or ''}pass", line) for line in source.split("\n"))
    try:
        tree = ast.parse(masked)
    except SyntaxError:
        notes.append("A cell that is no plain Python speaks of celltrail; it was left as it is.")
        return source, False
    lines = source.split("\n")
    found = False
    for node in reversed([node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]):
        if (statements := _bound(node)) is None:
            continue
        found = True
        notes += [f"celltrail.{name} gives nothing here." for name in _imported(node) if name in _VALUED]
        start, end = node.lineno - 1, node.end_lineno or node.lineno
        before = lines[start].encode()[: node.col_offset].decode()
        after = lines[end - 1].encode()[node.end_col_offset or 0 :].decode()
        lines[start:end] = [f"{before}{'; '.join(statements)}{after}"]
    used = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and _is_celltrail(n.value)}
    notes += [f"celltrail.{name} gives nothing here." for name in sorted(used & set(_VALUED))]
    return "\n".join(lines), found


def _bound(node: ast.Import | ast.ImportFrom) -> list[str] | None:
    """Return statements that bind what an import of celltrail does; None where it imports something else."""
    if isinstance(node, ast.ImportFrom):
        if (node.module or "").partition(".")[0] != "celltrail" or node.level:
            return None
        return [f"{alias.asname or alias.name} = {_STAND_IN}" for alias in node.names]
    if not any(map(_is_ours, node.names)):
        return None
    others = [alias for alias in node.names if not _is_ours(alias)]
    ours = [alias.asname or "celltrail" for alias in node.names if _is_ours(alias)]
    imports = [ast.unparse(ast.Import(names=others))] if others else []
    return imports + [f"{name} = {_STAND_IN}" for name in dict.fromkeys(ours)]


def _is_ours(alias: ast.alias) -> bool:
    return alias.name.partition(".")[0] == "celltrail"


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []


def _is_celltrail(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "celltrail"
