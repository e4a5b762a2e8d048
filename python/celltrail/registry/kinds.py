"""What sort of value stands in a column, by the Arrow name of its type."""

from __future__ import annotations

import re

_DICTIONARY = re.compile(r"dictionary<values=(?P<values>[^,>]+)")
_STARTS = {
    ("double", "float", "halffloat", "decimal"): "float",
    ("int", "uint"): "int",
    ("string", "large_string", "utf8"): "str",
    ("bool",): "bool",
    ("timestamp",): "datetime",
    ("date",): "date",
}


def kind_of(arrow_type: str) -> str:
    """Return which sort of Python value stands for an Arrow type: ``float``, ``int``, ``str``, ... or ``any``.

    >>> kind_of("dictionary<values=string, indices=int8, ordered=0>")
    'str'
    """
    if found := _DICTIONARY.match(arrow_type):
        arrow_type = found["values"]
    return next((kind for names, kind in _STARTS.items() if arrow_type.startswith(names)), "any")


def is_categorical(arrow_type: str) -> bool:
    """Whether a column is of a categorical type: its values are names of a list that the model knows."""
    return arrow_type.startswith("dictionary")
