"""How one fact lies in a journal: a line of text with its checksum.

``<crc32 of the JSON, 8 hexadecimal digits> <JSON>`` and a newline. JSON holds no raw newline, so a damaged line
damages no other: reading goes on at the next one. A person can read the file too.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

import msgspec

from celltrail.secrets import own_secrets

_encode = msgspec.json.Encoder(enc_hook=str).encode
_decode = msgspec.json.Decoder().decode
_CRC_LENGTH = 8


def encode(fact: tuple[str, Any]) -> bytes:
    """Return a fact as a line, without secrets.

    Half of a surrogate pair, which UTF-8 has no bytes for, becomes a question mark.
    """
    try:
        body = _encode(fact)
    except UnicodeEncodeError:
        text = json.dumps(msgspec.to_builtins(fact, enc_hook=str, str_keys=True), ensure_ascii=False)
        body = _encode(json.loads(text.encode("utf-8", "replace")))
    body = own_secrets().body(body)
    return b"%08x %b\n" % (zlib.crc32(body), body)


def metric_head(run_id: str, key: str) -> str:
    """Return how each fact of a metric begins; ``metric_line`` adds a point to it."""
    body = encode(("metric", (run_id, key)))[_CRC_LENGTH + 1 : -1]
    return body.decode()[: -len("]]")] + ',"'


def metric_line(head: str, number: float, step: int, at_us: int) -> bytes:
    """Return the line of a point, quicker than ``encode``: this is the fact that comes in thousands a second."""
    body = f'{head}{number!r}",{step},{at_us}e-6]]'.encode()
    return b"%08x %b\n" % (zlib.crc32(body), body)


def decode(line: bytes) -> tuple[str, Any] | None:
    """Return the fact of a line (without its newline); None where the line is damaged."""
    crc, space, body = line[:_CRC_LENGTH], line[_CRC_LENGTH : _CRC_LENGTH + 1], line[_CRC_LENGTH + 1 :]
    if space != b" " or crc != b"%08x" % zlib.crc32(body):
        return None
    try:
        kind, value = _decode(body)
    except (msgspec.DecodeError, ValueError, TypeError):
        return None
    return kind, value
