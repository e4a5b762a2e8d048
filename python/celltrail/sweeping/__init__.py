"""Searches over the parameters of a notebook."""

from __future__ import annotations

from celltrail.sweeping.control import ENDED, cancel, current, proceed, refreshed, start, wait
from celltrail.sweeping.plan import Wishes, planned
from celltrail.sweeping.space import named_space, parse
from celltrail.sweeping.summary import summary

__all__ = [
    "ENDED",
    "Wishes",
    "cancel",
    "current",
    "named_space",
    "parse",
    "planned",
    "proceed",
    "refreshed",
    "start",
    "summary",
    "wait",
]
