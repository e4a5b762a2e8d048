"""What the names of a notebook hold, cell by cell, by what is written down of each cell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from celltrail.jobs.cells.contents import ABSENT
from celltrail.jobs.cells.settings import SETTINGS
from celltrail.records import CellTrace

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class State:
    """What holds before a cell."""

    contents: dict[str, str] = field(default_factory=dict)
    makers: dict[str, int] = field(default_factory=dict)
    """Which cell gave each name what it holds, by its position."""
    shared: set[str] = field(default_factory=set)
    """Names whose object is also another name's."""

    def settings(self, source: str, content: str) -> str:
        """Return what stands for all settings so far: they have no content but what was done to them."""
        before = self.contents.get(SETTINGS, ABSENT)
        said = f"{before}\n{content}\n{source}".encode(errors="surrogatepass")
        return f"s {hashlib.blake2b(said, digest_size=16).hexdigest()}"


class Ledger:
    """The states of one execution of a notebook.

    One state is held, and how to go from it to the cell before and to the one after: a state for each cell would
    be the square of a long notebook.
    """

    def __init__(self) -> None:
        self._state = State()
        self._written: dict[int, tuple[str, CellTrace | None]] = {}
        self._undoing: list[list[Callable[[], object]]] = []
        """For each cell that is in the state: what takes it out again."""

    def before(self, position: int) -> State:
        """Return what holds before a cell; all cells before it are written down.

        It stays that until another state is asked for or a cell is written down.
        """
        while len(self._undoing) > position:
            for undo in reversed(self._undoing.pop()):
                undo()
        while len(self._undoing) < position:
            self._undoing.append(self._step(len(self._undoing)))
        return self._state

    def write(self, position: int, source: str, trace: CellTrace | None) -> None:
        """Write down what a cell left; what nobody watched leaves nothing that is known."""
        self.before(position)
        self._written[position] = (source, trace)

    def _step(self, position: int) -> list[Callable[[], object]]:
        """Put what a cell left into the state; return what takes it out again."""
        state, (source, trace) = self._state, self._written[position]
        if trace is None:
            return []
        undoing: list[Callable[[], object]] = []
        for name, content in trace.made.items():
            undoing += [_undo(state.contents, name), _undo(state.makers, name)]
            state.makers[name] = position
            if content == ABSENT:
                state.contents.pop(name, None)
            else:
                state.contents[name] = state.settings(source, content) if name == SETTINGS else content
        data = {name for name, content in trace.made.items() if content.startswith("a ")}
        shares = {*trace.shared, *data} if trace.shared else set()
        gone, new = (state.shared & set(trace.made)) - shares, shares - state.shared
        state.shared.difference_update(gone)
        state.shared.update(new)
        return [*undoing, partial(state.shared.difference_update, new), partial(state.shared.update, gone)]


def _undo(held: dict[str, Held], name: str) -> Callable[[], object]:
    """Return what gives a name back what it has now."""
    return partial(held.__setitem__, name, held[name]) if name in held else partial(held.pop, name, None)
