"""The executed notebook of a job whose process was killed: what it could not save any more is in its journal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from celltrail.errors import CelltrailError
from celltrail.jobs.notebook import read_notebook
from celltrail.records import CellExecution, Job
from celltrail.tracking import Workspace

_OPEN = ("pending", "running")


def complete(workspace: Workspace, job: Job, reason: str) -> None:
    """Bring the cells that a lost job had executed into its notebook, as far as they are known."""
    if not (job.run_id and job.output and Path(job.output).is_file()):
        return
    with suppress(CelltrailError, OSError):
        notebook = read_notebook(Path(job.output))
        known = {cell.position: cell for cell in workspace.store.runs.cells(job.run_id)}
        changed = [
            _take(notebook.cells[place], cell, reason)
            for place, cell in known.items()
            if place < len(notebook.cells) and notebook.cells[place].cell_type == "code"
        ]
        if any(changed):
            import nbformat

            from celltrail.jobs.saving import write_whole  # noqa: PLC0415 - it loads papermill

            write_whole(Path(job.output), [nbformat.writes(notebook)], durable=True)


def _take(cell: Any, known: CellExecution, reason: str) -> bool:
    state = cell.metadata.get("papermill", {})
    if state.get("status") not in _OPEN or cell.source != known.source:
        return False
    from nbformat import NotebookNode, from_dict
    from nbformat.v4 import new_output

    outputs: list[Any] = [from_dict(output) for output in known.outputs]
    is_done = known.status == "finished"
    if not is_done and not any(output.output_type == "error" for output in outputs):  # it was cut off
        outputs.append(new_output("error", ename="Lost", evalue=reason, traceback=[reason]))
    cell["outputs"] = outputs
    cell.metadata["papermill"] = NotebookNode({**state, "status": "completed" if is_done else "failed"})
    return True
