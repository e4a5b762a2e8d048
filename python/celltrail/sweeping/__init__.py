"""Searches over the parameters of a notebook."""

from __future__ import annotations

from celltrail.sweeping.control import ENDED, cancel, current, proceed, refreshed, start, wait
from celltrail.sweeping.plan import Wishes, planned
from celltrail.sweeping.preview import SweepPreview, preview
from celltrail.sweeping.progress import SweepProgress, progress
from celltrail.sweeping.space import named_space, parse
from celltrail.sweeping.summary import summary

__all__ = [
    "ENDED",
    "SweepPreview",
    "SweepProgress",
    "Wishes",
    "cancel",
    "current",
    "named_space",
    "parse",
    "planned",
    "preview",
    "proceed",
    "progress",
    "refreshed",
    "start",
    "summary",
    "wait",
]
