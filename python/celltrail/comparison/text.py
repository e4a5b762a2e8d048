"""A comparison as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from celltrail.comparison.columns import ColumnChange
    from celltrail.comparison.comparison import Comparison
    from celltrail.comparison.data import DataChange
    from celltrail.comparison.values import MetricRow, ValueChange

MARKS = {"changed": "~", "added": "+", "removed": "-", "same": "=", "retyped": "~"}
_SHOWN = 60


def written(found: Comparison) -> str:
    """Return a comparison as lines of text; what is the same is only counted."""
    lines = [f"{side.title}  {side.run.status}, {side.about}" for side in found.sides]
    lines += [f"! {note}" for note in found.notes]
    lines += _section("metrics", table(("", "metric", "value", "difference"), map(metric_cells, found.metrics)))
    for title, values in value_sections(found):
        lines += _section(title, _value_lines(values), same=same_count(values))
    lines += _section("code", _code_lines(found), same=same_count(found.code))
    lines += _section("data", _data_lines(found), same=same_count(found.data))
    return "\n".join(lines)


def value_sections(found: Comparison) -> list[tuple[str, list[ValueChange]]]:
    """Return the parts of a comparison that are names with two values, each with its title."""
    return [
        ("params", found.params),
        ("seeds", found.seeds),
        ("packages", found.packages),
        ("environment", found.environment),
        ("source", found.source),
        ("files read", found.files),
    ]


def same_count(items: Iterable[Any]) -> int:
    """Return how many are the same on both sides."""
    return sum(one.change == "same" for one in items)


def metric_cells(row: MetricRow) -> tuple[str, str, str, str]:
    """Return the side, name, value and difference of a metric."""
    difference = row.verdict if row.difference is None else f"{row.difference:+.4g}: {row.verdict}"
    return row.side, row.metric, metric_value(row), difference


def metric_value(row: MetricRow) -> str:
    """Return a value with its interval and how many runs it is of.

    >>> from celltrail.comparison.values import MetricRow
    >>> metric_value(MetricRow(metric="auc", side="A", n=3, mean=0.8, low=0.75, high=0.85))
    '0.8 [0.75, 0.85] n = 3'
    """
    if row.mean is None:
        return "-"
    if row.low is None or row.high is None:
        return f"{row.mean:.5g}"
    return f"{row.mean:.5g} [{row.low:.4g}, {row.high:.4g}] n = {row.n}"


def column_said(change: ColumnChange) -> str:
    """Return what differs in a column."""
    if change.change in ("added", "removed"):
        return f"{change.type_after or change.type_before}"
    said = [f"{change.type_before} → {change.type_after}"] if change.change == "retyped" else []
    if change.differing is not None:
        said.append(f"{change.differing} of {change.rows} values differ")
    for name, old, new in (
        ("mean", change.mean_before, change.mean_after),
        ("sd", change.sd_before, change.sd_after),
    ):
        if old is not None and new is not None:
            said.append(f"{name} {old:.5g} → {new:.5g}")
    return ", ".join(said) or "other content"


def short(value: Any) -> str:
    """Return a value that fits into a table."""
    line = f"{value:.6g}" if isinstance(value, float) else str(value)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def pair(change: ValueChange) -> str:
    """Return a value before and after."""
    if change.change in ("added", "removed"):
        return short(change.after if change.change == "added" else change.before)
    return f"{short(change.before)} → {short(change.after)}"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows in columns of equal width."""
    found = [list(row) for row in rows]
    if not found:
        return []
    whole = [list(headings), *found]
    widths = [max(len(row[i]) for row in whole) for i in range(len(headings))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in whole
    ]


def _section(title: str, lines: list[str], *, same: int = 0) -> list[str]:
    if not lines:
        return [f"{title}: the same ({same})"] if same else []
    return [f"{title}:" + (f"  ({same} the same)" if same else ""), *(f"  {line}" for line in lines)]


def _value_lines(values: Iterable[ValueChange]) -> list[str]:
    return [f"{MARKS[one.change]} {one.side} {one.name}: {pair(one)}" for one in values if one.change != "same"]


def _code_lines(found: Comparison) -> list[str]:
    lines = []
    for cell in found.code:
        if cell.change != "same":
            lines.append(f"{cell.side} cell {cell.place} {cell.change}")
            lines += cell.diff
    return lines


def _data_lines(found: Comparison) -> list[str]:
    return [line for change in found.data if change.change != "same" for line in _lines_of(change)]


def _lines_of(change: DataChange) -> Iterator[str]:
    about = f": {change.said}" if change.said else ""
    yield f"{MARKS[change.change]} {change.side} {change.direction} {change.name} {change.change}{about}"
    for column in change.columns:
        yield f"    {MARKS[column.change]} {column.column}: {column_said(column)}"
    for setting in change.params:
        yield f"    {MARKS[setting.change]} {setting.name}: {pair(setting)}"
