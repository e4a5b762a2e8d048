"""Values that are written down nowhere, though a notebook works with them.

A job that is given ``env:TOKEN`` for a parameter names that variable in ``CELLTRAIL_SECRETS``. Every process of
the job then writes ``[TOKEN]`` where the variable's value would stand: in outputs, tracebacks, journals and files.
"""

from __future__ import annotations

import functools
import html
import json
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

SECRETS_VARIABLE = "CELLTRAIL_SECRETS"
_SHORTEST = 4
"""Letters of the shortest value that is looked for: a shorter one occurs in everything."""


class Secrets:
    """The values of some environment variables, and what stands for them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._names = {form: name for name, value in values.items() for form in _forms(value)}
        self._longest = max(map(len, self._names), default=0)
        found = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, found))) if found else None
        self._bytes = {
            form.encode(how, "replace") for form in found for how in ("utf-8", "utf-16-le", "utf-32-le")
        }

    def __bool__(self) -> bool:
        return self._pattern is not None

    def text(self, text: str) -> str:
        """Return text with the names in the place of the values."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: f"[{self._names[found[0]]}]", text)

    def data(self, value: Any) -> Any:
        """Return JSON-like data with the names in the place of the values."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return type(value)((self.data(key), self.data(item)) for key, item in value.items())
        if isinstance(value, list | tuple):
            return type(value)(self.data(item) for item in value)
        return value

    def held_back(self, text: str) -> int:
        """Return how many letters at the end of a text may be the beginning of a value that goes on."""
        for length in range(min(self._longest - 1, len(text)), 0, -1):
            end = text[-length:]
            if any(form.startswith(end) and len(form) > length for form in self._names):
                return length
        return 0

    def body(self, data: bytes) -> bytes:
        """Return UTF-8 text with the names in the place of the values."""
        if self._pattern is None or not self.is_in(data):
            return data
        return self.text(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def is_in(self, data: bytes | bytearray | memoryview) -> bool:
        """Whether a value lies in bytes, in one of the encodings of text."""
        content = data if isinstance(data, bytes | bytearray) else bytes(data)
        return any(form in content for form in self._bytes)


def secrets_of(names: Iterable[str]) -> Secrets:
    """Return the secrets that the values of environment variables are; those that are not set hold none."""
    return Secrets({name: os.environ.get(name, "") for name in names})


def own_secrets() -> Secrets:
    """Return the secrets of this process."""
    names = os.environ.get(SECRETS_VARIABLE, "")
    if not names:
        return _NONE
    return _known(tuple((name, os.environ.get(name, "")) for name in names.split(",")))


@functools.lru_cache(maxsize=8)
def _known(values: tuple[tuple[str, str], ...]) -> Secrets:
    return Secrets(dict(values))


def _forms(value: str) -> set[str]:
    """Return a value as it may be written: plain, in quotes, in JSON, in HTML, in an address."""
    if len(value) < _SHORTEST:
        return set()
    return {
        value,
        repr(value)[1:-1],
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        html.escape(value),
        quote(value),
        quote(value, safe=""),
    }


_NONE = Secrets({})
