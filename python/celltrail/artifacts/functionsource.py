"""What a function or class needs to be kept as source: what it calls, imports and reads.

Found in its compiled code, so that a name which is only a local variable's is not taken for a global one.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from celltrail.artifacts.classsource import class_source, class_surroundings, code_names, is_installed, is_own
from celltrail.artifacts.functions import PlainFunction
from celltrail.artifacts.sources import FROM, MODULE, Sources, imported
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
    if is_installed(function):
        return PlainFunction(name=function.__qualname__, module=function.__module__)
    made = PlainFunction(name=function.__name__)
    _Taker(made).take_function(function)
    return made


def class_sources(kinds: Iterable[type]) -> Sources:
    """Return what can be kept of classes: their sources, with all that these name.

    Raises
    ------
    NotStorableError
        A source is not known, two classes have one name, or one needs something that cannot be kept.
    """
    made = Sources()
    taker = _Taker(made)
    for kind in kinds:
        taker.take(kind.__name__, kind)
    return made


def defined_here(sources: Mapping[str, str]) -> dict[str, Any] | None:
    """Return this session's own names, if it has defined all of these in just the same words; else None."""
    here = vars(sys.modules["__main__"])
    return here if all(_text_of(here.get(name)) == source for name, source in sources.items()) else None


def _text_of(definition: Any) -> str:
    try:
        return class_source(definition) if isinstance(definition, type) else _source_of(definition)
    except (NotStorableError, AttributeError):
        return ""


class _Taker:
    """Takes definitions with all that they need; what has to be there when they are run comes before them."""

    def __init__(self, made: Sources) -> None:
        self._made = made
        self._taken: dict[str, Any] = {}

    def take(self, name: str, value: Any) -> None:
        """Take what stands under a name, unless it is there already."""
        if name in self._taken:
            if self._taken[name] is not value:
                raise NotStorableError(
                    f"Two different things are called {name}: one was defined again after the other was used.",
                    hint="Make the model anew from the definitions as they are now.",
                )
            return
        made = self._made
        if isinstance(value, types.ModuleType):
            made.imports[name] = (MODULE, value.__name__, "")
        elif isinstance(value, types.FunctionType) and not is_installed(value):
            _check_own_name(name, value)
            self.take_function(value)
        elif isinstance(value, type | types.FunctionType | types.BuiltinFunctionType):
            self._take_named(name, value)
        else:
            made.values[name] = value
        self._taken[name] = value

    def take_function(self, function: types.FunctionType) -> None:
        """Take a function; what it calls comes before it."""
        source = _source_of(function)
        self._taken[function.__name__] = function  # it is being looked at: recursion ends here
        self._take_all(_surroundings(function, source))
        self._made.sources[function.__name__] = source

    def _take_named(self, name: str, value: Any) -> None:
        """Take what has a name of its own: as an import; a class of one's own by its source, if that is known."""
        source = class_source(value) if isinstance(value, type) and is_own(value) else ""
        if not source:
            self._made.imports[name] = (FROM, *_importable(name, value))
            return
        _check_own_name(name, value)
        self._taken[name] = value
        at_once, later = class_surroundings(value, source)
        self._take_all(at_once)
        self._made.sources[name] = source
        self._take_all(later)

    def _take_all(self, found: Mapping[str, Any]) -> None:
        for name, value in sorted(found.items()):
            self.take(name, value)


def _check_own_name(name: str, value: Any) -> None:
    if value.__name__ != name:
        raise NotStorableError(
            f"The function calls {value.__name__}() by the other name {name}.", hint="Call it by its own name."
        )


def _importable(name: str, value: Any) -> tuple[str, str]:
    module = value.__module__ or "builtins"
    try:
        same = module != "__main__" and imported(module, value.__qualname__) is value
    except NotLoadableError:
        same = False
    if not same:
        raise NotStorableError(
            f"The model needs {name}, which exists in this session only.",
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
    names = set(code_names(function.__code__)) | set(_names_of_head(source))
    return {name: function.__globals__[name] for name in names if name in function.__globals__} | closure


def _names_of_head(source: str) -> Iterator[str]:
    """Give the names in a function's defaults and annotations, which are read when it is defined."""
    tree = ast.parse(source).body[0]
    assert isinstance(tree, ast.FunctionDef)
    for node in (tree.args, tree.returns):
        for inner in ast.walk(node) if node is not None else ():
            if isinstance(inner, ast.Name):
                yield inner.id
