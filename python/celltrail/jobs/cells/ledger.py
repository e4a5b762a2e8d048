"""What the names of a notebook hold, cell by cell, by what is written down of each cell."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from celltrail.jobs.cells.contents import ABSENT
from celltrail.jobs.cells.settings import SETTINGS
from celltrail.records import CellTrace


@dataclass(frozen=True, slots=True)
class State:
    """What holds before a cell."""

    contents: dict[str, str] = field(default_factory=dict)
    makers: dict[str, int] = field(default_factory=dict)
    """Which cell gave each name what it holds, by its position."""
    shared: frozenset[str] = frozenset()
    """Names whose object is also another name's."""

    def after(self, position: int, source: str, trace: CellTrace) -> State:
        """Return what holds after a cell."""
        contents, makers = dict(self.contents), dict(self.makers)
        for name, content in trace.made.items():
            makers[name] = position
            if content == ABSENT:
                contents.pop(name, None)
            else:
                contents[name] = self._settings(source, content) if name == SETTINGS else content
        shared = self.shared - set(trace.made)
        if trace.shared:
            shared |= {*trace.shared, *(name for name, content in trace.made.items() if content.startswith("a "))}
        return State(contents, makers, frozenset(shared))

    def _settings(self, source: str, content: str) -> str:
        """Return what stands for all settings so far: they have no content but what was done to them."""
        before = self.contents.get(SETTINGS, ABSENT)
        said = f"{before}\n{content}\n{source}".encode(errors="surrogatepass")
        return f"s {hashlib.blake2b(said, digest_size=16).hexdigest()}"


class Ledger:
    """The states of one execution of a notebook."""

    def __init__(self) -> None:
        self._states: dict[int, State] = {0: State()}

    def before(self, position: int) -> State:
        """Return what holds before a cell; all cells before it are written down."""
        return self._states[position]

    def write(self, position: int, source: str, trace: CellTrace | None) -> None:
        """Write down what a cell left; what nobody watched leaves nothing that is known."""
        before = self._states[position]
        self._states[position + 1] = before if trace is None else before.after(position, source, trace)
