"""Any object that Python can pickle, marked as such: nothing is unpickled without the user's word.

A pickle names code that loading it runs, so a store that came from somebody else could do anything. Writing one
is no such danger. The bytes are a line of JSON and the pickle, protocol 5; large buffers in it (arrays) are kept
apart, so that equal ones are kept once and none is copied. Source: PEP 574.
"""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable, Sequence
from typing import Any

from celltrail.artifacts.codec import PICKLE, Encoded, Get, Part, Put, class_name
from celltrail.artifacts.fingerprint import fingerprint
from celltrail.artifacts.folder import Buffer
from celltrail.errors import NotStorableError, UntrustedError

LARGEST_STREAM = 256 << 20
"""Bytes that a pickle may have, its large buffers not counted."""
_APART_BYTES = 64 << 10


class PickleCodec:
    """What no other codec keeps."""

    name = "pickle/1"

    def accepts(self, value: object) -> bool:  # noqa: ARG002 - only trying tells
        """Whether it can be tried: always."""
        return True

    def encode(self, value: Any, put: Put) -> Encoded:
        """Return the pickle; large buffers in it are put apart.

        Raises
        ------
        NotStorableError
            The object, or something in it, cannot be pickled.
        """
        stream, buffers = pickled(value)
        parts = [_put_buffer(put, raw) for raw in buffers]
        header = json.dumps({"buffers": [part.digest for part in parts]}).encode() + b"\n"
        size = len(header) + sum(map(len, stream)) + sum(part.size for part in parts)
        summary = {"class": class_name(value), "pickled": True}
        return Encoded(kind="object", data=[header, *stream], size_bytes=size, summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:
        """Return the object.

        Raises
        ------
        UntrustedError
            The user has not said to unpickle: `trusted` does not hold ``"pickle"``.
        """
        if PICKLE not in trusted:
            raise UntrustedError(
                "The object is kept as a pickle, and loading one runs code that it names.",
                hint='If you know where it comes from, load it with trusted=["pickle"].',
            )
        _, _, stream = data.partition(b"\n")
        buffers = [bytearray(get(digest)) for digest in self.parts(data)]  # writable, as they were
        return pickle.loads(stream, buffers=buffers)  # noqa: S301, TID251 - the user has said so

    def parts(self, data: bytes) -> Sequence[str]:
        """Return the digests of the large buffers."""
        return tuple(json.loads(data.partition(b"\n")[0])["buffers"])

    def files(self, data: bytes, get: Get) -> dict[str, bytes]:
        """Return the pickle, and its large buffers in the order in which ``pickle.load`` takes them."""
        buffers = {f"buffers/{number:06}": get(digest) for number, digest in enumerate(self.parts(data))}
        return {"model.pickle": data.partition(b"\n")[2], **buffers}

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - nothing is loaded
        """Show nothing: looking at an object means loading it, which is the user's to decide."""
        return {}


def _put_buffer(put: Put, raw: Buffer) -> Part:
    return put.once(fingerprint("bytes", [raw]), lambda: ([raw], {}))


def pickled(value: Any, write: Callable[[bytes], Any] | None = None) -> tuple[list[bytes], list[Buffer]]:
    """Return the pickle of a value and its large buffers, which are not copied; or give the pickle to `write`.

    Raises
    ------
    NotStorableError
        It cannot be pickled, or is too large for it.
    """
    buffers: list[Buffer] = []
    sink = _Sink(write)

    def apart(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes < _APART_BYTES:
            return True
        buffers.append(raw)
        return False

    try:
        pickle.Pickler(sink, protocol=5, buffer_callback=apart).dump(value)
    except NotStorableError:
        raise
    except Exception as error:
        raise NotStorableError(
            f"{class_name(value)} cannot be pickled: {type(error).__name__}: {str(error)[:200]}.",
            hint="Keep what it holds under names of their own: frames, arrays, numbers, text.",
        ) from error
    return sink.pieces, buffers


class _Sink(io.RawIOBase):
    def __init__(self, write: Callable[[bytes], Any] | None) -> None:
        self.pieces: list[bytes] = []
        self._take = write or self._hold
        self._size = 0

    def write(self, data: Any) -> int:
        size = len(data)
        self._size += size
        if self._size > LARGEST_STREAM:
            raise NotStorableError(
                f"Its pickle is larger than {LARGEST_STREAM >> 20} MB.",
                hint="Keep the large parts under names of their own, or write them to a file.",
            )
        self._take(data)
        return size

    def _hold(self, data: Any) -> None:
        self.pieces.append(bytes(data))
