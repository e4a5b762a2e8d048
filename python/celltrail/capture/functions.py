"""What the functions that a cell calls read and bind in the notebook."""

from __future__ import annotations

import dis
import types
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

_READS = {"LOAD_GLOBAL", "LOAD_NAME"}
_BINDS = {"STORE_GLOBAL", "DELETE_GLOBAL"}
_MOST_FUNCTIONS = 1_000


def through_functions(names: Iterable[str], namespace: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Return the names that the notebook's own functions and classes among `names` read, and those they bind.

    Functions that these call in turn are followed. Functions of modules have names of their own, and what they do
    to the notebook is not seen here; whether an argument changed is seen by its content.
    """
    reads: set[str] = set()
    binds: set[str] = set()
    waiting = list(names)
    looked_at: set[str] = set()
    while waiting and len(looked_at) < _MOST_FUNCTIONS:
        name = waiting.pop()
        if name in looked_at:
            continue
        looked_at.add(name)
        for code in _own_code(namespace.get(name), namespace):
            read, bound = _globals_of(code)
            found = {name for name in read if name in namespace}
            waiting += found - looked_at
            reads |= found
            binds |= bound
    return reads, binds


def _own_code(value: Any, namespace: Mapping[str, Any]) -> Iterator[types.CodeType]:
    """Give the code of a function whose globals are the notebook's, or of the methods of such a class."""
    value = getattr(value, "__wrapped__", value) if isinstance(value, types.FunctionType) else value
    if isinstance(value, types.FunctionType):
        if value.__globals__ is namespace:
            yield value.__code__
    elif isinstance(value, type) and value.__module__ == namespace.get("__name__"):
        for member in vars(value).values():
            inner = getattr(member, "__func__", member)
            if isinstance(inner, types.FunctionType):
                yield inner.__code__


@lru_cache(maxsize=1_000)
def _globals_of(code: types.CodeType) -> tuple[frozenset[str], frozenset[str]]:
    """Return the global names that a function, and those defined in it, read and bind."""
    reads: set[str] = set()
    binds: set[str] = set()
    for step in dis.get_instructions(code):
        if step.opname in _READS:
            reads.add(step.argval)
        elif step.opname in _BINDS:
            binds.add(step.argval)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            inner_reads, inner_binds = _globals_of(constant)
            reads |= inner_reads
            binds |= inner_binds
    return frozenset(reads), frozenset(binds)
