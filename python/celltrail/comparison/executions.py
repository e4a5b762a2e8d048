"""Two executions of a notebook, cell by cell: code, outputs and times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from celltrail.comparison import executionhtml, executiontext
from celltrail.comparison.code import paired, unified
from celltrail.comparison.outputs import OutputChange, output_changes
from celltrail.comparison.values import Change
from celltrail.records import CellExecution, CellStatus, Run, RunStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutedSide:
    """One of the two executions."""

    run_id: str
    name: str
    status: RunStatus
    started_at: float
    ended_at: float | None
    notebook: str | None
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutedCell:
    """A cell in two executions."""

    change: Change
    """``same`` only where code and outputs are."""
    source_change: Change
    before: int | None
    """Its position in the first execution."""
    after: int | None
    source: str
    """The code of the second execution; of the first, where it is only there."""
    diff: tuple[str, ...]
    """Lines of a unified diff of the code, without its head."""
    outputs: tuple[OutputChange, ...]
    status_before: CellStatus | None
    status_after: CellStatus | None
    wall_s_before: float | None
    wall_s_after: float | None
    cached_from_before: str | None
    cached_from_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ExecutionDiff:
    """How the second execution differs from the first: HTML in a notebook, text by ``print``."""

    before: ExecutedSide
    after: ExecutedSide
    cells: tuple[ExecutedCell, ...]

    def __repr__(self) -> str:
        return executiontext.written(self)

    def _repr_html_(self) -> str:
        return executionhtml.drawn(self)


def diff_executions(
    before: tuple[Run, Sequence[CellExecution]], after: tuple[Run, Sequence[CellExecution]]
) -> ExecutionDiff:
    """Return how one execution differs from another; cells belong together by code, by id and by likeness."""
    pairs = paired(before[1], after[1])
    return ExecutionDiff(
        before=_side(*before), after=_side(*after), cells=tuple(_cell(old, new) for old, new in pairs)
    )


def _side(run: Run, cells: Sequence[CellExecution]) -> ExecutedSide:
    return ExecutedSide(
        run_id=run.id,
        name=run.name,
        status=run.status,
        started_at=run.started_at,
        ended_at=run.ended_at,
        notebook=run.source.notebook,
        cells=len(cells),
    )


def _cell(old: CellExecution | None, new: CellExecution | None) -> ExecutedCell:
    one, other = old.source if old else "", new.source if new else ""
    there: Change | None = "added" if old is None else "removed" if new is None else None
    source_change: Change = there or ("same" if one == other else "changed")
    outputs = output_changes(old.outputs if old else (), new.outputs if new else ())
    statuses = old.status if old else None, new.status if new else None
    alike = source_change == "same" and statuses[0] == statuses[1] and all(o.change == "same" for o in outputs)
    return ExecutedCell(
        change=there or ("same" if alike else "changed"),
        source_change=source_change,
        before=old.position if old else None,
        after=new.position if new else None,
        source=other if new else one,
        diff=unified(one, other),
        outputs=tuple(outputs),
        status_before=statuses[0],
        status_after=statuses[1],
        wall_s_before=old.wall_s if old else None,
        wall_s_after=new.wall_s if new else None,
        cached_from_before=old.cached_from if old else None,
        cached_from_after=new.cached_from if new else None,
    )
