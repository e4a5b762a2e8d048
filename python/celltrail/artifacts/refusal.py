"""Values that cannot be kept by their nature, each with the reason: nothing false is kept in their place."""

from __future__ import annotations

import io
import socket
import threading
import types
from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import Any

from celltrail.artifacts.codec import class_name
from celltrail.errors import NotStorableError

_LAZY = {
    "polars": {"LazyFrame"},
    "dask": {"DataFrame", "Series", "Array", "Bag", "Delayed"},
    "dask_expr": {"DataFrame", "Series"},
    "pyspark": {"DataFrame", "RDD", "Column"},
    "ibis": {"Expr"},
    "duckdb": {"DuckDBPyRelation", "DuckDBPyConnection"},
    "datasets": {"IterableDataset"},
}
_LOCKS = (type(threading.Lock()), type(threading.RLock()), threading.Condition, threading.Event, threading.Thread)
_CODE = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.CodeType)


def refusal_of(value: Any) -> NotStorableError | None:
    """Return why a value can never be kept; None where trying is right."""
    for base in type(value).__mro__:
        if base.__name__ in _LAZY.get(base.__module__.partition(".")[0], ()):
            return NotStorableError(
                f"{class_name(value)} is lazy: to keep its rows would mean to compute them here.",
                hint="Keep what it computes: `.collect()`, `.compute()` or `.toPandas()`.",
            )
    if isinstance(value, _CODE):
        return NotStorableError(
            f"{class_name(value)} is code.", hint="The source of the cell that made it is kept."
        )
    if isinstance(value, io.IOBase):
        return NotStorableError("An open file is no value.", hint="The files that a cell opens are kept by name.")
    if isinstance(value, Iterator | AsyncIterator | Awaitable):
        return NotStorableError(
            f"{class_name(value)} gives its items only once, so it was not looked into.", hint="Make a list of it."
        )
    if isinstance(value, (*_LOCKS, socket.socket)):
        return NotStorableError(f"{class_name(value)} belongs to this process.", hint="There is nothing to keep.")
    return None
