"""What differs between runs: numbers with their noise, code by cell, data by column, packages."""

from __future__ import annotations

from celltrail.comparison.code import CellChange
from celltrail.comparison.comparison import Comparison, compare_sides
from celltrail.comparison.data import DataChange
from celltrail.comparison.executions import ExecutedCell, ExecutedSide, ExecutionDiff, diff_executions
from celltrail.comparison.outputs import NumberChange, OutputChange, output_changes
from celltrail.comparison.side import Side, side_of
from celltrail.comparison.values import MetricRow, ValueChange

__all__ = [
    "CellChange",
    "Comparison",
    "DataChange",
    "ExecutedCell",
    "ExecutedSide",
    "ExecutionDiff",
    "MetricRow",
    "NumberChange",
    "OutputChange",
    "Side",
    "ValueChange",
    "compare_sides",
    "diff_executions",
    "output_changes",
    "side_of",
]
