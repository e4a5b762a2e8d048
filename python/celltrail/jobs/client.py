"""Executes the cells of a notebook: papermill's own client, with a look at each cell in the kernel.

A cell whose results are known is not run. The kernel is only started for the first one that is.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from typing import Any

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError
from papermill.log import logger  # noqa: TID253 - only loaded to execute
from papermill.utils import merge_kwargs, remove_args  # noqa: TID253 - only loaded to execute

from celltrail.capture import scan
from celltrail.jobs.cells.account import Account
from celltrail.jobs.cells.bridge import Bridge
from celltrail.jobs.cells.restoration import Restoration
from celltrail.jobs.cells.settings import SETTINGS
from celltrail.jobs.cells.skipping import CellPlan, Skipping
from celltrail.jobs.leftover import own_start
from celltrail.jobs.listening import ListeningClient
from celltrail.jobs.shorten import shortening
from celltrail.records import CellExecution

_OURS = ("input_path", "timeout", "startup_timeout")


def execute_cells(manager: Any, kernel_name: str, plan: CellPlan | None = None, **options: Any) -> Any:
    """Execute a notebook cell by cell; the options are those of papermill's own engine."""
    given = {
        "timeout": options.pop("execution_timeout", None) or options.get("timeout"),
        "startup_timeout": options.pop("start_timeout", 60),
        "kernel_name": kernel_name,
        "log": logger,
    }
    client = JobClient(manager, **merge_kwargs(remove_args(_OURS, **options), **given))
    client.prepare(plan or CellPlan())
    return client.execute(**own_start())


