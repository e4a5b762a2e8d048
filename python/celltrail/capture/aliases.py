"""Other names of something that may change: the same object, a view of the same memory, or a part of it.

A value is followed into what it holds for a few steps (items of containers, attributes of objects), so that
``frames[0]["x"] = 1`` is seen under the name of that frame too. What only a container of something else holds is
found when that container is named in a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_DEEP = 3
_MOST_ITEMS = 1_000
_COPIES_ON_WRITE = 3
"""The version of pandas since which no two of its objects see each other's changes."""
Extent = tuple[int, int, bool]
"""The addresses between which numbers lie, and whether pandas sees to it that only one object changes them."""


def aliases_of(values: Iterable[Any], namespace: Mapping[str, Any]) -> set[str]:
    """Return the names of a namespace whose value is one of `values`, a part of one, or shares memory with one."""
    held: dict[int, Any] = {}
    for value in values:
        _reach(value, held, _DEEP)
    if not held:
        return set()
    memory = [extent for value in held.values() for extent in _memory_of(value)]
    return {
        name
        for name, value in list(namespace.items())  # there are thousands of them after thousands of cells
        if (memory or id(value) in held)
        and not name.startswith("_")
        and not isinstance(value, _ATOMS)
        and (id(value) in held or _overlaps(value, memory))
    }


def _overlaps(value: Any, memory: list[Extent]) -> bool:
    if not memory or (_is_pandas(value) and _copies_on_write() and all(own for _, _, own in memory)):
        return False
    return any(
        low < end and start < high and not (own and theirs)
        for low, high, own in _memory_of(value)
        for start, end, theirs in memory
    )


_ATOMS = (str, int, float, bool, bytes, complex, type(None), type)


def _reach(value: Any, found: dict[int, Any], deep: int) -> None:
    if id(value) in found or isinstance(value, _ATOMS):
        return
    found[id(value)] = value
    if deep:
        for part in _parts(value):
            _reach(part, found, deep - 1)


def _parts(value: Any) -> Iterator[Any]:
    """Give what a value holds; only of types that run no code of a user's when they are asked."""
    kind = type(value)
    items: Iterable[Any] = ()
    if kind is dict:
        items = value.values()
    elif kind in (list, tuple, set, frozenset):
        items = value
    elif kind.__module__.partition(".")[0] not in ("numpy", "pandas", "polars", "pyarrow", "builtins"):
        try:
            items = object.__getattribute__(value, "__dict__").values()
        except (AttributeError, TypeError):
            return
    for number, item in enumerate(items):
        if number >= _MOST_ITEMS:
            return
        yield item


def _memory_of(value: Any) -> list[Extent]:
    """Return where an array's numbers lie, or those of a pandas frame or column."""
    library = type(value).__module__.partition(".")[0]
    if library == "numpy" and hasattr(value, "__array_interface__") and getattr(value, "ndim", None):
        return _extent(value, own=False)
    if _is_pandas(value):
        columns = [value] if not hasattr(value, "columns") else [pair[1] for pair in value.items()]
        return [extent for column in columns[:_MOST_ITEMS] for extent in _column(column)]
    return []


def _is_pandas(value: Any) -> bool:
    return (
        type(value).__module__.partition(".")[0] == "pandas" and hasattr(value, "items") and hasattr(value, "iloc")
    )


def _copies_on_write() -> bool:
    """Whether no two objects of pandas see each other's changes."""
    import pandas as pd

    return int(pd.__version__.partition(".")[0]) >= _COPIES_ON_WRITE


def _column(series: Any) -> list[Extent]:
    import numpy as np

    own = _copies_on_write()
    return _extent(series.to_numpy(copy=False), own=own) if isinstance(series.dtype, np.dtype) else []


def _extent(array: Any, *, own: bool) -> list[Extent]:
    import numpy as np

    if not array.size:
        return []
    where: Any = getattr(np.lib, "array_utils", None) or np  # NumPy 2 has moved it
    low, high = where.byte_bounds(array)
    return [(int(low), int(high), own)]
