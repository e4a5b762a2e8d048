"""Notebooks as functions: read them, find their parameters, check what is given for them."""

from __future__ import annotations

import ast
import difflib
import io
import json
import tokenize
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from celltrail.errors import NotebookError, ParameterError
from celltrail.records import NotebookParameter

TAG = "parameters"
_ANY = "any"
_FITS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float, int),
    "str": (str,),
    "bool": (bool,),
    "list": (list, tuple),
    "dict": (dict,),
    "tuple": (tuple, list),
    "set": (set, list),
}


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
        return nbformat.reads(text, as_version=4)
    except Exception as error:
        raise NotebookError(
            f"{path} is JSON, but no notebook: {error}.", hint="Give a .ipynb file that JupyterLab can open."
        ) from error


def parameters_of(notebook: Any) -> tuple[NotebookParameter, ...] | None:
    """Return the parameters that a notebook declares; None where it has no cell tagged ``parameters``.

    The type of a parameter is that of its annotation or default, its help the comment at the end of its line.
    """
    for cell in notebook.cells:
        if TAG in cell.get("metadata", {}).get("tags", ()):
            return _declared(cell.source)
    return None


def check_parameters(path: Path, notebook: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is given for a notebook's parameters, if they are its parameters and of their types.

    Raises
    ------
    ParameterError
        The notebook declares none, or one of them is unknown or of another type.
    """
    if not given:
        return {}
    declared = parameters_of(notebook)
    if declared is None:
        raise ParameterError(
            f"{path.name} takes no parameters: no cell of it is tagged {TAG!r}.",
            hint="Tag the cell that sets the defaults: select it, open the property inspector, add the tag.",
        )
    known = {parameter.name: parameter for parameter in declared}
    checked = {}
    for name, value in given.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            raise ParameterError(
                f"{path.name} has no parameter {name!r}.",
                hint=f"Did you mean {close[0]!r}?" if close else f"It has: {', '.join(known) or 'none'}.",
            )
        checked[name] = _fit(known[name], value)
    return checked


def parse_value(text: str) -> Any:
    """Return what a person wrote for a parameter: a Python literal, else text.

    >>> parse_value("[1, 2]"), parse_value("0.1"), parse_value("eu")
    ([1, 2], 0.1, 'eu')
    """
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return {"true": True, "false": False, "none": None, "null": None}.get(text.lower(), text)


def _near(path: Path) -> str:
    folder = path.parent
    names = [found.name for found in folder.glob("*.ipynb")] if folder.is_dir() else []
    close = difflib.get_close_matches(path.name, names, n=1)
    if close:
        return f"Did you mean {folder / close[0]}?"
    return f"Notebooks there: {', '.join(sorted(names)[:8]) or 'none'}." if folder.is_dir() else "Check the path."


def _declared(source: str) -> tuple[NotebookParameter, ...]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise NotebookError(
            f"The parameters cell is not Python: {error}.", hint="Mend the cell and save."
        ) from None
    comments = _comments(source)
    found: dict[str, tuple[str, ast.AnnAssign | ast.Assign]] = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            annotation = ast.unparse(node.annotation).partition("[")[0]
            found[node.target.id] = (annotation, node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = ("", node)
    return tuple(
        _parameter(name, annotation, node.value, comments.get(node.end_lineno or 0, ""))
        for name, (annotation, node) in found.items()
        if node.value is not None
    )


def _parameter(name: str, annotation: str, value: ast.expr, comment: str) -> NotebookParameter:
    try:
        default = ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError):
        return NotebookParameter(name=name, type=annotation or _ANY, help=comment)
    kind = annotation or (_ANY if default is None else type(default).__name__)
    return NotebookParameter(name=name, type=kind, default=default, help=comment)


def _comments(source: str) -> dict[int, str]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return {}
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _fit(parameter: NotebookParameter, value: Any) -> Any:
    fits = _FITS.get(parameter.type)
    is_bool_for_number = isinstance(value, bool) and parameter.type in ("int", "float")
    if fits is None or (isinstance(value, fits) and not is_bool_for_number):
        return float(value) if parameter.type == "float" else value
    if parameter.type == "str" and isinstance(value, int | float):
        return str(value)  # a person who writes -p region=7 means the text
    raise ParameterError(
        f"Parameter {parameter.name!r} is of type {parameter.type}, {value!r} is {type(value).__name__}.",
        hint=f"Its default is {parameter.default!r}.",
    )
