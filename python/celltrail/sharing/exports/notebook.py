"""A notebook without celltrail, and where it comes from."""

from __future__ import annotations

import pprint
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail.errors import CelltrailError, NotFoundError
from celltrail.jobs import parameters_of, read_notebook
from celltrail.records import Environment, NotebookParameter
from celltrail.sharing.exports.plain import STAND_IN, plain_cell
from celltrail.sharing.notebooks import source_of, without_outputs
from celltrail.tracking import Workspace

TAG = "parameters"
_FROM_ENVIRONMENT = "env:"
_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A notebook that is to be exported."""

    name: str
    """What its files are called, without an ending."""
    content: Any
    """As nbformat has it: no celltrail, no outputs."""
    parameters: tuple[NotebookParameter, ...]
    given: Mapping[str, Any]
    """The values that the run was given; empty for a notebook."""
    environment: Environment | None
    notes: tuple[str, ...]


def book_of_file(path: Path) -> Book:
    """Return a notebook on disk.

    Raises
    ------
    NotebookError
        There is none, or the file is none.
    """
    return _book(path.stem, read_notebook(path), {}, None)


def book_of_run(workspace: Workspace, run_id: str) -> Book:
    """Return the notebook of a run, with the values that it was given and its environment.

    Raises
    ------
    NotFoundError
        Nothing is known of its code.
    """
    import nbformat.v4 as nbf

    runs = workspace.store.runs
    run = runs.find(run_id).run
    content = _executed(workspace, run_id)
    jobs = workspace.store.jobs.where(run_id=run_id)
    given = (
        jobs[0].parameters
        if jobs
        else content.metadata.get("papermill", {}).get("parameters", {})
        if content
        else {}
    )
    if content is None:
        cells = [nbf.new_code_cell(cell.source) for cell in runs.cells(run_id)]
        content = nbf.new_notebook(cells=cells) if cells else None
    if content is None:
        raise NotFoundError(
            f"Nothing is known of the code of {run.name} {run_id[-6:]}.", hint="Export its notebook."
        )
    environment = runs.environment(run.environment) if run.environment else None
    return _book(run.name, source_of(content), given, environment)


def _executed(workspace: Workspace, run_id: str) -> Any:
    import nbformat

    made = [use.artifact for use in workspace.store.runs.uses_of_run(run_id) if use.direction == "output"]
    kept = [artifact for artifact in made if artifact.kind == "notebook"]
    for artifact in reversed(kept):
        try:
            return nbformat.reads(workspace.artifacts.get_bytes(artifact.digest).decode(), as_version=4)
        except (CelltrailError, ValueError):  # removed, or damaged
            continue
    return None


def _book(name: str, content: Any, given: Mapping[str, Any], environment: Environment | None) -> Book:
    import nbformat.v4 as nbf

    content = without_outputs(content)
    parameters = parameters_of(content) or ()
    notes: list[str] = []
    needs_stand_in = False
    for cell in content.cells:
        if cell.cell_type == "code":
            plain = plain_cell(cell.source)
            cell["source"] = plain.source
            needs_stand_in |= plain.needs_stand_in
            notes += plain.notes
    if given:
        place = next((n for n, cell in enumerate(content.cells) if TAG in cell.metadata.get("tags", ())), -1)
        content.cells.insert(
            place + 1, nbf.new_code_cell(assigned(given), metadata={"tags": ["injected-parameters"]})
        )
    if needs_stand_in:
        content.cells.insert(0, nbf.new_code_cell(STAND_IN.rstrip("\n")))
    for number, cell in enumerate(content.cells):
        cell["id"] = f"cell-{number}"
    safe = (
        "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name).strip("-") or "notebook"
    )
    return Book(
        name=safe, content=content, parameters=parameters, given=given, environment=environment,
        notes=tuple(dict.fromkeys(notes)),
    )  # fmt: skip


def assigned(values: Mapping[str, Any]) -> str:
    """Return code that assigns values; a secret is read from its environment variable, as the run did."""
    lines = [f"{name} = {written(value)}" for name, value in values.items()]
    if any(_is_secret(value) for value in values.values()):
        lines.insert(0, "import os\n")
    return "\n".join(lines)


def written(value: Any) -> str:
    """Return a value as Python.

    >>> written([1, 2]), written("env:TOKEN")
    ('[1, 2]', "os.environ['TOKEN']")
    """
    if _is_secret(value):
        return f"os.environ[{value.removeprefix(_FROM_ENVIRONMENT)!r}]"
    return pprint.pformat(value, width=_WIDTH, sort_dicts=False)


def _is_secret(value: Any) -> bool:
    return (
        isinstance(value, str)
        and value.startswith(_FROM_ENVIRONMENT)
        and value.removeprefix(_FROM_ENVIRONMENT).isidentifier()
    )