class JobClient(ListeningClient):
    """One execution of a notebook."""

    km: Any
    kc: Any

    def prepare(self, plan: CellPlan) -> None:
        """Say what is to be done with the cells."""
        run = self.nb_man.run
        sources = [cell.source if cell.cell_type == "code" else "" for cell in self.nb.cells]
        is_python = self.nb.metadata.get("kernelspec", {}).get("language", "python") == "python"
        self.watches = plan.capture and is_python
        self.counts = is_python and not plan.capture
        self.bridge: Bridge | None = None
        self.account = Account(self.nb_man, sources)
        self.restoration = Restoration(sources, self.account.ledger)
        self.skipping = Skipping(
            run.workspace, plan if is_python else CellPlan(), run.run.environment or "", sources
        )
        self._kernel = ExitStack()

    def execute(self, **start: Any) -> Any:
        """Execute the notebook; without a kernel as long as every cell's results are known.

        `start` says how a kernel is to be started. It is waited for when the account of the execution is complete.
        """
        self.reset_execution_trackers()
        self._start = start
        self.nb_man.endings.enter_context(self._kernel)
        try:
            self.papermill_execute_cells()
            if self.kc is not None:
                reply = self.wait_for_reply(self.kc.kernel_info())
                self.nb.metadata["language_info"] = reply["content"]["language_info"]
                self.set_widgets_metadata()
                with suppress(Exception):  # it is ended all the same
                    run_sync(self.km.ask_to_end)()
        finally:
            self._write_runs()
            self._say()
        return self.nb

    def papermill_execute_cells(self) -> None:
        """Go through the cells; after a failed one no further cell is run."""
        position = 0
        while position < len(self.nb.cells):
            if not self.account.sources[position].strip():
                self._pass(position)
            elif not self._take(position):
                if self.kc is None and (first := self._start_before(position)) < position:
                    position = first  # it is run again for what it leaves that does not come back
                    continue
                if not self._run(position):
                    return
            position += 1

    def start_new_kernel_client(self, **kwargs: Any) -> Any:
        """Connect to the kernel, and have it watch its cells."""
        client = super().start_new_kernel_client(**kwargs)
        self.bridge = None
        if self.watches:
            with suppress(Exception):  # without being watched the notebook runs all the same
                bridge = Bridge(self)
                there = bridge.install()
                if there:
                    bridge.listen()
                    self.bridge = bridge
                self.account.is_elsewhere = not there or there["prefix"] != sys.prefix
        return client

    def _pass(self, position: int) -> None:
        cell = self.nb.cells[position]
        self.nb_man.cell_start(cell, position)
        self.account.ledger.write(position, "", None)
        self.nb_man.cell_complete(cell, cell_index=position)

    def _run(self, position: int) -> bool:
        """Run a cell and return whether it finished; what the kernel saw of it is written down either way."""
        cell = self.nb.cells[position]
        self.skipping.taken.pop(position, None)
        try:
            self.nb_man.cell_start(cell, position)
            cell.metadata.pop("celltrail", None)
            if reason := self.skipping.reasons.get(position):
                cell.metadata["celltrail"] = {"ran": reason}
            self.execute_cell(cell, position)
            self._note(position)
        except CellExecutionError as error:  # after anything else the kernel is busy, or gone
            self._note(position)
            self.nb_man.cell_exception(self.nb.cells[position], cell_index=position, exception=error)
            return False
        finally:
            self.nb_man.cell_complete(self.nb.cells[position], cell_index=position)
        return True

    def _note(self, position: int) -> None:
        seen = None
        with suppress(Exception):
            seen = self.bridge.take() if self.bridge else None
        if self.counts:
            with suppress(Exception):
                self.account.log_numbers(Bridge(self).numbers(scan(self.account.sources[position]).measured))
        if not self.account.note(position, seen):
            self.skipping.is_blind = True

    def _take(self, position: int) -> bool:
        """Take the results of a cell from before, if they are known; return whether they were."""
        state = self.account.ledger.before(position)
        known = self.skipping.find(position, state)
        if known is None or known.trace is None or not self._holds(known):
            return False
        if self.kc is not None and not self._bring(position, known):
            return False
        if self.skipping.taken.get(position) is not known:
            self.skipping.taken[position] = known
            self.account.take(position, known)
            self._room.take(self.nb.cells[position].outputs)
        return True

    def _holds(self, known: CellExecution) -> bool:
        """Whether the names that a cell read hold in the kernel what they held then, where it has them."""
        if self.bridge is None or known.trace is None:
            return self.kc is None
        held = self.bridge.contents(known.trace.inputs)
        same = all(held.get(name, "") in ("", content) for name, content in known.trace.inputs.items())
        return same or known.position < self.skipping.end

    def _bring(self, position: int, known: CellExecution) -> bool:
        """Bring what a cell made into the kernel that is running; return whether all came that is needed."""
        self.account.ledger.write(position, known.source, known.trace)
        made = list(known.trace.made if known.trace else ())
        if self.bridge is None or not self.restoration.is_complete(position + 1, made):
            self.skipping.reasons[position] = "what it leaves does not come back from the store"
            return False
        failed = self.restoration.bring(self.bridge, position + 1, made)
        self.skipping.reasons[position] = ", ".join(f"{name}: {reason}" for name, reason in failed.items())
        return not failed

    def _start_before(self, position: int) -> int:
        """Start the kernel with what the cells from a position on need; return from which one on it has to run."""
        while True:
            is_first = not self.skipping.taken
            first = position if is_first else self._first(position)
            self._kernel.enter_context(self.setup_kernel(**self._start))
            if is_first:
                return position
            if first == 0 or self.bridge is None:
                return 0
            failed = self.restoration.bring(self.bridge, first)
            if not failed:
                return first
            self._kernel.close()  # what was brought halfway must not stay
            self.km = self.kc = None

    def _first(self, position: int) -> int:
        """Return the cell from which on the kernel has to run."""
        end = self.skipping.end
        if end > 0 and position >= end:
            others = {n: why for n, why in self.restoration.obstacles(position).items() if n != SETTINGS}
            makers = self.account.ledger.before(position).makers
            for name, why in sorted(others.items()):
                if makers[name] < end:
                    self.skipping.give_up(
                        f"{name} of {self.skipping.label(makers[name])} does not come back ({why})"
                    )
                    return 0
        return self.restoration.first(position)

    def _write_runs(self) -> None:
        with suppress(Exception):  # what was taken is in the notebook and the job's run all the same
            self.account.write_runs(self.skipping.taken)

    def _say(self) -> None:
        plan = self.skipping.plan
        with suppress(Exception):
            notes = self.skipping.notes() if plan.skips else []
            if self.shortened:
                notes.append(shortening(sorted(map(self.skipping.number, self.shortened))))
            for text in notes if plan.job_id else ():
                self.nb_man.run.workspace.store.jobs.note(plan.job_id, text)
