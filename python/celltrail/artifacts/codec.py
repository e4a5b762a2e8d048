"""What a codec is.

To add one: a file beside this one with a class that has these members, and a line in ``codecs.py``; or, in a
package of your own, an entry point of the group ``celltrail.codecs`` that names such a class.
A codec's name carries the version of its format; a changed format is a new name, and the old one stays readable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from celltrail.artifacts.folder import Buffer
from celltrail.records import ArtifactKind

Get = Callable[[str], bytes]
PICKLE = "pickle"
"""What `trusted` has to hold for anything to be unpickled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some content that is kept."""

    digest: str
    size: int
    summary: dict[str, Any] = field(default_factory=dict)
    """What was found out about it when it was first seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A value as bytes, with what lists show of it."""

    kind: ArtifactKind
    data: Buffer | Iterable[Buffer]
    """The bytes, or buffers in a row; these are gone through more than once, so no iterator."""
    size_bytes: int
    """With all parts that were put apart."""
    summary: dict[str, Any] = field(default_factory=dict)


class Put(Protocol):
    """Keeps parts of a value on their own."""

    def __call__(self, data: Buffer | Iterable[Buffer], /) -> str:
        """Keep bytes, or buffers in a row, and return their digest."""

    def once(self, key: bytes, make: Callable[[], tuple[Iterable[Buffer], dict[str, Any]]], /) -> Part:
        """Keep what `make` gives with its summary, without making it where content of this key was kept before.

        `key` is a ``fingerprint``. The buffers are gone through twice, so they must not be an iterator.
        """


class Codec(Protocol):
    """Between values of one kind and bytes.

    Threads: stateless, so safe. `encode` never changes the value and copies no more than a part of it at a time.
    Equal values give equal bytes. `decode` never runs code that the bytes name, unless its type is in `trusted`.
    """

    name: str

    def accepts(self, value: object) -> bool:
        """Whether this codec keeps such values. Must not import the library that the value would come from."""

    def encode(self, value: Any, put: Put) -> Encoded:
        """Return the value as bytes; `put` keeps parts of it on their own and returns their digests."""

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:
        """Return the value that `encode` was given."""

    def parts(self, data: bytes) -> Sequence[str]:
        """Return the digests of the parts that were put apart."""

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:
        """Return a MIME bundle that shows the value; empty where there is nothing to show."""


@runtime_checkable
class HasFiles(Protocol):
    """The side of a codec whose values are models that other programs can read."""

    def files(self, data: bytes, get: Get) -> dict[str, bytes]:
        """Return the model as files, by their paths below a folder; equal models give equal files."""


class OnePart:
    """The side of a codec whose values are one part."""

    def parts(self, data: bytes) -> Sequence[str]:  # noqa: ARG002 - whatever the bytes are
        """Return no parts."""
        return ()


def class_name(value: object) -> str:
    """Return the full name of a value's class; of Python's own without their module."""
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def loaded(value: object, library: str, *names: str) -> bool:
    """Whether a value is of one of the classes `names` of a library, which is not imported for this."""
    return any(
        base.__name__ in names and base.__module__.partition(".")[0] == library for base in type(value).__mro__
    )
