"""Columns of text for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from celltrail import clock

_MOST_PAIRS = 6


def show(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, empty: str) -> None:
    """Print rows below headings, or what to do first where there are none."""
    texts = [[_text(value) for value in row] for row in rows]
    if not texts:
        print(empty)
        return
    widths = [max(len(row[i]) for row in [list(headings), *texts]) for i in range(len(headings))]
    for row in [list(headings), *texts]:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def age(at: float) -> str:
    """Return how long ago something was.

    >>> age(clock.now() - 90)
    '1 min'
    """
    seconds = max(0, int(clock.now() - at))
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {name}"
    return f"{seconds} s"


def pairs(values: Mapping[str, Any]) -> str:
    """Return the first few of some named values in one line.

    >>> pairs({"auc": 0.98765, "depth": "3"})
    'auc=0.9877 depth=3'
    """
    shown = [f"{key}={_text(value)}" for key, value in values.items() if value != ""]
    return " ".join(shown[:_MOST_PAIRS]) + (" …" if len(shown) > _MOST_PAIRS else "")


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value)
