"""The papermill engine: papermill executes, each cell is written down as it begins and ends.

Registered through papermill's entry point, so that ``papermill --engine celltrail`` works too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output  # noqa: TID253 - only loaded to execute
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines  # noqa: TID253
from papermill.iorw import papermill_io  # noqa: TID253

from celltrail import clock, ids
from celltrail.capture import scan
from celltrail.jobs.client import execute_cells
from celltrail.jobs.leftover import remember_kernel
from celltrail.jobs.saving import SavedNotebook, WholeFiles, local_path
from celltrail.jobs.shorten import glimpse
from celltrail.jobs.warm import kernel_manager
from celltrail.records import CellExecution
from celltrail.secrets import Secrets, own_secrets
from celltrail.tracking import ActiveRun, start_run, workspace
from celltrail.tracking.context import write_context
from celltrail.tracking.run import PARENT_VARIABLE


@dataclass(frozen=True, slots=True)
class Execution:
    """What the next notebook of this process is executed with."""

    run: ActiveRun
    secrets: Secrets = field(default_factory=own_secrets)
    client: Mapping[str, Any] = field(default_factory=dict)
    """Options of the client, such as a time limit."""
    start: Callable[[Any], Mapping[str, Any]] | None = None
    """Says of a notebook how its kernel is to be started; None for a warm one where that is sound."""
    folder: Path | None = None
    """The folder of the job, where the kernel's process is written down."""
    notebook: str = ""
    """The notebook that the executed one is to name as its input; empty for that which papermill was given."""


_next: list[Execution] = []


def execute_under(execution: Execution) -> None:
    """Make this what the next execution of this process belongs to."""
    papermill_engines.register("celltrail", CelltrailEngine)  # known even where no entry point is installed
    papermill_io.register("/", WholeFiles)
    _next[:] = [execution]


class CelltrailEngine(NBClientEngine):
    """papermill's own engine with a run around it."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, output_path: str | None = None, **options: Any) -> Any:  # noqa: ANN206, RUF100
        """Execute a notebook under a run, papermill's signature."""
        execution = _next.pop() if _next else None
        owned = None if execution else _open_run(output_path)
        if owned:
            execution = Execution(owned)
        log_output = options.pop("log_output", False)
        manager = RecordedExecution(
            nb,
            output_path=output_path,
            progress_bar=options.pop("progress_bar", True),
            log_output=log_output,
            autosave_cell_every=options.pop("autosave_cell_every", 30),
        )
        assert execution is not None
        manager.under(execution)
        manager.notebook_start()
        with manager.endings:
            try:
                start = (execution.start or partial(kernel_manager, execution.run.workspace))(nb)
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
        return execute_cells(nb_man, kernel_name, **{**options, **nb_man.execution.client})


class RecordedExecution(NotebookExecutionManager):
    """papermill's account of an execution, written down as it goes."""

    execution: Execution

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cells: dict[int, CellExecution] = {}
        self.facts: dict[int, dict[str, Any]] = {}
        """What the kernel saw of cells that are about to be complete: fields of their records."""
        self._now: int | None = None
        self._saved: SavedNotebook | None = None
        self.endings = ExitStack()
        """What ends when the account is complete: the kernel, which ends beside that."""
        self.before_live: Callable[[], None] = lambda: None
        self.failed: str | None = None
        self.faults: dict[int, str] = {}

    def under(self, execution: Execution) -> None:
        """Belong to an execution."""
        self.execution = execution
        self.run, self.secrets = execution.run, execution.secrets

    def cell_of(self, index: int) -> CellExecution | None:
        """Return what is known of a cell that has begun."""
        return self._cells.get(index)

    def save(self, **_kwargs: Any) -> None:
        """Have the cell that it is at saved; papermill would write the whole notebook.

        Raises
        ------
        OSError
            It cannot be written: the disk is full.
        """
        if self._saved is not None and self._now is not None:
            self._saved.touch(self._now)
        elif self._saved is None and local_path(self.output_path) is None:
            super().save()

    def autosave_cell(self) -> None:
        """Do nothing: a cell that runs long is saved whenever it is announced."""

    def notebook_start(self, **kwargs: Any) -> None:
        """Save the notebook with nothing done."""
        if self.execution.notebook:
            self.nb.metadata.papermill["input_path"] = self.execution.notebook
        super().notebook_start(**kwargs)
        if (path := local_path(self.output_path)) is not None:
            self._saved = SavedNotebook(self.nb, path)
            self._saved.start()

    def notebook_complete(self, **kwargs: Any) -> None:
        """Save the notebook as it is at the end."""
        self._now = None
        super().notebook_complete(**kwargs)
        if self._saved is not None:
            self._saved.finish()

    def cell_start(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Write down that a cell begins."""
        self._now = cell_index
        super().cell_start(cell, cell_index, **kwargs)
        if cell.cell_type == "code":
            with suppress(Exception):  # what is written down must not stop the notebook
                self._begin(cell, cell_index or 0)

    def cell_live(self, cell: Any, cell_index: int) -> None:
        """Write down what a cell that runs has shown by now."""
        self.before_live()
        with suppress(Exception):
            self.run.log_cell(replace(self._cells[cell_index], outputs=glimpse(cell.outputs)))
        with suppress(OSError):  # the end of the cell says it
            self.save()

    def kernel_started(self, pid: int | None) -> None:
        """Write down which process the kernel is."""
        if pid and self.execution.folder:
            remember_kernel(self.execution.folder, pid)

    def cell_exception(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Remember what the notebook failed with."""
        super().cell_exception(cell, cell_index, **kwargs)
        error = kwargs.get("exception")
        if name := getattr(error, "ename", None):  # its text is a traceback, and a magic used wrongly has none
            said = f"{name}: {getattr(error, 'evalue', '')}"
        else:
            said = str(error or "").strip() or "A cell failed."
        self.failed = self.secrets.text(said).strip().splitlines()[-1][:500]
        self.faults[cell_index or 0] = self.failed

    def cell_stopped(self, cell: Any, cell_index: int, name: str, reason: str) -> None:
        """Show in a cell that was cut off why it was."""
        super().cell_exception(cell, cell_index)
        self.failed = reason
        if cell.cell_type == "code":
            cell.outputs.append(new_output("error", ename=name, evalue=reason, traceback=[reason]))

    def cell_complete(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Write down how a cell ended."""
        super().cell_complete(cell, cell_index, **kwargs)
        if cell.cell_type == "code":
            with suppress(Exception):
                self._end(cell, cell_index or 0)

    def _begin(self, cell: Any, index: int) -> None:
        names = scan(cell.source)
        before = self._cells.get(index)  # a cell whose results were taken may have to run after all
        self._cells[index] = CellExecution(
            id=before.id if before else ids.new_id(),
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
        error = "\n".join(errors[0].traceback) if errors else self.faults.get(index)
        self.run.log_cell(
            replace(
                begun,
                status="failed" if error is not None else "finished",
                outputs=tuple(dict(output) for output in cell.get("outputs", ())),
                error=error,
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
