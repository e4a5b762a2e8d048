"""The notebook that a job runs: as it was when it was asked for, whatever becomes of the file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from celltrail.errors import NotebookError, StoreError
from celltrail.jobs.notebook import language_of, read_notebook
from celltrail.jobs.outputs import job_folder
from celltrail.records import Job
from celltrail.tracking import Workspace

_FOLDER = "source"
_OLD = 4
_IDS_SINCE = 5
_OURS = ("python3", "python", "")


def keep_source(folder: Path, notebook: Path) -> None:
    """Keep a copy of a notebook in the folder of its job.

    Raises
    ------
    StoreError
        The disk is full.
    """
    copy = folder / _FOLDER / notebook.name
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(notebook.read_bytes())
    except OSError as error:
        raise StoreError(
            f"The notebook cannot be kept in {folder}: {error.strerror}.",
            hint="Make room on the disk, or name another home with CELLTRAIL_HOME.",
        ) from error


def source_of(workspace: Workspace, job: Job) -> Path:
    """Return the copy of a job's notebook; the notebook itself where there is none."""
    copy = job_folder(workspace, job.id) / _FOLDER / Path(job.notebook).name
    return copy if copy.is_file() else Path(job.notebook)


def has_changed(workspace: Workspace, job: Job) -> bool:
    """Whether the notebook has been edited since its job was asked for."""
    source, notebook = source_of(workspace, job), Path(job.notebook)
    return source != notebook and (not notebook.is_file() or notebook.read_bytes() != source.read_bytes())


def prepared(source: Path, folder: Path) -> Path:
    """Return a notebook as papermill is to have it: in the newest format, each cell with an id.

    An id that is missing is made from the cell's code and place, so that the next job gives it the same.
    """
    import nbformat

    notebook = read_notebook(source)
    if notebook.nbformat_minor >= _IDS_SINCE and not _lacks_ids(json.loads(source.read_text(encoding="utf-8"))):
        return source
    notebook.nbformat_minor = max(notebook.nbformat_minor, _IDS_SINCE)
    for place, cell in enumerate(notebook.cells):
        cell["id"] = hashlib.blake2b(f"{place} {cell.source}".encode(), digest_size=6).hexdigest()
    path = folder / "prepared" / source.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def remarks(source: Path) -> list[str]:
    """Return what a person should know of how a notebook is run, because of what it is."""
    notebook = read_notebook(source)
    said = []
    kernel = str(notebook.metadata.get("kernelspec", {}).get("name", ""))
    written = json.loads(source.read_text(encoding="utf-8"))
    if written.get("nbformat", _OLD) < _OLD:
        said.append(
            "The notebook is in an old format, nbformat 3: it was converted for the run, the file was not."
        )
    elif any("id" not in cell for cell in written["cells"]):
        said.append("Cells of the notebook have no ids: they were given some for the run, the file was not.")
    if (language := language_of(notebook)) != "python":
        said.append(
            f"The notebook is written in {language}: it runs by plain papermill with its kernel {kernel!r}; "
            "its parameters are not checked and the values of its cells are not captured."
        )
    elif kernel not in _OURS:
        said.append(
            f"The notebook names the kernel {kernel!r}; it ran with the Python that celltrail is installed in."
        )
    return said


def kernel_of(notebook: Any) -> tuple[str, str]:
    """Return the kernel and language to run a notebook with.

    The kernel of a Python notebook is that of this very environment, so that it has what we have.

    Raises
    ------
    NotebookError
        It is written in another language, whose kernel is not installed.
    """
    language = language_of(notebook)
    if language == "python":
        return "python3", language
    from jupyter_client.kernelspec import KernelSpecManager  # noqa: PLC0415 - only other languages need it

    name = str(notebook.metadata.get("kernelspec", {}).get("name", ""))
    installed = KernelSpecManager().find_kernel_specs()
    if name not in installed:
        raise NotebookError(
            f"The notebook is written in {language}, and its kernel {name!r} is not installed.",
            hint=f"Installed are: {', '.join(sorted(installed))}.",
        )
    return name, language


def _lacks_ids(raw: dict[str, Any]) -> bool:
    return any("id" not in cell for cell in raw.get("cells", ()))
