"""What a codec is.

To add one: a file beside this one with a class that has these four members, and a line in ``store.py``.
A codec's name carries the version of its format; a changed format is a new name, and the old one stays readable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from celltrail.records import ArtifactKind

Put = Callable[[bytes | memoryview], str]
Get = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A value as bytes, with what lists show of it."""

    kind: ArtifactKind
    data: bytes
    size_bytes: int
    """With all parts that were put apart."""
    summary: dict[str, Any] = field(default_factory=dict)


class Codec(Protocol):
    """Between values of one kind and bytes.

    Threads: stateless, so safe. `encode` never changes the value. Equal values give equal bytes. `decode` never
    runs code that the bytes name, unless its type is in `trusted`.
    """

    name: str

    def accepts(self, value: object) -> bool:
        """Whether this codec keeps such values. Must not import the library that the value would come from."""

    def encode(self, value: Any, put: Put) -> Encoded:
        """Return the value as bytes; `put` keeps parts of it on their own and returns their digests."""

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:
        """Return the value that `encode` was given."""

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:
        """Return a MIME bundle that shows the value; empty where there is nothing to show."""


def class_name(value: object) -> str:
    """Return the full name of a value's class."""
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


def loaded(value: object, library: str, *names: str) -> bool:
    """Whether a value is of one of the classes `names` of a library, which is not imported for this."""
    return any(
        base.__module__.partition(".")[0] == library and base.__name__ in names for base in type(value).__mro__
    )
