"""Waiting for a store that is away for a moment, as a database is that is started anew, or whose network is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from celltrail import clock
from celltrail.errors import StoreError

AWAY_S = 120.0
"""For so long a wait that has begun puts up with a store that cannot be used."""
_PAUSE_S = 1.0
Found = TypeVar("Found")


def patiently(look: Callable[[], Found]) -> Found:
    """Return what `look` finds; where the store cannot be used, have it look again, until it was away for long.

    Only for what may be done twice.

    Raises
    ------
    StoreError
        It still cannot be used.
    """
    begun = clock.elapsed()
    while True:
        try:
            return look()
        except StoreError:
            if clock.elapsed() - begun > AWAY_S:
                raise
        time.sleep(_PAUSE_S)
