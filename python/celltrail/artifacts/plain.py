"""Text, and containers of plain values, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, Put, class_name
from celltrail.errors import NotStorableError

_DEEP = 50


class TextCodec:
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


class JsonCodec:
    """Lists and dictionaries of text, numbers, booleans and None, that come back from JSON as they were."""

    name = "json/1"

    def accepts(self, value: object) -> bool:
        """Whether it is a list or a dictionary that JSON can hold."""
        return type(value) in (list, dict) and _is_plain(value, _DEEP)

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - one part
        """Return the value as JSON."""
        try:
            data = json.dumps(value, ensure_ascii=True).encode()
        except (ValueError, RecursionError) as error:
            raise NotStorableError(f"JSON cannot hold the value: {error}.") from error
        summary = {"class": class_name(value), "length": len(value)}
        return Encoded(kind="object", data=data, size_bytes=len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the value."""
        return json.loads(data)

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show the beginning."""
        return {"text/plain": data[:10_000].decode()}


def _is_plain(value: object, deep: int) -> bool:
    if value is None or type(value) in (str, int, float, bool):
        return True
    if not deep:
        return False
    if type(value) is list:
        return all(_is_plain(item, deep - 1) for item in value)
    if type(value) is dict:
        return all(type(key) is str and _is_plain(item, deep - 1) for key, item in value.items())
    return False
