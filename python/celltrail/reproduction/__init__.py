"""Getting the results of a run again, and finding out why they differ."""

from __future__ import annotations
