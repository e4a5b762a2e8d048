"""Which names cells need that are still to run, and the statements that make what is code."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from celltrail.capture import scan
from celltrail.jobs.cells.generators import NAMES
from celltrail.jobs.cells.ledger import State
from celltrail.jobs.cells.settings import SETTINGS
from celltrail.sessions.code import binds, mentions, read_code, segment

_ANY = {"exec", "eval", "globals", "locals", "vars", "dir", "get_ipython"}
_CODE = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Needs:
    """What the cells of one notebook need, each looked at once: it is asked for each of thousands of cells."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources
        self._last: dict[str, int] = {}
        """The last cell that mentions a name."""
        self._last_any = -1
        """The last cell that may need whatever there is."""
        self._statements: dict[tuple[str, int], str] = {}
        self._is_read = False

    def of(self, position: int, state: State) -> set[str]:
        """Return the names of a state that the cells from a position on may need.

        Modules count always: what loading one does to another has no name.
        """
        self._read()
        if self._last_any >= position:
            return set(state.contents)
        found = {SETTINGS, *NAMES} & set(state.contents)
        found |= {name for name, content in state.contents.items() if content.startswith(("m ", "o "))}
        waiting = {name for name in state.contents if self._last.get(name, -1) >= position}
        while waiting:
            name = waiting.pop()
            if name in state.contents and name not in found:
                found.add(name)
                waiting |= set(scan(self.statement(name, state)).reads) - found
        return found

    def statement(self, name: str, state: State) -> str:
        """Return the statement that makes what a name holds, where that is code; empty where none does."""
        if not state.contents[name].startswith(("m ", "o ", "f ")):
            return ""
        known = (name, state.makers[name])
        if known not in self._statements:
            self._statements[known] = _statement(self._sources[state.makers[name]], name)
        return self._statements[known]

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        for position, source in enumerate(self._sources):
            code = read_code(source)
            names = mentions(code.tree) | code.words() if code.tree else _ANY
            if names & _ANY or code.is_cell_magic:
                self._last_any = position
            self._last |= dict.fromkeys(names, position)


def _statement(source: str, name: str) -> str:
    """Return the last statement of a cell that binds a name; empty where that makes no code."""
    code, found = read_code(source), ""
    for statement in code.tree.body if code.tree else ():
        if name in binds(statement):
            found = segment(code.source, statement) if _makes_code(statement) else ""
    return found


def _makes_code(statement: ast.stmt) -> bool:
    return isinstance(statement, _CODE) or (
        isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda)
    )
