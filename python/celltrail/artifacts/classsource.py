"""What a class needs to be kept as source: its text, and what that names.

Python knows where a function was written, of a class in a notebook it does not: so the class is looked for around
its own methods. What it names is found in its compiled code.
"""

from __future__ import annotations

import ast
import builtins
import dis
import inspect
import linecache
import sys
import sysconfig
import textwrap
import types
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from celltrail.errors import NotStorableError


def class_source(kind: type) -> str:
    """Return the source of a class, its decorators with it; empty where it is not known."""
    for method in _methods(kind):
        if found := _around(kind.__name__, method.__code__):
            return found
    with suppress(OSError, TypeError, SyntaxError, IndexError):
        source = textwrap.dedent(inspect.getsource(kind))
        if isinstance(ast.parse(source).body[0], ast.ClassDef):
            return source
    return ""


def class_surroundings(kind: type, source: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a class reads when it is defined (bases, decorators), and what only its methods read.

    Raises
    ------
    NotStorableError
        Something that it was defined with is gone.
    """
    methods = list(_methods(kind))
    module = sys.modules.get(kind.__module__)
    known: dict[str, Any] = dict(vars(module)) if module else {}
    for method in methods:
        known |= method.__globals__
    known |= {base.__name__: base for base in kind.__bases__}
    for method in methods:
        known |= dict(_closure(method))
    code = compile(source, "<class>", "exec")
    at_once = {name for part in _parts(code) if _runs_at_once(part) for name in _names(part)}
    later = set(code_names(code)) - at_once
    gone = at_once - known.keys() - set(dir(builtins)) - set(_stored(code))
    if gone:
        raise NotStorableError(
            f"The class {kind.__name__} names {', '.join(sorted(gone))}, which is not there any more.",
            hint="Define it where that is defined, then make the model anew.",
        )
    return _found(at_once, known), _found(later, known)


def is_installed(definition: Any) -> bool:
    """Whether a function or class belongs to an installed package, so that its name is enough to find it again."""
    module = sys.modules.get(definition.__module__ or "")
    file = getattr(module, "__file__", None) or ""
    if definition.__module__ == "__main__" or not file.startswith(_installed_places()):
        return False
    return getattr(module, definition.__qualname__, None) is definition


def is_own(kind: type) -> bool:
    """Whether a class was written in this notebook, or in a file that is not of an installed package."""
    module = sys.modules.get(kind.__module__)
    if kind.__module__ == "__main__" or module is None or "<locals>" in kind.__qualname__:
        return True
    file = getattr(module, "__file__", None)
    return bool(file) and not str(file).startswith(_installed_places())


def _installed_places() -> tuple[str, ...]:
    return tuple(sysconfig.get_paths()[name] for name in ("purelib", "platlib", "stdlib"))


def _found(names: Iterable[str], known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: known[name] for name in names if name in known and not name.startswith("__")}


def code_names(code: types.CodeType) -> Iterator[str]:
    """Give the global names that some code reads, and the code in it."""
    for part in _parts(code):
        yield from _names(part)


def _names(code: types.CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield str(step.argval)


def _stored(code: types.CodeType) -> Iterator[str]:
    """Give the names that a class's body and its module set themselves."""
    for part in _parts(code):
        yield from (str(step.argval) for step in dis.get_instructions(part) if step.opname == "STORE_NAME")


def _parts(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _parts(constant)


def _runs_at_once(code: types.CodeType) -> bool:
    """Whether some code is that of a module or of a class's body, or of a comprehension, which may stand there."""
    return not code.co_flags & inspect.CO_OPTIMIZED or code.co_name in ("<listcomp>", "<dictcomp>", "<setcomp>")


def _methods(kind: type) -> Iterator[types.FunctionType]:
    """Give the functions that were written in the body of a class, out of what decorators made of them."""
    for value in vars(kind).values():
        with suppress(Exception):  # whatever a class holds may raise when it is asked
            inner = getattr(value, "fget", None) or getattr(value, "__func__", None) or value
            function = inspect.unwrap(inner)
            if isinstance(function, types.FunctionType) and function.__qualname__.startswith(
                f"{kind.__qualname__}."
            ):
                yield function


def _closure(function: types.FunctionType) -> Iterator[tuple[str, Any]]:
    cells = function.__closure__ or ()
    for name, cell in zip(function.__code__.co_freevars, cells, strict=True):
        with suppress(ValueError):  # not set yet
            if name != "__class__":
                yield name, cell.cell_contents


def _around(name: str, code: types.CodeType) -> str:
    """Return the class of this name whose body has a piece of code, as it stands in its file or cell."""
    lines = linecache.getlines(code.co_filename)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef) or node.name != name or node.end_lineno is None:
            continue
        if node.lineno <= code.co_firstlineno <= node.end_lineno:
            start = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            return textwrap.dedent("".join(lines[start - 1 : node.end_lineno]))
    return ""
