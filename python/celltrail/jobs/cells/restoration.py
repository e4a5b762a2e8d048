"""From which cell on a kernel has to work, and what it has to be given for that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from celltrail.jobs.cells.bridge import Bridge
from celltrail.jobs.cells.ledger import Ledger, State
from celltrail.jobs.cells.needs import Needs
from celltrail.jobs.cells.settings import SETTINGS

_NOT_DATA = ("a pickle", "a png", "? ", "s ")


@dataclass(slots=True)
class Restoration:
    """What is known of which contents come back; a content that did not once is not tried again."""

    sources: Sequence[str]
    """The source of each cell of the notebook; empty of those that are no code."""
    ledger: Ledger
    lost: set[str] = field(default_factory=set)
    """Contents that could not be brought back."""
    _needs: Needs = field(init=False)

    def __post_init__(self) -> None:
        self._needs = Needs(self.sources)

    def obstacles(self, position: int) -> dict[str, str]:
        """Return the names that the cells from a position on may need and that do not come back, and why."""
        state = self.ledger.before(position)
        found = {name: self._obstacle(name, state) for name in self._needs.of(position, state)}
        return {name: reason for name, reason in found.items() if reason}

    def first(self, position: int) -> int:
        """Return the last position, at most this one, before which everything that is needed comes back."""
        while obstacles := self.obstacles(position):
            makers = self.ledger.before(position).makers
            position = max(makers[name] for name in obstacles)
        return position

    def is_complete(self, position: int, names: Sequence[str]) -> bool:
        """Whether all of some names, as they are before a position, come back or are not needed from there on."""
        return not set(names) & set(self.obstacles(position))

    def bring(self, bridge: Bridge, position: int, only: Sequence[str] | None = None) -> dict[str, str]:
        """Bring what is needed from a position on into the kernel; return what did not come back, and why."""
        state = self.ledger.before(position)
        needed = self._needs.of(position, state) - {SETTINGS}
        names = sorted(needed if only is None else needed & set(only), key=lambda name: (state.makers[name], name))
        wanted = [(name, state.contents[name], self._needs.statement(name, state)) for name in names]
        modules = [entry for entry in wanted if entry[1].startswith(("m ", "o "))]  # what others are made with
        ordered = [*modules, *(entry for entry in wanted if entry not in modules)]
        count = sum(bool(source.strip()) for source in self.sources[:position])
        failed = bridge.ask("restoring", "bring", json.dumps([ordered, count]))
        if failed is None:
            failed = dict.fromkeys(names, "the kernel did not answer")
        self.lost |= {state.contents[name] for name in failed}
        return dict(failed)

    def _obstacle(self, name: str, state: State) -> str:
        content = state.contents[name]
        if content.startswith("s "):
            return "it changes settings"
        if content.startswith(_NOT_DATA) or content in self.lost:
            return content[2:] if content.startswith("? ") else "its value is not kept in a form that comes back"
        if content.startswith(("m ", "o ", "f ")) and not self._needs.statement(name, state):
            return "no plain statement makes it"
        return "its object is also another name's" if name in state.shared else ""
