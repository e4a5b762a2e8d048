"""Text, bytes, and containers of plain values, as JSON.

What JSON has no form for is an object with one key that begins with ``$``: ``{"$tuple": [1, 2]}``,
``{"$set": []}``, ``{"$time": "2013-01-01T00:00:00"}``. A dictionary with other keys than text, or with such a key,
is ``{"$dict": [[key, value], ...]}``. So such values come back as they were, and no code is run for that.
"""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, OnePart, Put, class_name
from celltrail.errors import NotStorableError

_DEEP = 50
_ATOMS = (str, int, float, bool, type(None))
_OTHER_ATOMS: dict[type, tuple[str, Callable[[Any], Any], Callable[[Any], Any]]] = {
    bytes: ("$bytes", lambda v: base64.b64encode(v).decode(), base64.b64decode),
    complex: ("$complex", lambda v: [v.real, v.imag], lambda v: complex(*v)),
    dt.datetime: ("$time", dt.datetime.isoformat, dt.datetime.fromisoformat),
    dt.date: ("$date", dt.date.isoformat, dt.date.fromisoformat),
    dt.timedelta: (
        "$span",
        lambda v: [v.days, v.seconds, v.microseconds],
        lambda v: dt.timedelta(v[0], v[1], v[2]),
    ),
    decimal.Decimal: ("$decimal", str, decimal.Decimal),
    type(Path()): ("$path", str, Path),
}
_SEQUENCES: dict[type, str] = {tuple: "$tuple", set: "$set", frozenset: "$frozenset"}
_KINDS = {*_ATOMS, *_OTHER_ATOMS, *_SEQUENCES, list, dict}
_BACK: dict[str, Callable[[Any], Any]] = {
    **{tag: back for tag, _, back in _OTHER_ATOMS.values()},
    **{tag: kind for kind, tag in _SEQUENCES.items()},
    "$dict": dict,
    "$numpy": lambda v: _numpy_scalar(*v),
}


class TextCodec(OnePart):
    """Text."""

    name = "text/1"

    def accepts(self, value: object) -> bool:
        """Whether it is text."""
        return type(value) is str

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - text is one part
        """Return the text in UTF-8, lone surrogates kept."""
        data = value.encode("utf-8", "surrogatepass")
        summary = {"class": "str", "length": len(value)}
        return Encoded(kind="text", data=data, size_bytes=len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the text."""
        return data.decode("utf-8", "surrogatepass")

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show the beginning."""
        return {"text/plain": data[:10_000].decode("utf-8", "replace")}


class JsonCodec(OnePart):
    """Plain values, and lists, tuples, sets and dictionaries of them, none of which is held twice."""

    name = "json/1"

    def accepts(self, value: object) -> bool:
        """Whether it is plain, all the way down."""
        if type(value) is str or not (type(value) in _KINDS or _is_numpy_scalar(value)):
            return False
        try:
            _tagged(value, _DEEP, set())
        except (_NotPlainError, RecursionError):
            return False
        return True

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - one part
        """Return the value as JSON."""
        try:
            data = json.dumps(_tagged(value, _DEEP, set()), ensure_ascii=True).encode()
        except (_NotPlainError, ValueError, RecursionError) as error:
            raise NotStorableError(f"JSON cannot hold the value: {error}.") from error
        summary: dict[str, Any] = {"class": class_name(value)}
        if hasattr(value, "__len__"):
            summary["length"] = len(value)
        return Encoded(kind="object", data=data, size_bytes=len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the value."""
        return json.loads(data, object_hook=_untagged)

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show the beginning."""
        return {"text/plain": data[:10_000].decode()}


class _NotPlainError(Exception):
    pass


def _is_numpy_scalar(value: Any) -> bool:
    kind = type(value)
    return (
        kind.__module__ == "numpy"
        and kind.__name__ != "ndarray"
        and value.shape == ()
        and value.dtype.kind in "iufbU"
    )


def _tagged(value: Any, deep: int, seen: set[int]) -> Any:
    """Return a value as JSON has it; what is held twice, or in itself, is not plain: that would be lost."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind in _OTHER_ATOMS:
        tag, form, _ = _OTHER_ATOMS[kind]
        return {tag: form(value)}
    if _is_numpy_scalar(value):
        return {"$numpy": [value.dtype.str, value.item()]}
    if kind not in (list, dict, *_SEQUENCES) or not deep or (id(value) in seen and value):
        raise _NotPlainError(f"it holds {kind.__name__}")
    seen.add(id(value))
    if kind is dict:
        return _tagged_dict(value, deep, seen)
    items = [_tagged(item, deep - 1, seen) for item in value]
    if kind is list:
        return items
    return {_SEQUENCES[kind]: items if kind is tuple else sorted(items, key=json.dumps)}


def _tagged_dict(value: dict[Any, Any], deep: int, seen: set[int]) -> Any:
    if all(type(key) is str and not key.startswith("$") for key in value):
        return {key: _tagged(item, deep - 1, seen) for key, item in value.items()}
    pairs = [[_tagged(key, deep - 1, seen), _tagged(item, deep - 1, seen)] for key, item in value.items()]
    return {"$dict": pairs}


def _untagged(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        ((tag, content),) = found.items()
        if tag in _BACK:
            return _BACK[tag](content)
    return found


def _numpy_scalar(dtype: str, value: Any) -> Any:
    import numpy as np

    return np.dtype(dtype).type(value)
