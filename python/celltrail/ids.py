"""Ids and how they are minted.

Ids are UUIDv7 (RFC 9562) in their hexadecimal text form without dashes: they sort by the time they were made.
"""

from __future__ import annotations

import os
import threading

from celltrail import clock

_lock = threading.Lock()
_last = 0


def _unlock_after_fork() -> None:
    global _lock  # noqa: PLW0603 - another thread of the parent may have held it
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_unlock_after_fork)


def new_id() -> str:
    """Return a new id, greater than every id made before in this process.

    The 12 bits after the time count sub-milliseconds (RFC 9562, 6.2, method 3), so that ids made within one
    millisecond sort too.
    """
    global _last  # noqa: PLW0603 - the order of ids within a process is this one number
    ticks = int(clock.now() * 1000 * 4096)
    with _lock:
        _last = ticks = max(ticks, _last + 1)
    milliseconds, fraction = divmod(ticks, 4096)
    random = int.from_bytes(os.urandom(8)) & 0x3FFF_FFFF_FFFF_FFFF
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random
    return f"{value:032x}"


def minted_at(value: str) -> float:
    """Return the time, in seconds since 1970 UTC, at which an id was minted."""
    return int(value[:12], 16) / 1000
