"""Notebooks as files: read them, and say what is wrong with one that cannot be read."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

from celltrail.capture.quiet import quiet
from celltrail.errors import NotebookError


def read_notebook(path: Path) -> Any:
    """Return a notebook as nbformat 4.

    Raises
    ------
    NotebookError
        The file is not there, is no JSON, or is no notebook.
    """
    import nbformat

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotebookError(f"There is no notebook {path}.", hint=_near(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise NotebookError(
            f"The notebook {path} cannot be read: {error}.", hint="Give a .ipynb file that JupyterLab can open."
        ) from error
    try:
        json.loads(text)
    except ValueError as error:
        raise NotebookError(
            f"{path} is not JSON: {error}.",
            hint="It was cut off or edited by hand: open it in JupyterLab and save it.",
        ) from None
    try:
        with quiet():  # cells without ids are given some; the job's notes say so
            return nbformat.reads(text, as_version=4)
    except Exception as error:
        raise NotebookError(
            f"{path} is JSON, but no notebook: {error}.", hint="Give a .ipynb file that JupyterLab can open."
        ) from error


def language_of(notebook: Any) -> str:
    """Return the language that a notebook is written in, in small letters; Python where it does not say."""
    metadata = notebook.metadata
    said = metadata.get("kernelspec", {}).get("language") or metadata.get("language_info", {}).get("name")
    return str(said or "python").lower()


def _near(path: Path) -> str:
    folder = path.parent
    names = [found.name for found in folder.glob("*.ipynb")] if folder.is_dir() else []
    close = difflib.get_close_matches(path.name, names, n=1)
    if close:
        return f"Did you mean {folder / close[0]}?"
    return f"Notebooks there: {', '.join(sorted(names)[:8]) or 'none'}." if folder.is_dir() else "Check the path."
