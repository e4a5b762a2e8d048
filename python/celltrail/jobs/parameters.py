"""The parameters of a notebook: what its parameters cell declares, and whether what is given fits."""

from __future__ import annotations

import ast
import difflib
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail.errors import NotebookError, ParameterError
from celltrail.jobs.given import check_secrets
from celltrail.jobs.hints import ANY, Hint, MisfitError, fit, hint_of, read_hint
from celltrail.jobs.notebook import language_of
from celltrail.records import NotebookParameter

TAG = "parameters"
_TYPE_COMMENT = re.compile(r"type:\s*(\S+)\s*")
_MAGIC = re.compile(r"^\s*[%!?].*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter with the hint that it is checked by."""

    parameter: NotebookParameter
    hint: Hint


def parameters_of(notebook: Any) -> tuple[NotebookParameter, ...] | None:
    """Return the parameters that a notebook declares; None where it has no cell tagged ``parameters``.

    The type of a parameter is that of its annotation or default, its help the comment at the end of its line.

    Raises
    ------
    NotebookError
        The parameters cell is not Python.
    """
    found = _declared_by(notebook)
    return None if found is None else tuple(one.parameter for one in found)


def check_parameters(path: Path, notebook: Any, given: Mapping[str, Any], *, whole: bool = True) -> dict[str, Any]:
    """Return what is given for a notebook's parameters, if they are its parameters and of their types.

    Values are those that can be written down: a path or a date as text, a tuple or a set as a list. Where what is
    given is not the `whole`, none is missing.

    Raises
    ------
    ParameterError
        The notebook declares none, or one of them is unknown, missing or of another type, or a secret is not set.
    """
    return {name: _plain(value) for name, value in typed_parameters(path, notebook, given, whole=whole).items()}


def typed_parameters(path: Path, notebook: Any, given: Mapping[str, Any], *, whole: bool = True) -> dict[str, Any]:
    """Return what is given as the notebook is to have it: of the types that its hints say.

    Raises
    ------
    ParameterError
        As for ``check_parameters``.
    """
    check_secrets(dict(given))
    if language_of(notebook) != "python":
        return dict(given)  # nothing of ours can read that language: papermill takes them as they are
    declared = _declared_by(notebook)
    if given and declared is None:
        raise ParameterError(
            f"{path.name} takes no parameters: no cell of it is tagged {TAG!r}.",
            hint="Tag the cell that sets the defaults: select it, open the property inspector, add the tag.",
        )
    known = {one.parameter.name: one for one in declared or ()}
    for name in given:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            raise ParameterError(
                f"{path.name} has no parameter {name!r}.",
                hint=f"Did you mean {close[0]!r}?" if close else f"It has: {', '.join(known) or 'none'}.",
            )
    missing = [name for name, one in known.items() if one.parameter.required and name not in given]
    if missing and whole:
        raise ParameterError(
            f"{path.name} needs {', '.join(missing)}, which {'has' if len(missing) == 1 else 'have'} no default.",
            hint=" ".join(f"-p {name}=..." for name in missing),
        )
    return {name: _fitted(known[name], value) for name, value in given.items()}


def _fitted(declared: Declared, value: Any) -> Any:
    parameter = declared.parameter
    try:
        return fit(declared.hint, value)
    except MisfitError as error:
        raise ParameterError(
            f"Parameter {parameter.name!r} is of type {parameter.hint or parameter.type}, {error}.",
            hint="It has no default." if parameter.required else f"Its default is {parameter.default!r}.",
        ) from None


def _declared_by(notebook: Any) -> tuple[Declared, ...] | None:
    for cell in notebook.cells:
        if TAG in cell.get("metadata", {}).get("tags", ()) and cell.cell_type == "code":
            return tuple(_declared(cell.source)) if language_of(notebook) == "python" else ()
    return None


def _declared(source: str) -> Iterator[Declared]:
    source = _MAGIC.sub("", source)
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise NotebookError(
            f"The parameters cell is not Python: {error}.", hint="Mend the cell and save."
        ) from None
    comments = _comments(source)
    for name, (annotation, node) in _assigned(tree).items():
        yield _one(name, annotation, node.value, comments.get(node.end_lineno or 0, ""))


def _assigned(tree: ast.Module) -> dict[str, tuple[ast.expr | None, ast.AnnAssign | ast.Assign]]:
    """Return the names that code assigns at its top, each with its annotation and the last assignment."""
    found: dict[str, tuple[ast.expr | None, ast.AnnAssign | ast.Assign]] = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if node.value is not None or node.target.id not in found:
                found[node.target.id] = (node.annotation, node)
        elif isinstance(node, ast.Assign):
            for target in (one for one in node.targets if isinstance(one, ast.Name)):
                found[target.id] = (found.get(target.id, (None,))[0], node)
    return found


def _one(name: str, annotation: ast.expr | None, value: ast.expr | None, comment: str) -> Declared:
    written = ast.unparse(annotation).strip("'\"") if annotation is not None else ""
    if typed := _TYPE_COMMENT.match(comment):
        comment = comment[typed.end() :]
        written = written or typed[1]
    hint = read_hint(written) if written else Hint()
    default, computed = _default(value)
    if not written and not computed and default is not None:
        hint = Hint(type(default).__name__)
    elif not written and computed and isinstance(value, ast.Call):
        hint = _made_by(value)
    inner = hint.without_none()
    parameter = NotebookParameter(
        name=name,
        type=_type_name(inner),
        default=_plain(default),
        help=comment.strip(),
        hint=written,
        required=value is None,
        choices=inner.choices,
        optional=hint.takes_none(),
    )
    return Declared(parameter, _with_default(hint, default if value is not None else ...))


def _with_default(hint: Hint, default: Any) -> Hint:
    """Return a hint that takes the default too: ``depth: int = None`` may be left open."""
    if default is None and hint.kind not in (ANY, "union"):
        return Hint("union", (hint, Hint("None")))
    return hint


def _type_name(hint: Hint) -> str:
    if hint.kind == "literal":
        kinds = {type(choice).__name__ for choice in hint.choices}
        return kinds.pop() if len(kinds) == 1 else ANY
    return ANY if hint.kind == "union" else hint.kind


def _default(value: ast.expr | None) -> tuple[Any, bool]:
    """Return a default, and whether it is one that only running the cell could tell."""
    if value is None:
        return None, False
    try:
        return ast.literal_eval(value), False
    except (ValueError, TypeError, SyntaxError):
        pass
    made = isinstance(value, ast.Call) and _made_by(value).kind == "Path" and len(value.args) == 1
    if made and isinstance(first := value.args[0], ast.Constant):  # type: ignore[attr-defined] # it is a call
        return first.value, True
    return None, True


def _made_by(call: ast.Call) -> Hint:
    hint = hint_of(call.func)
    return hint if hint.kind in ("Path", "date", "datetime") else Hint()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=repr)
    if value is None or isinstance(value, bool | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _comments(source: str) -> dict[int, str]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return {}
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}
