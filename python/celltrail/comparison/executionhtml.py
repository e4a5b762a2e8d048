"""The difference of two executions as HTML without scripts: pictures beside each other."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from celltrail.comparison import executiontext as text
from celltrail.comparison.html import COLOURS, DIM, STYLE, details, diff_lines

if TYPE_CHECKING:
    from celltrail.comparison.executions import ExecutedCell, ExecutionDiff
    from celltrail.comparison.outputs import OutputChange

_SHOWN = 50
_PICTURE = "max-width:48%;border:1px solid var(--jp-border-color2,#ccc);background:#fff"


def drawn(found: ExecutionDiff) -> str:
    """Return the difference as HTML; cells that are the same are only counted."""
    head, other, counts = list(text.lines_of(found))[:3]
    cells = "".join(_cell(cell) for cell in found.cells if cell.change != "same")
    lines = "".join(f"<div>{escape(line)}</div>" for line in (head, other, counts))
    return f"<div class='ct-ExecutionDiff' style=\"{STYLE}\">{lines}{cells}</div>"


def _cell(cell: ExecutedCell) -> str:
    head = f"<span style='color:{COLOURS.get(cell.change, 'inherit')}'>{escape(text.heading(cell))}</span>"
    outputs = "".join(_output(output) for output in cell.outputs if output.change != "same")
    return details(head, diff_lines(cell.diff) + outputs, is_open=True)


def _output(output: OutputChange) -> str:
    head = f"<div style='{DIM}'>{escape(f'{output.name} ({output.mime}) {output.change}')}</div>"
    note = f"<div style='{DIM}'>{escape(output.note)}</div>" if output.note else ""
    return head + _body(output) + note


def _body(output: OutputChange) -> str:
    if output.kind == "image":
        sides = (("A", output.before), ("B", output.after))
        return "".join(
            f"<img alt='{side}' src='{escape(url)}' style='{_PICTURE}'>" for side, url in sides if url is not None
        )
    if output.numbers:
        return "".join(
            f"<div>line {one.line}: {escape(text.number_said(one))}</div>" for one in output.numbers[:_SHOWN]
        )
    return diff_lines(output.diff[:_SHOWN])
