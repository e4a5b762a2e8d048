"""Cells of a run, a page at a time, with what is too large left apart."""

from __future__ import annotations

import pytest

from celltrail import clock, ids
from celltrail.errors import NotFoundError
from celltrail.records import CellExecution
from celltrail.store import cells as pages
from celltrail.tracking import ActiveRun, Workspace, start_run


def log_cells(run: ActiveRun, count: int, text: str = "x") -> list[CellExecution]:
    """Have cells of a run, each of which printed something."""
    logged = []
    for position in range(count):
        cell = CellExecution(
            id=ids.new_id(),
            run_id=run.id,
            position=position,
            source=f"print({position})",
            status="finished",
            started_at=clock.now(),
            reads=(),
            binds=(),
            outputs=({"output_type": "stream", "name": "stdout", "text": text},),
            unseeded=("numpy.random",) if position == 7 else (),
            files_read=("/a.csv",),
            files_written=(f"/{position % 2}.csv",),
            cached_from="before" if position % 2 else None,
        )
        run.log_cell(cell)
        logged.append(cell)
    run.workspace.drain()
    return logged


def test_a_page_of_thousands_of_cells_is_those_cells_in_their_order(workspace: Workspace) -> None:
    run = start_run(workspace, "train", "notebook")
    logged = log_cells(run, 250)
    found, apart = workspace.store.runs.pages.page(run.id, 200, 100)
    assert found == tuple(logged[200:])
    assert apart == {}
    counts = workspace.store.runs.pages.counts(run.id)
    assert (counts.total, counts.cached, counts.unseeded) == (250, 125, ("numpy.random",))
    assert workspace.store.runs.pages.files(run.id) == (("/a.csv",), ("/0.csv", "/1.csv"))


def test_outputs_that_are_large_alone_or_together_come_when_the_cell_is_asked_for(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LARGE", 1_000)
    monkeypatch.setattr(pages, "MOST", 2_000)
    run = start_run(workspace, "train", "notebook")
    logged = [*log_cells(run, 1, "x" * 5_000), *log_cells(run, 5, "y" * 500)]
    found, apart = workspace.store.runs.pages.page(run.id, 0, 100)
    whole = [cell for cell in found if cell.outputs]
    assert len(found) == 6
    assert len(whole) == 3
    assert set(apart) == {cell.id for cell in found} - {cell.id for cell in whole}
    assert apart[logged[0].id] > 5_000
    assert workspace.store.runs.pages.get(run.id, logged[0].id) == logged[0]
    with pytest.raises(NotFoundError, match="has no cell nix"):
        workspace.store.runs.pages.get(run.id, "nix")
