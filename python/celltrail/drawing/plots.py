"""Small plots as SVG without scripts, in the colours of the frontend's theme: bars, lines, a matrix.

Equal numbers give equal text, so that what they are part of can be compared and kept by its content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite

from celltrail.drawing.scale import Scale, short, ticks

_WIDTH = 460
_ROW, _BAR = 22, 14
_LABELS = 150
_LETTERS = 22
_PLOT = 240
_MARGIN = 8
_HEIGHT, _LEFT, _BOTTOM = 200, 56, 34
TEXT = "var(--jp-ui-font-color1,CanvasText)"
FAINT = "var(--jp-border-color1,#9e9e9e)"
MAIN = "var(--jp-brand-color1,#1976d2)"
AGAINST = "var(--jp-warn-color0,#e65100)"


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with a name."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""
    """What stands behind the name, such as a feature's value."""


def bars(items: Sequence[Bar], *, title: str) -> str:
    """Return horizontal bars from zero, with intervals where there are some; negative ones in another colour."""
    items = [item for item in items if isfinite(item.value)]
    ends = [number for item in items for number in (item.value, item.low, item.high, 0.0) if number is not None]
    scale = Scale(min(ends, default=0), max(ends, default=1), _LABELS, _LABELS + _PLOT)
    height = len(items) * _ROW + _MARGIN
    rows = "".join(_bar(item, scale, _MARGIN / 2 + place * _ROW) for place, item in enumerate(items))
    zero = f"<line x1='{scale.at(0):.1f}' x2='{scale.at(0):.1f}' y1='0' y2='{height}' style='stroke:{FAINT}'/>"
    return svg(_WIDTH, height, title, zero + rows)


def lines(
    series: Sequence[Sequence[tuple[float, float]]], *, title: str, x: str, y: str, diagonal: bool = False
) -> str:
    """Return points joined by lines over two axes, with the diagonal where the two should be equal."""
    points = [point for one in series for point in one if isfinite(point[0]) and isfinite(point[1])]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    if diagonal:
        xs = ys = [*xs, *ys]
    across = Scale(min(xs, default=0), max(xs, default=1), _LEFT, _WIDTH - 2 * _MARGIN)
    upward = Scale(min(ys, default=0), max(ys, default=1), _HEIGHT - _BOTTOM, _MARGIN)
    inside = _axes(across, upward, x, y)
    if diagonal:
        low, high = across.low, across.high
        inside += _line(((low, low), (high, high)), across, upward, f"stroke:{FAINT};stroke-dasharray:4 3")
    for one in series:
        inside += _line(one, across, upward, f"stroke:{MAIN};stroke-width:1.6")
        inside += "".join(
            f"<circle cx='{across.at(a):.1f}' cy='{upward.at(b):.1f}' r='2.6' style='fill:{MAIN}'>"
            f"<title>{escape(f'{short(a)}: {short(b)}')}</title></circle>"
            for a, b in one
        )
    return svg(_WIDTH, _HEIGHT, title, inside)


def matrix(names: Sequence[str], counts: Sequence[Sequence[int]], *, title: str, rows: str, columns: str) -> str:
    """Return counts as a table of squares, the darker the larger their share of the row."""
    side, left, top = 46, 90, 40
    inside = _text(left + side * len(names) / 2, 12, columns, "middle") + _text(4, 12, rows, "start")
    for place, name in enumerate(names):
        inside += _text(left + side * (place + 0.5), 30, cut(name, 7), "middle", whole=name)
        inside += _text(left - 6, top + side * (place + 0.5), cut(name, 12), "end", whole=name)
        whole = sum(counts[place]) or 1
        for other, count in enumerate(counts[place]):
            x, y = left + side * other, top + side * place
            label = f"{rows} {name}, {columns} {names[other]}: {count}"
            inside += (
                f"<g><title>{escape(label)}</title><rect x='{x}' y='{y}' width='{side - 2}' height='{side - 2}' "
                f"rx='3' style='fill:{MAIN};fill-opacity:{0.08 + 0.5 * count / whole:.2f}'/>"
                f"{_text(x + side / 2 - 1, y + side / 2, str(count), 'middle')}</g>"
            )
    size = side * len(names)
    return svg(left + size + _MARGIN, top + size + _MARGIN, title, inside)


def cut(text: str, letters: int = _LETTERS) -> str:
    """Return the beginning of a text, with a mark where more follows."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


def svg(width: float, height: float, title: str, inside: str) -> str:
    """Return a picture."""
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' aria-label='{escape(title)}' width='{width:g}' "
        f"height='{height:g}' viewBox='0 0 {width:g} {height:g}' style='max-width:100%;font-size:11px;"
        f"font-family:var(--jp-ui-font-family,sans-serif)'><title>{escape(title)}</title>{inside}</svg>"
    )


def _bar(item: Bar, scale: Scale, top: float) -> str:
    start, end = sorted((scale.at(0), scale.at(item.value)))
    middle = top + _ROW / 2
    label = cut(f"{item.name} = {item.note}" if item.note else item.name)
    said = f"{item.name}{f' = {item.note}' if item.note else ''}: {short(item.value)}"
    interval = ""
    if item.low is not None and item.high is not None:
        said += f" ({short(item.low)} to {short(item.high)})"
        interval = (
            f"<line x1='{scale.at(item.low):.1f}' x2='{scale.at(item.high):.1f}' y1='{middle:g}' y2='{middle:g}' "
            f"style='stroke:{TEXT};stroke-width:1.4'/>"
        )
    colour = MAIN if item.value >= 0 else AGAINST
    return (
        f"<g><title>{escape(said)}</title>{_text(_LABELS - 8, middle, label, 'end')}"
        f"<rect x='{start:.1f}' y='{middle - _BAR / 2:g}' width='{max(1.0, end - start):.1f}' height='{_BAR}' "
        f"rx='2' style='fill:{colour};fill-opacity:.75'/>{interval}"
        f"{_text(_LABELS + _PLOT + 8, middle, short(item.value), 'start')}</g>"
    )


def _axes(across: Scale, upward: Scale, x: str, y: str) -> str:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - 2 * _MARGIN
    inside = f"<path d='M{_LEFT},{_MARGIN} V{bottom} H{right}' style='fill:none;stroke:{FAINT}'/>"
    for value in ticks(across):
        inside += _text(across.at(value), bottom + 12, short(value), "middle")
    for value in ticks(upward):
        inside += _text(_LEFT - 6, upward.at(value), short(value), "end")
    inside += _text((_LEFT + right) / 2, _HEIGHT - 6, cut(x, 60), "middle", whole=x)
    return inside + (
        f"<text x='12' y='{(bottom + _MARGIN) / 2:g}' text-anchor='middle' style='fill:{TEXT}' "
        f"transform='rotate(-90 12 {(bottom + _MARGIN) / 2:g})'>"
        f"<title>{escape(y)}</title>{escape(cut(y, 30))}</text>"
    )


def _line(points: Sequence[tuple[float, float]], across: Scale, upward: Scale, style: str) -> str:
    path = " ".join(f"{across.at(a):.1f},{upward.at(b):.1f}" for a, b in points)
    return f"<polyline points='{path}' style='fill:none;{style}'/>"


def _text(x: float, y: float, text: str, anchor: str, *, whole: str = "") -> str:
    title = f"<title>{escape(whole)}</title>" if whole and whole != text else ""
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' dominant-baseline='central' style='fill:{TEXT}'>"
        f"{title}{escape(text)}</text>"
    )
