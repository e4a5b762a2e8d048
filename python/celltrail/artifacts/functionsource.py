"""What a function needs to be kept as source: what it calls, imports and reads.

Found in its compiled code, so that a name which is only a local variable's is not taken for a global one.
"""

from __future__ import annotations

import ast
import dis
import inspect
import sys
import sysconfig
import textwrap
import types
from collections.abc import Callable, Iterator
from typing import Any

from celltrail.artifacts.functions import FROM, MODULE, PlainFunction, imported
from celltrail.errors import NotLoadableError, NotStorableError

_HINT = "Give what it needs as arguments, or register a class that has it, with unsafe=True."


def plain_function(function: Callable[[Any], Any]) -> PlainFunction:
    """Return what can be kept of a function.

    Raises
    ------
    NotStorableError
        Its source is not known, or it needs something that cannot be kept.
    """
    if not isinstance(function, types.FunctionType):
        raise NotStorableError(f"{function!r} is no function that was written with def.", hint=_HINT)
    if _is_installed(function):
        return PlainFunction(name=function.__qualname__, module=function.__module__)
    made = PlainFunction(name=function.__name__)
    _take(function, made)
    return made


def _take(function: types.FunctionType, made: PlainFunction) -> None:
    """Have a function's source, and all that it needs, in `made`; what it calls comes before it."""
    name = function.__name__
    source = _source_of(function)
    made.sources[name] = ""  # it is being looked at: recursion ends here
    for other, value in sorted(_surroundings(function, source).items()):
        if other not in made.sources:
            _take_value(other, value, made)
    made.sources[name] = made.sources.pop(name) or source


def _take_value(name: str, value: Any, made: PlainFunction) -> None:
    if isinstance(value, types.ModuleType):
        made.imports[name] = (MODULE, value.__name__, "")
    elif isinstance(value, types.FunctionType) and not _is_installed(value):
        if value.__name__ != name:
            raise NotStorableError(
                f"The function calls {value.__name__}() by the other name {name}.", hint="Call it by its own name."
            )
        _take(value, made)
    elif isinstance(value, type | types.FunctionType | types.BuiltinFunctionType):
        made.imports[name] = (FROM, *_importable(name, value))
    else:
        made.values[name] = value


def _importable(name: str, value: Any) -> tuple[str, str]:
    module = value.__module__ or "builtins"
    try:
        same = module != "__main__" and imported(module, value.__qualname__) is value
    except NotLoadableError:
        same = False
    if not same:
        raise NotStorableError(
            f"The function needs {name}, which exists in this session only.",
            hint="Move it into a module that can be imported, or into the function.",
        )
    return module, value.__qualname__


def _source_of(function: types.FunctionType) -> str:
    name = function.__name__
    if not name.isidentifier():
        raise NotStorableError("A lambda has no source of its own.", hint="Write the function with def.")
    try:
        source = textwrap.dedent(inspect.getsource(function))
        tree = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError, IndexError) as error:
        raise NotStorableError(
            f"The source of {name}() is not known: {error}.", hint="Define it in a cell or in a file."
        ) from None
    if not isinstance(tree, ast.FunctionDef) or tree.name != name:
        raise NotStorableError(f"{name}() was not written with def.", hint="Write the function with def.")
    if tree.decorator_list or hasattr(function, "__wrapped__"):
        raise NotStorableError(f"{name}() is decorated.", hint="Register a plain function that calls it.")
    return source


def _surroundings(function: types.FunctionType, source: str) -> dict[str, Any]:
    """Return what a function reads that is neither its own nor Python's: by its code, and by its head."""
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    closure = dict(zip(function.__code__.co_freevars, cells, strict=True))
    names = set(_global_names(function.__code__)) | set(_names_of_head(source))
    return {name: function.__globals__[name] for name in names if name in function.__globals__} | closure


def _global_names(code: types.CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield str(step.argval)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _global_names(constant)


def _names_of_head(source: str) -> Iterator[str]:
    """Give the names in a function's defaults and annotations, which are read when it is defined."""
    tree = ast.parse(source).body[0]
    assert isinstance(tree, ast.FunctionDef)
    for node in (tree.args, tree.returns):
        for inner in ast.walk(node) if node is not None else ():
            if isinstance(inner, ast.Name):
                yield inner.id


def _is_installed(function: types.FunctionType) -> bool:
    """Whether a function belongs to an installed package, so that its name is enough to find it again."""
    module = sys.modules.get(function.__module__ or "")
    file = getattr(module, "__file__", None) or ""
    folders = [sysconfig.get_paths()[name] for name in ("purelib", "platlib", "stdlib")]
    if function.__module__ == "__main__" or not file.startswith(tuple(folders)):
        return False
    return getattr(module, function.__qualname__, None) is function
