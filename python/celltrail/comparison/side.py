"""One side of a comparison: a run, or several that repeat each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from celltrail.comparison.measured import measured
from celltrail.comparison.repeats import repeats_of
from celltrail.records import ArtifactUse, CellExecution, Environment, Run, RunRow
from celltrail.tracking import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A run with all that hangs on it, and the runs that measured the same."""

    label: str
    """A letter."""
    row: RunRow
    """The run whose code, data and environment are shown: the newest of the side."""
    repeats: tuple[RunRow, ...]
    """All runs whose metrics count, that one included."""
    was_found: bool
    """Whether the repeats were found by us, and not named by the user."""
    cells: tuple[CellExecution, ...]
    uses: tuple[ArtifactUse, ...]
    environment: Environment | None

    @property
    def run(self) -> Run:
        """The run that is shown."""
        return self.row.run

    @property
    def title(self) -> str:
        """The side as people find it again."""
        return f"{self.label}: {self.run.name} {self.run.id[-6:]}"

    @property
    def about(self) -> str:
        """Which runs it stands for."""
        if len(self.repeats) == 1:
            return "one run"
        ids = ", ".join(f"{row.run.id[-6:]}{_seed(row)}" for row in self.repeats)
        found = "found: same name, code, parameters and inputs, other seeds" if self.was_found else "as named"
        return f"{len(self.repeats)} runs ({found}): {ids}"


def side_of(workspace: Workspace, label: str, runs: Sequence[RunRow], *, find_repeats: bool) -> Side:
    """Return a side for the runs that a user named; where it is one, with those that repeat it."""
    shown = max(runs, key=lambda row: row.run.id)
    repeats = tuple(runs)
    if find_repeats and len(runs) == 1:
        repeats = tuple(
            shown if one.id == shown.run.id else workspace.store.runs.find(one.id)
            for one in repeats_of(workspace, shown.run)
        )
    run, store = shown.run, workspace.store.runs
    return Side(
        label=label,
        row=measured(workspace, shown),
        repeats=tuple(measured(workspace, one) for one in repeats),
        was_found=len(repeats) > len(runs),
        cells=store.cells(run.id),
        uses=store.uses_of_run(run.id),
        environment=store.environment(run.environment) if run.environment else None,
    )


def _seed(row: RunRow) -> str:
    return "" if row.run.seed is None else f" seed {row.run.seed}"
