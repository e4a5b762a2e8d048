"""Graphs drawn: as SVG for notebooks, as a tree of text for terminals."""

from __future__ import annotations

from celltrail.drawing.drawn import DrawnLineage

__all__ = ["DrawnLineage"]
