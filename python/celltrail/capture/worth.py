"""Which values are somebody's data."""

from __future__ import annotations

import types
from typing import Any

from celltrail.capture.observe import is_number

_CODE = (
    type,
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.GenericAlias,
    types.UnionType,
)
_MACHINERY = {"IPython", "ipywidgets", "ipykernel", "celltrail", "logging", "typing", "matplotlib", "mpl_toolkits"}
_PICTURES = {"Figure"}


def is_code(value: Any) -> bool:
    """Whether a value is what its source says: a module, function or class. The source is kept already."""
    return isinstance(value, _CODE) or type(value).__name__ in {"ufunc", "cython_function_or_method"}


def is_worth_keeping(value: Any) -> bool:
    """Whether a value is content of its own: no code, no plain number, no handle of the notebook's machinery.

    Plain numbers are parameters and metrics. The parts of a matplotlib figure are kept with the figure.
    """
    if is_code(value) or is_number(value):
        return False
    kind = type(value)
    return kind.__module__.partition(".")[0] not in _MACHINERY or kind.__name__ in _PICTURES
