"""Notebooks as they were before a job executed them."""

from __future__ import annotations

from typing import Any

INJECTED = "injected-parameters"
_FAILED = "papermill-error-cell"


def source_of(executed: Any) -> Any:
    """Return an executed notebook without what papermill added to it and without outputs."""
    import nbformat

    plain = nbformat.from_dict(executed)
    plain["cells"] = [cell for cell in plain.cells if not is_added(cell)]
    for cell in plain.cells:
        for key in ("papermill", "execution", "celltrail"):
            cell.metadata.pop(key, None)
    plain.metadata.pop("papermill", None)
    return without_outputs(plain)


def without_outputs(notebook: Any) -> Any:
    """Return a notebook without outputs."""
    import nbformat

    plain = nbformat.from_dict(notebook)
    for cell in plain.cells:
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return plain


def is_added(cell: Any) -> bool:
    """Whether a cell is papermill's: the parameters that were given, or the mark of a failed cell."""
    tags = cell.metadata.get("tags", ())
    return INJECTED in tags or any(str(tag).startswith(_FAILED) for tag in tags)


def text_of(notebook: Any) -> bytes:
    """Return a notebook as the bytes of its file."""
    import nbformat

    text: str = nbformat.writes(notebook)
    return f"{text}\n".encode()
