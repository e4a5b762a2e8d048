"""A comparison as HTML without scripts, in the colours of the frontend's theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from celltrail.comparison import text

if TYPE_CHECKING:
    from celltrail.comparison.comparison import Comparison
    from celltrail.comparison.data import DataChange
    from celltrail.comparison.values import MetricRow, ValueChange

_GOOD = "var(--jp-success-color1,#388e3c)"
_BAD = "var(--jp-error-color1,#d32f2f)"
STYLE = (
    "border-left:3px solid var(--jp-brand-color1,#1976d2);padding:4px 10px;margin:2px 0;"
    "font-family:var(--jp-ui-font-family,sans-serif);font-size:var(--jp-ui-font-size1,13px);"
    "color:var(--jp-ui-font-color1,inherit)"
)
_CELL = "text-align:left;padding:1px 12px 1px 0;vertical-align:top;white-space:pre-wrap"
_TABLE = "border-collapse:collapse;margin:0;color:inherit;font-size:inherit"
DIM = "opacity:.65"
_ADDED = "background:rgba(56,142,60,.18)"
_REMOVED = "background:rgba(211,47,47,.18)"
COLOURS = {"added": _GOOD, "removed": _BAD, "changed": "var(--jp-warn-color1,#f57c00)", "retyped": _BAD}
_MANY = 12


def drawn(found: Comparison) -> str:
    """Return a comparison as HTML; what is the same is only counted."""
    heads = "".join(
        f"<div><b>{escape(side.title)}</b> "
        f"<span style='{DIM}'>{escape(side.run.status)}, {escape(side.about)}</span></div>"
        for side in found.sides
    )
    notes = "".join(f"<div style='color:{COLOURS['changed']}'>{escape(note)}</div>" for note in found.notes)
    parts = [_metrics(found.metrics)]
    parts += [_values(title, values) for title, values in text.value_sections(found)[:2]]
    parts += [_code(found), _data(found.data)]
    parts += [_values(title, values) for title, values in text.value_sections(found)[2:]]
    return f"<div class='ct-Comparison' style=\"{STYLE}\">{heads}{notes}{''.join(parts)}</div>"


def _section(title: str, body: str, *, differ: int, same: int) -> str:
    """Return a part that opens by itself where it is short and something differs."""
    count = f"{differ} differ{'s' if differ == 1 else ''}" if differ else "the same"
    more = f", {same} the same" if differ and same else f" ({same})" if same else ""
    head = f"<b>{escape(title)}</b> <span style='{DIM}'>{count}{more}</span>"
    if not differ:
        return f"<div style='margin-top:4px'>{head}</div>" if same else ""
    return details(head, body, is_open=differ <= _MANY)


def details(head: str, body: str, *, is_open: bool) -> str:
    """Return a part that opens and closes."""
    opened = " open" if is_open else ""
    return (
        f"<details style='margin-top:4px'{opened}><summary style='cursor:pointer'>{head}</summary>{body}</details>"
    )


def _metrics(rows: Sequence[MetricRow]) -> str:
    if not rows:
        return ""
    body = [
        (
            escape(row.side),
            f"<code>{escape(row.metric)}</code>",
            escape(text.metric_value(row)),
            _verdict(row),
        )
        for row in rows
    ]
    names = len({row.metric for row in rows})
    head = f"<b>metrics</b> <span style='{DIM}'>{names}; intervals are 95 %</span>"
    return details(head, _table(("", "metric", "value", "difference"), body), is_open=names <= _MANY)


def _verdict(row: MetricRow) -> str:
    said = escape(text.metric_cells(row)[3])
    if row.is_real:
        return f"<b>{said}</b>"
    return f"<span style='{DIM}'>{said}</span>"


def _values(title: str, values: Sequence[ValueChange]) -> str:
    rows = [
        (escape(one.side), _name(one.name, one.change), escape(text.pair(one)))
        for one in values
        if one.change != "same"
    ]
    return _section(title, _table(("", "", ""), rows), differ=len(rows), same=text.same_count(values))


def _code(found: Comparison) -> str:
    differing = [cell for cell in found.code if cell.change != "same"]
    body = "".join(
        f"<div style='margin-top:4px;{DIM}'>{escape(cell.side)} cell "
        f"{cell.place} {cell.change}</div>{diff_lines(cell.diff)}"
        for cell in differing
    )
    return _section("code", body, differ=len(differing), same=text.same_count(found.code))


def diff_lines(lines: Iterable[str]) -> str:
    """Return the lines of a unified diff, coloured."""
    styles = {"+": _ADDED, "-": _REMOVED, "@": DIM}
    rows = "".join(f"<div style='{styles.get(line[:1], '')}'>{escape(line) or ' '}</div>" for line in lines)
    return (
        "<div style='font-family:var(--jp-code-font-family,monospace);white-space:pre-wrap;"
        f"font-size:var(--jp-code-font-size,13px)'>{rows}</div>"
    )


def _data(data: Sequence[DataChange]) -> str:
    differing = [one for one in data if one.change != "same"]
    body = "".join(_datum(one) for one in differing)
    return _section("data", body, differ=len(differing), same=text.same_count(data))


def _datum(one: DataChange) -> str:
    rows = [(_name(c.column, c.change), escape(text.column_said(c))) for c in one.columns]
    rows += [(_name(p.name, p.change), escape(text.pair(p))) for p in one.params]
    head = f"{escape(one.side)} {one.direction} {_name(one.name, one.change)} {escape(one.said or one.change)}"
    return f"<div style='margin-top:4px'>{head}</div>" + (
        f"<div style='margin-left:16px'>{_table(('', ''), rows)}</div>" if rows else ""
    )


def _name(name: str, change: str) -> str:
    return f"<code style='color:{COLOURS.get(change, 'inherit')}' title='{change}'>{escape(name)}</code>"


def _table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    head = "".join(f"<th style='{_CELL};{DIM}'>{escape(heading)}</th>" for heading in headings)
    body = "".join("<tr>" + "".join(f"<td style='{_CELL}'>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    top = f"<tr>{head}</tr>" if any(headings) else ""
    return f"<table style='{_TABLE}'>{top}{body}</table>"
