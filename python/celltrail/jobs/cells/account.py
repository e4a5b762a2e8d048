"""Writes down what became of each cell of a job: in the run, in the notebook, and for the cells after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from celltrail.jobs.cells.bridge import Seen
from celltrail.jobs.cells.contents import ABSENT
from celltrail.jobs.cells.ledger import Ledger
from celltrail.jobs.cells.runagain import RunAgain
from celltrail.jobs.cells.settings import SETTINGS
from celltrail.records import Artifact, ArtifactUse, CellExecution, CellTrace, Direction

_WIDGET = "application/vnd.jupyter.widget-view+json"
_SAME = (
    *("reads", "binds", "definitions", "files_read", "files_written", "file_digests", "not_captured", "warnings"),
    *("seeds", "unseeded", "trace"),
)
"""What is the same of a cell whose results are taken; the outputs are in the notebook."""


class Account:
    """The account of one execution; `manager` is papermill's, which writes the rows of cells."""

    def __init__(self, manager: Any, sources: Sequence[str]) -> None:
        self.sources = sources
        self.ledger = Ledger()
        self.is_elsewhere = False
        """Whether the kernel is of another environment than this process."""
        self._manager = manager
        self._uses: set[tuple[str, str, str, str]] = set()
        self._known: dict[str, dict[str | None, list[ArtifactUse]]] = {}
        """What earlier runs read and made, by their cells."""
        self._counts = tuple(accumulate(int(bool(text.strip())) for text in sources))
        self._runs: dict[int, RunAgain] = {}

    def note(self, position: int, seen: Seen | None) -> bool:
        """Write down what the kernel saw of a cell that ran; return whether that is known."""
        begun = self._manager.cell_of(position)
        if seen is None or begun is None:
            self.ledger.write(position, "", None)
            return False
        trace = self._completed(position, seen.trace)
        self.ledger.write(position, self.sources[position], trace)
        for use in seen.uses:
            self._log_use(begun.id, *use)
        self.log_numbers(trace.numbers)
        self._manager.facts[position] = {**seen.facts, "trace": trace}
        return True

    def take(self, position: int, known: CellExecution) -> None:
        """Put the results of an earlier execution into the notebook and the run, as those of a cell."""
        import nbformat

        run, cell = self._manager.run, self._manager.nb.cells[position]
        source = known.cached_from or known.run_id
        trace = known.trace
        self._runs.pop(position, None)
        if trace is not None and trace.run:
            self._runs[position] = again = RunAgain(run.workspace, trace.run, cell.get("id"))
            trace = replace(trace, run=again.id)
        self._manager.cell_start(cell, position)
        cell.outputs = [nbformat.from_dict(output) for output in known.outputs]
        cell.execution_count = self._counts[position]
        for output in cell.outputs:
            if "execution_count" in output:
                output["execution_count"] = cell.execution_count
        cell.metadata["celltrail"] = {"cached_from": source}
        begun = self._manager.cell_of(position)
        if begun is not None:
            self._log_uses(begun.id, known)
        if trace is not None:
            self.log_numbers(trace.numbers)
        self.ledger.write(position, known.source, trace)
        same = {name: getattr(known, name) for name in _SAME}
        self._manager.facts[position] = {**same, "trace": trace, "cached_from": source}
        self._manager.cell_complete(cell, cell_index=position)
        run.set_tag("celltrail.cached", source)

    def write_runs(self, taken: Collection[int]) -> None:
        """Write down the runs that tracked cells were, of those that were taken and did not run after all."""
        for position, again in sorted(self._runs.items()):
            if position in taken:
                again.write(self._manager.run)

    def _completed(self, position: int, trace: CellTrace) -> CellTrace:
        """Return what the kernel saw with what only this process knows."""
        run, settings = self._manager.run, self.ledger.before(position).contents.get(SETTINGS, ABSENT)
        outputs = self._manager.nb.cells[position].get("outputs", ())
        shows_widget = any(_WIDGET in output.get("data", {}) for output in outputs)
        return replace(
            trace,
            environment="" if self.is_elsewhere else run.run.environment or "",
            inputs={**trace.inputs, SETTINGS: settings} if settings else trace.inputs,
            refusals=(*trace.refusals, "shows a widget") if shows_widget else trace.refusals,
        )

    def _log_uses(self, cell: str, known: CellExecution) -> None:
        if known.run_id not in self._known:
            by_cell = self._known[known.run_id] = defaultdict(list)
            for use in self._manager.run.workspace.store.sessions.uses([known.run_id]):
                by_cell[use.cell_execution_id].append(use)
        for use in self._known[known.run_id].get(known.id, ()):
            self._log_use(cell, use.name, use.direction, use.artifact)

    def _log_use(self, cell: str, name: str, direction: Direction, artifact: Artifact) -> None:
        """Log a use, once: a cell whose results were taken may have to run after all."""
        said = (cell, name, direction, artifact.digest)
        if said not in self._uses:
            self._uses.add(said)
            self._manager.run.log_use(name, artifact, direction, cell)

    def log_numbers(self, numbers: Mapping[str, float]) -> None:
        """Log what a cell computed as metrics of the run, where it is something else now."""
        for name, value in numbers.items():
            if self._manager.run.metrics.get(name) != value:
                self._manager.run.log_metric(name, value)
