"""The only reader of time, so that tests can hold it still.

Points in time are seconds since 1970-01-01 UTC as ``float`` (names end in ``_at``); spans are seconds
(names end in ``_s``).
"""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> float:
    """Return the present point in time in seconds since 1970 UTC."""
    return time.time()  # noqa: TID251 - this is the one place


def now_us() -> int:
    """Return the present point in time in whole microseconds since 1970 UTC."""
    return time.time_ns() // 1000


def elapsed() -> float:
    """Return a reading, in seconds, of a clock that never goes back; only differences mean anything."""
    return time.perf_counter()


def cpu() -> float:
    """Return the CPU seconds this process has used."""
    return time.process_time()


def iso(at: float) -> str:
    """Return a point in time as ISO 8601 in UTC.

    >>> iso(0.0)
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
