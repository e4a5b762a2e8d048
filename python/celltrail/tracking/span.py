"""A run around some code: watches it, and keeps what it read, made and measured.

Nothing here may raise into the user's code: a value that cannot be kept is written down as such, with the reason.

A name is looked at before the code and after it, by content. So what is changed in place is seen, whoever changed
it: the code, a function that it calls, another name of the same object. What stays unseen, and where that is
written down, docs/how/capture.md says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from weakref import WeakKeyDictionary

from celltrail import clock, ids
from celltrail.capture import Observation, Observed, is_number, measured_numbers
from celltrail.capture.aliases import aliases_of
from celltrail.capture.definitions import definitions_of
from celltrail.capture.functions import through_functions
from celltrail.capture.quiet import quiet
from celltrail.capture.worth import is_worth_keeping
from celltrail.errors import CelltrailError
from celltrail.records import Artifact, CellExecution, RunStatus
from celltrail.tracking.context import find_context
from celltrail.tracking.files import file_digests
from celltrail.tracking.fits import log_fits
from celltrail.tracking.run import ActiveRun

Failure = tuple[str, str, list[str]]
"""Name, value and traceback of an exception."""
_LONGEST_CHOICE = 500
_FROZEN = (str, bytes, bool, type(None), complex)
_known_names: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
"""The content that each name of a shell had when it was last looked at."""
_INTERRUPTED = "Keeping it was interrupted."


class Span:
    """The code between ``begin`` and ``end`` as the one cell of a run."""

    def __init__(
        self,
        run: ActiveRun,
        source: str,
        namespace: Mapping[str, Any],
        *,
        shown: str | None = None,
        cell_id: str | None = None,
        shell: Any = None,
    ) -> None:
        self.run = run
        self._namespace = namespace
        self._known = _known_names.setdefault(shell, {}) if shell is not None else {}
        self._watch = Observation(source, namespace, shell=shell, ignore=(run.workspace.settings.home,))
        self._reads, self._binds = self._names()
        self._cell = CellExecution(
            id=ids.new_id(),
            run_id=run.id,
            position=0,
            source=source if shown is None else shown,
            status="running",
            started_at=clock.now(),
            cell_id=cell_id,
            reads=self._reads,
            binds=self._watch.scan.binds,
            definitions=definitions_of(self._reads, namespace),
        )
        self._before: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._not_captured: dict[str, str] = {}
        self.unseeded: tuple[str, ...] = ()
        """Random generators that the code drew from and nobody had seeded."""

    @property
    def not_captured(self) -> dict[str, str]:
        """Names whose value was not kept, each with the reason."""
        return dict(self._not_captured)

    def begin(self) -> None:
        """Start to watch."""
        scan = self._watch.scan
        try:
            self.run.log_cell(self._cell)
            find_context(self.run)
            for name, value in scan.literals.items():
                if not name.startswith("_"):
                    self.run.log_param(name, value)
            self._in_turn(self._reads, self._keep_input)
            self._in_turn(self._aliases(), self._look_at)
        finally:  # whatever could not be kept, what the code does from now on is watched
            self._places = {name: id(value) for name, value in list(self._namespace.items())}
            self.run.pending = lambda: measured_numbers(scan.measured, self._namespace)
            self._watch.start()

    def end(self, status: RunStatus = "finished", failure: Failure | None = None) -> None:
        """Stop to watch, keep what was seen and finish the run.

        Raises
        ------
        StoreError
            The journal cannot be written.
        """
        observed = self._watch.finish(failure)
        self.unseeded = observed.unseeded
        try:
            self.run.log_metrics(self.run.pending())
            self.run.pending = dict
            bound = self._bound()
            self._in_turn(self._reads, self._keep_output)
            self._in_turn(bound, self._keep_output)
            self._in_turn([name for name in self._before if name not in self._reads], self._keep_output)
            kept = {name: self._namespace[name] for name in (*self._reads, *bound) if name in self._namespace}
            log_fits(self.run, {name: value for name, value in kept.items() if self._is_new(name)}, self._cell.id)
        finally:
            self.run.log_cell(self._finished_cell(observed, failure))
            self.run.finish(status, failure and f"{failure[0]}: {failure[1]}"[:500])

    def _names(self) -> tuple[tuple[str, ...], set[str]]:
        """Return what the code reads, and what functions of the notebook that it calls bind."""
        scan = self._watch.scan
        reads = {*scan.reads, *(name for name in scan.builtins if name in self._namespace)}
        inner, binds = through_functions(reads, self._namespace)
        return tuple(sorted(reads | (inner - set(scan.binds)))), binds

    def _bound(self) -> tuple[str, ...]:
        """Return the names that have a value now that they had not before: also by star imports, magics, exec."""
        moved = {
            name
            for name, value in list(self._namespace.items())
            if not name.startswith("_") and self._places.get(name) != id(value)
        }
        scan = self._watch.scan
        found = (
            {*scan.binds, *scan.touches, *self._binds, *moved} if self._places else {*scan.binds, *scan.touches}
        )
        return tuple(sorted(found - set(self._reads)))

    def _in_turn(self, names: Iterable[str], keep: Callable[[str], None]) -> None:
        """Keep names one after the other; whoever interrupts that has it for all that are left."""
        waiting = [name for name in names if not name.startswith("_") and name in self._namespace]
        for position, name in enumerate(waiting):
            try:
                with quiet():  # what libraries remark when a value is kept is not the user's to read
                    keep(name)
            except CelltrailError as error:
                self._not_captured[name] = error.message
            except KeyboardInterrupt:
                self._not_captured |= dict.fromkeys(waiting[position:], _INTERRUPTED)
                return
            except Exception as error:  # noqa: BLE001 - a user's object may do anything when it is read
                self._not_captured[name] = f"Reading it raised {type(error).__name__}: {error}"[:500]

    def _keep_input(self, name: str) -> None:
        value = self._namespace[name]
        if _is_choice(value):
            self.run.log_param(name, str(value) if isinstance(value, PurePath) else value)
            return
        artifact = self._put(name)
        if artifact is not None:
            self._before[name] = self._known[name] = artifact.digest
            self.run.log_use(name, artifact, "input", self._cell.id)

    def _keep_output(self, name: str) -> None:
        value = self._namespace[name]
        unmoved = self._places.get(name) == id(value)
        if unmoved and (type(value) in _FROZEN or _is_choice(value)):
            return
        artifact = self._put(name)
        if artifact is None or artifact.digest == self._before.get(name):
            return
        self._known[name] = artifact.digest
        self.run.log_use(name, artifact, "output", self._cell.id)

    def _look_at(self, name: str) -> None:
        """Remember the content of a name that the code does not mention, but may change."""
        artifact = self._put(name)
        if artifact is not None:
            self._before[name] = artifact.digest

    def _aliases(self) -> list[str]:
        """Return other names of what the code reads: a change in place is one of theirs too."""
        values = [self._namespace[name] for name in self._reads if name in self._namespace]
        with suppress(Exception):  # a user's object may do anything when it is looked into
            return sorted(aliases_of(values, self._namespace) - set(self._reads))
        return []

    def _is_new(self, name: str) -> bool:
        return name not in self._before or self._known.get(name) != self._before[name]

    def _put(self, name: str) -> Artifact | None:
        """Keep the content of a name, if it is data."""
        value = self._namespace[name]
        return self.run.workspace.artifacts.put(value) if is_worth_keeping(value) else None

    def _finished_cell(self, observed: Observed, failure: Failure | None) -> CellExecution:
        digests = dict(observed.versions)
        with suppress(Exception):  # what lies on a disk may be anything
            digests |= file_digests((*observed.files_read, *observed.files_written))
        return replace(
            self._cell,
            status="failed" if failure else "finished",
            outputs=observed.outputs,
            error="\n".join(failure[2]) if failure else None,
            wall_s=observed.wall_s,
            cpu_s=observed.cpu_s,
            peak_bytes=observed.peak_bytes,
            files_read=observed.files_read,
            files_written=observed.files_written,
            file_digests=digests,
            not_captured=self._not_captured,
            warnings=observed.warnings,
            seeds=observed.seeds,
            unseeded=observed.unseeded,
        )


def _is_choice(value: Any) -> bool:
    """Whether it is a plain value that an earlier cell gave a name, such as a notebook's parameter."""
    if isinstance(value, PurePath):
        return True
    return is_number(value) or type(value) is bool or (type(value) is str and len(value) <= _LONGEST_CHOICE)
