"""What the record says of a run: its notebook, parameters, data, environment, and what its cells showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celltrail.errors import CelltrailError, NotebookError
from celltrail.records import ArtifactUse, CellExecution, Environment, Job, Run, RunRow
from celltrail.tracking import Workspace

INJECTED = "injected-parameters"
_ERROR_MARK = "papermill-error-cell"
_MANY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """A code cell as it was executed."""

    position: int
    """Its place in the executed notebook."""
    source: str
    outputs: tuple[dict[str, Any], ...]
    cell_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A run of a notebook, with all that is known of it."""

    row: RunRow
    job: Job | None
    path: Path
    """Where the notebook lay."""
    notebook: Any
    """As nbformat has it: sources, no outputs, no injected parameters."""
    parameters: Mapping[str, Any]
    """What was given; the defaults are in the notebook."""
    shown: tuple[ShownCell, ...]
    children: tuple[RunRow, ...]
    """The tracked cells in it, in their order."""
    cells: tuple[CellExecution, ...]
    """All executions known of: its own, and those of its tracked cells, in the order of time."""
    files: Mapping[str, str | None]
    """The files that it read before it wrote them itself: path to digest."""
    written: frozenset[str]
    uses: tuple[ArtifactUse, ...] = field(default=())
    environment: Environment | None = None

    @property
    def run(self) -> Run:
        """The run."""
        return self.row.run

    @property
    def metrics(self) -> dict[str, float | None]:
        """Everything that was measured; that of tracked cells with their names in front."""
        found = dict(self.row.metrics)
        for name, child in named_children(self.children).items():
            found.update({f"{name}.{key}": value for key, value in child.metrics.items()})
        return found


def recorded_of(workspace: Workspace, run: Run) -> Recorded:
    """Return what is known of a run of a notebook.

    Raises
    ------
    NotebookError
        Its notebook was not kept, and no cell of it is known.
    """
    runs = workspace.store.runs
    row = runs.find(run.id)
    job = next(iter(workspace.store.jobs.where(run_id=run.id)), None)
    children = tuple(reversed(runs.list(parent=run.id, limit=_MANY)))
    own = runs.cells(run.id)
    executed = _executed(workspace, run, job) or _rebuilt(run, own)
    inner = [cell for child in children for cell in runs.cells(child.run.id)]
    cells = tuple(sorted((*own, *inner), key=lambda cell: cell.started_at))
    files, written = _files(cells)
    return Recorded(
        row=row,
        job=job,
        path=Path(job.notebook if job else run.source.notebook or f"{run.name}.ipynb"),
        notebook=_sources(executed),
        parameters=dict(job.parameters) if job else _given(executed),
        shown=_shown(executed),
        children=children,
        cells=cells,
        files=files,
        written=written,
        uses=tuple(use for one in (row, *children) for use in runs.uses_of_run(one.run.id)),
        environment=runs.environment(run.environment) if run.environment else None,
    )


def named_children(children: tuple[RunRow, ...]) -> dict[str, RunRow]:
    """Return tracked cells by name; of several of one name, the later ones are numbered."""
    found: dict[str, RunRow] = {}
    for child in children:
        name, number = child.run.name, 1
        while name in found:
            number += 1
            name = f"{child.run.name}#{number}"
        found[name] = child
    return found


def _executed(workspace: Workspace, run: Run, job: Job | None) -> Any:
    """Return the executed notebook, from the artifact or the job's folder; None where neither is there."""
    import nbformat

    kept = [
        use.artifact.digest
        for use in workspace.store.runs.uses_of_run(run.id)
        if use.artifact.kind == "notebook" and use.direction == "output"
    ]
    for digest in reversed(kept):
        try:
            return nbformat.reads(workspace.artifacts.get_bytes(digest).decode(), as_version=4)
        except (CelltrailError, ValueError):
            continue
    try:
        return nbformat.read(job.output, as_version=4) if job and job.output else None
    except (OSError, ValueError):
        return None


def _rebuilt(run: Run, cells: tuple[CellExecution, ...]) -> Any:
    """Return a notebook made of the cells that were written down."""
    import nbformat
    import nbformat.v4 as nbf

    if not cells:
        raise NotebookError(
            f"The notebook of {run.name} {run.id[-6:]} was not kept, and none of its cells is known.",
            hint="Only a run of `celltrail run`, or of papermill with `--engine celltrail`, can be run again.",
        )
    made = nbf.new_notebook()
    for cell in cells:
        while len(made.cells) < cell.position:  # there was text
            made.cells.append(nbf.new_markdown_cell(""))
        outputs = [nbformat.from_dict(output) for output in cell.outputs]
        made.cells.append(nbf.new_code_cell(cell.source, outputs=outputs, id=cell.cell_id or f"c{cell.position}"))
    return made


def _sources(executed: Any) -> Any:
    """Return a notebook as it was before it was executed."""
    import nbformat

    plain = nbformat.from_dict(executed)
    plain.metadata.pop("papermill", None)
    plain["cells"] = [cell for cell in plain.cells if not _is_added(cell)]
    for cell in plain.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return plain


def _is_added(cell: Any) -> bool:
    return INJECTED in cell.metadata.get("tags", ()) or _is_mark(cell)


def _is_mark(cell: Any) -> bool:
    """Whether papermill put a cell in when another failed, after the positions had been written down."""
    return any(tag.startswith(_ERROR_MARK) for tag in cell.metadata.get("tags", ()))


def _given(executed: Any) -> dict[str, Any]:
    return dict(executed.metadata.get("papermill", {}).get("parameters", {}))


def _shown(executed: Any) -> tuple[ShownCell, ...]:
    return tuple(
        ShownCell(
            position=place,
            source=cell.source,
            outputs=tuple(dict(output) for output in cell.outputs),
            cell_id=cell.get("id"),
        )
        for place, cell in enumerate(cell for cell in executed.cells if not _is_mark(cell))
        if cell.cell_type == "code" and not _is_added(cell)
    )


def _files(cells: tuple[CellExecution, ...]) -> tuple[dict[str, str | None], frozenset[str]]:
    """Return the files that came from outside, and those that were written."""
    read: dict[str, str | None] = {}
    written: set[str] = set()
    for cell in cells:
        for path in cell.files_read:
            if path not in written:
                read.setdefault(path, cell.file_digests.get(path))
        written.update(cell.files_written)
    return read, frozenset(written)
