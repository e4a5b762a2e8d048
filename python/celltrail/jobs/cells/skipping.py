"""Which cells of a job take their results from before, and what a person is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from celltrail.jobs.cells.ledger import State
from celltrail.jobs.cells.lookup import known, missing_run, surroundings
from celltrail.records import CellExecution
from celltrail.tracking import Workspace

_SHOWN = 6
_SHORT = 6
_UNSOUND = (
    "changes the environment of the process",
    "changes the folder that it works in",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlan:
    """What is to be done with the cells of a job beside running them."""

    job_id: str = ""
    """The job that is told what was skipped; empty where there is none."""
    capture: bool = True
    cache: bool = False
    resumes: str | None = None
    """The run of the job whose work is gone on with."""

    @property
    def skips(self) -> bool:
        """Whether any cell may take its results from before."""
        return self.cache or self.resumes is not None


@dataclass(slots=True)
class Skipping:
    """Finds for each cell the execution that stands for it."""

    workspace: Workspace
    plan: CellPlan
    environment: str
    sources: Sequence[str]
    taken: dict[int, CellExecution] = field(default_factory=dict)
    """The cells whose results were taken, by position."""
    reasons: dict[int, str] = field(default_factory=dict)
    """Why the others were not."""
    unsound: str = ""
    """Why the work of the other job is not gone on with."""
    is_blind: bool = False
    """Whether a cell ran that nobody watched: what names hold is no longer known."""
    _earlier: dict[int, CellExecution] = field(default_factory=dict)
    _end: int = 0
    _numbers: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self._numbers = tuple(accumulate(int(bool(source.strip())) for source in self.sources))
        if self.plan.skips:
            self.workspace.drain()
        if self.plan.resumes is not None:
            cells = self.workspace.store.runs.cells(self.plan.resumes)
            self._earlier = {cell.position: cell for cell in cells}
            self._end = self._first_unfinished()

    @property
    def end(self) -> int:
        """The position of the first cell that the other job did not finish; 0 where nothing is taken from it."""
        return 0 if self.unsound else self._end

    def find(self, position: int, state: State) -> CellExecution | None:
        """Return the execution whose results a cell takes."""
        if position < self.end:
            return self._earlier[position]
        if not self.plan.cache:
            return None
        if self.is_blind:
            self.reasons[position] = "a cell before it could not be watched"
            return None
        found, self.reasons[position] = known(self.workspace, self.sources[position], state, self.environment)
        return found

    def give_up(self, reason: str) -> None:
        """Go on with nothing of the other job."""
        self.unsound = reason
        self.taken.clear()

    def _first_unfinished(self) -> int:
        """Return how far the other job came with the same cells, and note why where nothing can be taken."""
        end = 0
        for position, source in enumerate(self.sources):
            if not source.strip():
                continue
            cell = self._earlier.get(position)
            if cell is None or cell.status != "finished":
                break
            if reason := self._obstacle(position, cell, source):
                self.unsound = reason
                break
            end = position + 1
        return end

    def _obstacle(self, position: int, cell: CellExecution, source: str) -> str:
        label = self.label(position)
        if cell.source != source:
            return f"{label} was changed"
        if cell.trace is None:
            return f"{label} was not watched"
        if left := [*cell.trace.hidden, *(reason for reason in cell.trace.refusals if reason in _UNSOUND)]:
            return f"{label} {'left ' if cell.trace.hidden else ''}{left[0]}"
        around = surroundings(cell.trace, self.environment) or missing_run(self.workspace, cell.trace)
        return f"of {label}: {around}" if around else ""

    def label(self, position: int) -> str:
        """Return a cell as people count it: code cells, from 1."""
        return f"cell {self.number(position)}"

    def number(self, position: int) -> int:
        """Return the number of a cell among the code cells."""
        return self._numbers[position]

    def notes(self) -> list[str]:
        """Return what a person should know of it."""
        total = sum(bool(source.strip()) for source in self.sources)
        said = []
        if self.unsound:
            said.append(f"All cells ran again, nothing was taken from the earlier job: {self.unsound}.")
        elif self.plan.resumes is not None:
            again = [
                str(self.number(one))
                for one in range(self.end)
                if one not in self.taken and self.sources[one].strip()
            ]
            first = self.number(self.end) if self.end < len(self.sources) else total
            but = f", but for {', '.join(again)}, which ran again" if again else ""
            run = self.plan.resumes[-_SHORT:]
            said.append(f"Resumed at cell {first} of {total}; the cells before it were taken from run {run}{but}.")
        if self.plan.cache:
            said.append(self._of_cache(total))
        return said

    def _of_cache(self, total: int) -> str:
        taken = {one: cell for one, cell in self.taken.items() if one >= self.end}
        runs = dict.fromkeys((cell.cached_from or cell.run_id)[-_SHORT:] for cell in taken.values())
        where = f" of run {', '.join(runs)}" if runs else ""
        ran = [
            f"{self.label(one)} ran: {reason}"
            for one, reason in sorted(self.reasons.items())
            if one not in taken and reason
        ]
        more = [f"{len(ran) - _SHOWN} more ran"] if len(ran) > _SHOWN else []
        return "; ".join([f"{len(taken)} of {total} cells came from the cache{where}", *ran[:_SHOWN], *more]) + "."
