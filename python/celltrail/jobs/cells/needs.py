"""Which names cells need that are still to run, and the statements that make what is code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from celltrail.capture import scan
from celltrail.jobs.cells.generators import NAMES
from celltrail.jobs.cells.ledger import State
from celltrail.jobs.cells.settings import SETTINGS
from celltrail.sessions.code import binds, mentions, read_code, segment

_ANY = {"exec", "eval", "globals", "locals", "vars", "dir", "get_ipython"}
_CODE = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def needed_by(sources: Iterable[str], state: State, statements: Mapping[str, str]) -> set[str]:
    """Return the names of a state that cells with some sources may need.

    Modules count always: what loading one does to another has no name.
    """
    found = {name for name, content in state.contents.items() if content.startswith(("m ", "o "))}
    found |= {SETTINGS, *NAMES}
    waiting: set[str] = set()
    for source in sources:
        code = read_code(source)
        names = mentions(code.tree) | code.words() if code.tree else _ANY
        if names & _ANY or code.is_cell_magic:
            return set(state.contents)
        waiting |= names
    while waiting:
        name = waiting.pop()
        if name in state.contents and name not in found:
            found.add(name)
            waiting |= set(scan(statements.get(name, "")).reads) - found
    return found & set(state.contents)


def statements_of(state: State, sources: Sequence[str]) -> dict[str, str]:
    """Return, of the names that hold code, the statement of their cell that makes it; those that have one."""
    found = {}
    for name, content in state.contents.items():
        if content.startswith(("m ", "o ", "f ")):
            code = read_code(sources[state.makers[name]])
            for statement in code.tree.body if code.tree else ():
                if name in binds(statement):
                    found[name] = segment(code.source, statement) if _makes_code(statement) else ""
    return {name: text for name, text in found.items() if text}


def _makes_code(statement: ast.stmt) -> bool:
    return isinstance(statement, _CODE) or (
        isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda)
    )
