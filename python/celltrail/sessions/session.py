"""The executions of one kernel, in their order, with all that is known of the names in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from celltrail.capture import scan
from celltrail.records import ArtifactUse, CellExecution, Metric, Run, Scalar
from celltrail.sessions.code import without_magics
from celltrail.tracking import Workspace

_TRACK = "%%track"


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """One execution of a cell or block, with the values that its names had."""

    run: Run
    cell: CellExecution
    is_tracked: bool = True
    """False where a notebook job wrote down the code of a cell without ``%%track``: its values are not known."""
    inputs: dict[str, ArtifactUse] = field(default_factory=dict)
    outputs: dict[str, ArtifactUse] = field(default_factory=dict)
    params: dict[str, Scalar] = field(default_factory=dict)
    """Names of the kernel that held a plain value; not what was logged by hand."""
    metrics: dict[str, Metric] = field(default_factory=dict)
    """Names of the kernel that got a computed number."""

    @property
    def label(self) -> str:
        """The execution as people find it again."""
        return (
            f"{self.run.name} {self.run.id[-6:]}"
            if self.is_tracked
            else f"cell {self.cell.position + 1}, not tracked"
        )


def executions_of(workspace: Workspace, run_id: str) -> tuple[Execution, ...]:
    """Return everything known of the kernel in which a run happened, oldest first."""
    store = workspace.store.sessions
    runs = {run.id: run for run in store.runs(run_id)}
    ids = list(runs)
    uses: dict[str, list[ArtifactUse]] = defaultdict(list)
    for use in store.uses(ids):
        uses[use.cell_execution_id or ""].append(use)
    params: dict[str, dict[str, Scalar]] = defaultdict(dict)
    for param in store.params(ids):
        params[param.run_id][param.key] = param.value
    metrics: dict[str, dict[str, Metric]] = defaultdict(dict)
    for metric in store.metrics(ids):
        metrics[metric.run_id][metric.key] = metric
    found = [
        _execution(
            runs[cell.run_id], cell, uses[cell.id], params=params[cell.run_id], metrics=metrics[cell.run_id]
        )
        for cell in store.cells(ids)
        if not _is_written_twice(runs[cell.run_id], cell)
    ]
    return _without_inner(found)


def _execution(
    run: Run,
    cell: CellExecution,
    uses: Sequence[ArtifactUse],
    *,
    params: dict[str, Scalar],
    metrics: dict[str, Metric],
) -> Execution:
    is_tracked = run.kind != "notebook"
    if not is_tracked:  # it was written down from outside, where magics are no Python
        names_of = scan(without_magics(cell.source)[0])
        cell = replace(cell, reads=names_of.reads, binds=names_of.binds)
    names = {*cell.reads, *cell.binds} if is_tracked else set()
    return Execution(
        run=run,
        cell=cell,
        is_tracked=is_tracked,
        inputs={use.name: use for use in uses if use.direction == "input"},
        outputs={use.name: use for use in uses if use.direction == "output"},
        params={key: value for key, value in params.items() if key in names},
        metrics={key: metric for key, metric in metrics.items() if key in names & set(cell.binds)},
    )


def _is_written_twice(run: Run, cell: CellExecution) -> bool:
    """Whether a notebook job saw a cell that the kernel tracked itself."""
    return run.kind == "notebook" and cell.source.lstrip().startswith(_TRACK)


def _without_inner(executions: list[Execution]) -> tuple[Execution, ...]:
    """Leave out the blocks that ran inside a tracked cell: the cell has their code."""
    cells = [(e.run.started_at, e.run.ended_at or float("inf")) for e in executions if e.run.kind == "cell"]

    def is_inner(execution: Execution) -> bool:
        at = execution.run.started_at
        return execution.run.kind == "block" and any(start <= at <= end for start, end in cells)

    return tuple(execution for execution in executions if not is_inner(execution))
