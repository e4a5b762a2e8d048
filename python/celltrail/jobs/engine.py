"""The papermill engine: papermill executes, each cell is written down as it begins and ends.

Registered through papermill's entry point, so that ``papermill --engine celltrail`` works too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines  # noqa: TID253 - only loaded to execute

from celltrail import clock, ids
from celltrail.capture import scan
from celltrail.jobs.client import execute_cells
from celltrail.jobs.warm import kernel_manager
from celltrail.records import CellExecution
from celltrail.tracking import ActiveRun, start_run, workspace
from celltrail.tracking.context import write_context
from celltrail.tracking.run import PARENT_VARIABLE

_run: list[ActiveRun] = []
_start: list[Callable[[Any], dict[str, Any]]] = []


def execute_under(run: ActiveRun, start: Callable[[Any], dict[str, Any]]) -> None:
    """Make `run` the one that the next execution of this process belongs to.

    `start` says of a notebook how its kernel is to be started.
    """
    papermill_engines.register("celltrail", CelltrailEngine)  # known even where no entry point is installed
    _run[:], _start[:] = [run], [start]


class CelltrailEngine(NBClientEngine):
    """papermill's own engine with a run around it."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, output_path: str | None = None, **options: Any) -> Any:  # noqa: ANN206, RUF100
        """Execute a notebook under a run, papermill's signature."""
        owned = None if _run else _open_run(output_path)
        run = owned or _run[-1]
        progress_bar = options.pop("progress_bar", True)
        log_output = options.pop("log_output", False)
        autosave = options.pop("autosave_cell_every", 30)
        manager = RecordedExecution(
            nb,
            output_path=output_path,
            progress_bar=progress_bar,
            log_output=log_output,
            autosave_cell_every=autosave,
        )
        manager.run = run
        manager.notebook_start()
        try:
            start = _start[-1](nb) if _start else kernel_manager(run.workspace, nb)
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, **{**start, **options})
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
            if owned:
                failed = manager.failed
                owned.finish("failed" if failed else "finished", failed)
        return manager.nb

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Execute the cells by our own client, papermill's signature."""
        return execute_cells(nb_man, kernel_name, **options)


class RecordedExecution(NotebookExecutionManager):
    """papermill's account of an execution, written down as it goes."""

    run: ActiveRun

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cells: dict[int, CellExecution] = {}
        self.facts: dict[int, dict[str, Any]] = {}
        """What the kernel saw of cells that are about to be complete: fields of their records."""
        self.failed: str | None = None

    def cell_of(self, index: int) -> CellExecution | None:
        """Return what is known of a cell that has begun."""
        return self._cells.get(index)

    def cell_start(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Write down that a cell begins."""
        super().cell_start(cell, cell_index, **kwargs)
        if cell.cell_type == "code":
            with suppress(Exception):  # what is written down must not stop the notebook
                self._begin(cell, cell_index or 0)

    def cell_exception(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Remember what the notebook failed with."""
        super().cell_exception(cell, cell_index, **kwargs)
        error = kwargs.get("exception")
        self.failed = str(error).strip().splitlines()[-1][:500] if error else "A cell failed."

    def cell_complete(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Write down how a cell ended."""
        super().cell_complete(cell, cell_index, **kwargs)
        if cell.cell_type == "code":
            with suppress(Exception):
                self._end(cell, cell_index or 0)

    def _begin(self, cell: Any, index: int) -> None:
        names = scan(cell.source)
        self._cells[index] = CellExecution(
            id=ids.new_id(),
            run_id=self.run.id,
            position=index,
            source=cell.source,
            status="running",
            started_at=clock.now(),
            cell_id=cell.get("id"),
            reads=names.reads,
            binds=names.binds,
        )
        self.run.log_cell(self._cells[index])

    def _end(self, cell: Any, index: int) -> None:
        begun = self._cells[index]
        errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
        self.run.log_cell(
            replace(
                begun,
                status="failed" if errors else "finished",
                outputs=tuple(dict(output) for output in cell.get("outputs", ())),
                error="\n".join(errors[0].traceback) if errors else None,
                **{"wall_s": clock.now() - begun.started_at, **self.facts.pop(index, {})},
            )
        )


def _open_run(output_path: str | None) -> ActiveRun:
    """Begin a run for a notebook that papermill itself was asked to execute."""
    run = start_run(workspace(), Path(output_path or "notebook").stem, "notebook")
    os.environ[PARENT_VARIABLE] = run.id
    with suppress(Exception):
        write_context(run)
    return run
