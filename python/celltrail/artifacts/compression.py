"""Compression of files that pay for it: Zstandard (RFC 8878), in frames that can be read one after the other.

A sample is compressed first. Numbers that look random would cost seconds and save nothing; text and counts shrink
to a fraction.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

SUFFIX = ".zst"
_SMALLEST = 64 << 10
"""Below this a file takes a few disk blocks either way."""
_SMALLEST_ALONE = 1 << 20
"""The same where pyarrow, which compresses, would have to be loaded for it."""
_SAMPLE = 16 << 10
_SAMPLES = 4
_WORTH = 0.6
"""To what share of its size a sample must shrink."""
_FRAME = 4 << 20


def pays(parts: Iterable[bytes | bytearray | memoryview]) -> bool:
    """Whether content is worth compressing, by a few samples of its first large part."""
    smallest = _SMALLEST if "pyarrow" in sys.modules else _SMALLEST_ALONE
    view = next((part for part in parts if len(part) >= smallest), b"")
    if not view:
        return False
    step = (len(view) - _SAMPLE) // (_SAMPLES - 1)
    sample = b"".join(view[start : start + _SAMPLE] for start in range(0, len(view) - _SAMPLE + 1, step))
    return len(_codec().compress(sample, asbytes=True)) <= len(sample) * _WORTH


def packed(parts: Iterable[bytes | bytearray | memoryview]) -> Iterator[bytes]:
    """Give content, given in parts, in compressed frames of bounded size."""
    codec = _codec()
    for part in parts:
        view = memoryview(part).cast("B")
        for start in range(0, len(view), _FRAME):
            yield codec.compress(view[start : start + _FRAME], asbytes=True)


def unpacked(data: bytes) -> bytes | None:
    """Return the content of compressed frames; None where they are damaged."""
    import pyarrow as pa

    try:
        with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
            return bytes(stream.read())
    except (OSError, pa.ArrowException):
        return None


def unpacked_pieces(file: Any, start: int, size: int) -> Iterator[bytes]:
    """Give the content of compressed frames from `start` on, in pieces."""
    import pyarrow as pa

    with pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd") as stream:
        while start and (skipped := stream.read(min(start, size))):
            start -= len(skipped)
        while piece := stream.read(size):
            yield bytes(piece)


def _codec() -> Any:
    import pyarrow as pa

    return pa.Codec("zstd", compression_level=1)
