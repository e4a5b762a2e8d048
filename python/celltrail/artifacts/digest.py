"""What names content: BLAKE3, 256 bits, in hexadecimal.

Cryptographic, so that equal digests mean equal bytes even where somebody tries to deceive (lineage rests on
it), and at gigabytes a second on one core. Source: the BLAKE3 paper, https://github.com/BLAKE3-team/BLAKE3-specs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from blake3 import blake3

from celltrail.errors import InvalidInputError

_FORM = re.compile(r"[0-9a-f]{64}")
_MANY_BYTES = 1 << 20


def digest_bytes(data: bytes | memoryview) -> str:
    """Return the digest of some bytes.

    >>> digest_bytes(b"")[:8]
    'af1349b9'
    """
    threads = blake3.AUTO if len(data) > _MANY_BYTES else 1
    return str(blake3(data, max_threads=threads).hexdigest())


def digest_of(parts: Iterable[bytes | bytearray | memoryview]) -> str:
    """Return the digest of some content that is given in parts; nothing is copied."""
    hasher = blake3(max_threads=blake3.AUTO)
    for part in parts:
        hasher.update(part)
    return str(hasher.hexdigest())


def digest_file(path: Path) -> str:
    """Return the digest of a file's bytes, read in bounded memory."""
    hasher = blake3(max_threads=blake3.AUTO)
    hasher.update_mmap(path)
    return str(hasher.hexdigest())


def check_digest(text: str) -> str:
    """Return `text` if it has the form of a digest, so that it can be no path.

    Raises
    ------
    InvalidInputError
        It has not.
    """
    if not _FORM.fullmatch(text):
        raise InvalidInputError(f"{text!r} is no digest.", hint="A digest is 64 hexadecimal digits.")
    return text
