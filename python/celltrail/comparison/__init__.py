"""What differs between runs: numbers with their noise, code by cell, data by column, packages."""

from __future__ import annotations

from celltrail.comparison.code import CellChange
from celltrail.comparison.comparison import Comparison, compare_sides
from celltrail.comparison.data import DataChange
from celltrail.comparison.side import Side, side_of
from celltrail.comparison.values import MetricRow, ValueChange

__all__ = [
    "CellChange",
    "Comparison",
    "DataChange",
    "MetricRow",
    "Side",
    "ValueChange",
    "compare_sides",
    "side_of",
]
