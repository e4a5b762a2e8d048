"""Notebooks that somebody works in."""

from __future__ import annotations

from typing import Any

from celltrail.server.handlers.jobs import inside
from celltrail.server.messages import NotebookCells


def list_notebook_cells(question: Any) -> NotebookCells:
    """Return the latest runs of a notebook's cells, and which of them are stale."""
    path = question.query.path
    # A kernel is told the whole path, with or without the symbolic links in it.
    known = {str(inside(question.root, path)), str(question.root.absolute() / path.lstrip("/"))}
    return NotebookCells(cells=question.workspace.store.staleness.cells(known))
