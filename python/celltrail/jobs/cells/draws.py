"""What a cell draws from the random generators that the whole process shares."""

from __future__ import annotations

import pickle
from typing import Any

from celltrail.capture import Observed
from celltrail.jobs.cells import generators
from celltrail.jobs.cells.contents import UNKNOWN, Contents
from celltrail.records import Artifact

_last: dict[str, tuple[bytes, str, Artifact | None]] = {}
"""The state in which each generator was seen last, with its content: most cells leave it as it was."""


class Draws:
    """The shared generators around one cell."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._before: dict[str, str] = {}

    def begin(self) -> None:
        """Look at them before the cell."""
        self._before = self._states()

    def note(self, observed: Observed, *, seeds_first: bool) -> tuple[dict[str, str], dict[str, str]]:
        """Return the generators that the cell read, and those that it set or drew from, with their contents.

        What was before does not matter to a cell that seeds before it draws.
        """
        read: dict[str, str] = {}
        made: dict[str, str] = {}
        for name, state in self._states().items():
            before, is_seeded = self._before.get(name), generators.is_seeded(name)
            if state == before or not (is_seeded or name.strip("<>") in observed.unseeded):
                continue
            made[name] = state
            if not seeds_first and before is not None:
                read[name] = before if is_seeded else f"{UNKNOWN} nobody seeded it"
        return read, made

    def _states(self) -> dict[str, str]:
        return {name: self._content(name, state) for name, state in generators.states().items()}

    def _content(self, name: str, state: Any) -> str:
        exact = pickle.dumps(state)
        known = _last.get(name)
        if known is not None and known[0] == exact and self._contents.keep(*known[1:]):
            return known[1]
        content = self._contents.of_value(generators.plain(state))
        _last[name] = (exact, content, self._contents.artifact(content))
        return content
