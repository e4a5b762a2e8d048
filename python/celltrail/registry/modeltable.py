"""Checked columns as the table that a model is asked with: a frame, or an array, in the model's own order.

Endpoints, batch scoring and gates all ask through this, so that a model never sees another type in one place than
in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celltrail.records import Column
from celltrail.registry.kinds import is_categorical, kind_of


class ModelTable:
    """Makes tables for one model. Not safe to use from two threads at once."""

    def __init__(self, columns: Sequence[Column], *, by_name: bool = True) -> None:
        self.columns = tuple(columns)
        self._by_name = by_name
        self._all_floats = all(kind_of(one.type) == "float" and not one.shape for one in columns)
        self._index: Any = None

    def from_rows(self, values: Sequence[Sequence[Any]]) -> Any:
        """Return the table of columns that are given as sequences of Python's own values."""
        import numpy as np

        if self._all_floats:  # one block of memory: pandas and scikit-learn need neither copy nor check columns
            whole = np.array(values, dtype=float).T
            return self._frame(whole) if self._by_name else whole
        arrays = [_array(one, column) for one, column in zip(values, self.columns, strict=True)]
        return self._frame(dict(enumerate(arrays))) if self._by_name else np.column_stack(arrays)

    def from_arrow(self, table: Any) -> Any:
        """Return the table of an Arrow table that has just these columns, of these types."""
        import numpy as np

        arrays = [_from_arrow(table.column(one.name), one) for one in self.columns]
        return self._frame(dict(enumerate(arrays))) if self._by_name else np.column_stack(arrays)

    def _frame(self, content: Any) -> Any:
        import pandas as pd

        if self._index is None:  # made once: it costs more than the frame
            self._index = pd.Index([column.name for column in self.columns], dtype=object)
        frame = pd.DataFrame(content, copy=False)
        frame.columns = self._index
        for column in self.columns:
            if is_categorical(column.type):
                frame[column.name] = _categorical(frame[column.name], column)
        return frame


def _array(values: Sequence[Any], column: Column) -> Any:
    import numpy as np

    kind = "list" if column.shape else kind_of(column.type)
    if kind == "list":
        return _objects(values)
    if kind == "any":
        return np.array(values)
    dtype: Any = {"float": float, "datetime": "datetime64[us]", "date": "datetime64[us]"}.get(kind, object)
    if kind in ("int", "bool") and None not in values:
        dtype = np.int64 if kind == "int" else bool
    elif kind == "int":
        dtype = float
    if dtype is object:
        values = [np.nan if value is None else value for value in values]
    return np.array(values, dtype=dtype)  # of floats and times, None becomes NaN and NaT


def _objects(values: Sequence[Any]) -> Any:
    """Return one object a row, where NumPy would make one array of lists that are equally long."""
    import numpy as np

    whole = np.empty(len(values), dtype=object)
    whole[:] = [np.asarray(value) for value in values]
    return whole


def _from_arrow(values: Any, column: Column) -> Any:
    kind = "list" if column.shape else kind_of(column.type)
    if kind == "list":
        return _objects(values.to_pylist())
    if kind in ("float", "int", "datetime", "date") or (kind == "bool" and not values.null_count):
        return values.to_numpy()
    return _array(values.to_pylist(), column)


def _categorical(series: Any, column: Column) -> Any:
    """Return a column as pandas' categorical, its categories in the order that the model was told."""
    import pandas as pd

    if not column.categories:
        return series.astype("category")
    known: list[Any] = list(column.categories)
    if kind_of(column.type) == "int":
        known = [int(name) for name in known]
    if kind_of(column.type) == "float":
        known = [float(name) for name in known]
    names = pd.Index(known)
    codes = names.get_indexer(series)  # -1, which is no value, for those that the model does not know
    return pd.Categorical.from_codes(codes, categories=names, ordered="ordered=1" in column.type)
