"""What code depends on without naming it: random generators, settings of modules, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from celltrail.sessions.code import Code, settings
from celltrail.sessions.session import Execution

_PROCESS = {"os", "sys", "locale"}
"""Modules whose settings hold for all code of a process."""
_SHOWING = {"matplotlib", "seaborn", "IPython", "plotly", "celltrail"}
"""Modules that are called to show something; no result depends on it."""
_SYSTEM = ("/usr/", "/etc/", "/lib", "/opt/", "/System/", "/Library/")
"""Where files lie that come with a machine: time zones, fonts."""


class Hidden:
    """The hidden ties between the executions of a kernel."""

    def __init__(self, executions: Sequence[Execution], codes: Sequence[Code], modules: Mapping[str, str]) -> None:
        self._executions = executions
        self._codes = codes
        self._settings = [
            {modules.get(name, "") for name in settings(code.tree)} - _SHOWING if code.tree else set()
            for code in codes
        ]

    def before(self, place: int, code: Code, used: set[str]) -> Iterator[int]:
        """Give the places of the executions that one depends on; `used` are the modules that its code names."""
        for one in range(place):
            if self._settings[one] & (used | _PROCESS) and self._executions[one].cell.status != "failed":
                yield one
        yield from self._draws_before(place, code)
        yield from (writer for _, writer in self._files(place) if writer is not None)

    def notes(self, place: int) -> list[str]:
        """Return what a reader should know of what no execution accounts for."""
        execution = self._executions[place]
        said = [
            f"It reads the file {path}, which has to be there."
            for path, writer in self._files(place)
            if writer is None and not path.startswith(_SYSTEM)
        ]
        if execution.cell.unseeded:
            said.append(
                f"{execution.label} draws from random generators that nobody seeded "
                f"({', '.join(execution.cell.unseeded)}): it gives another result each time."
            )
        return said

    def _draws_before(self, place: int, code: Code) -> Iterator[int]:
        """Give what drew from the shared random generators before, back to where they were seeded."""
        execution = self._executions[place]
        if execution.run.seed is not None or code.seeds or not (code.draws or execution.cell.seeds):
            return
        for one in range(place - 1, -1, -1):
            seeds = self._codes[one].seeds or self._executions[one].run.seed is not None
            if seeds or (self._codes[one].draws and code.draws):
                yield one
            if seeds:
                return

    def _files(self, place: int) -> Iterator[tuple[str, int | None]]:
        """Give the files that an execution read, each with the last one before that wrote it."""
        for path in self._executions[place].cell.files_read:
            writers = (one for one in range(place - 1, -1, -1) if path in self._executions[one].cell.files_written)
            yield path, next(writers, None)
