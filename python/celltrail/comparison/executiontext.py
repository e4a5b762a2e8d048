"""The difference of two executions as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from celltrail import clock
from celltrail.comparison.text import MARKS

if TYPE_CHECKING:
    from celltrail.comparison.executions import ExecutedCell, ExecutedSide, ExecutionDiff
    from celltrail.comparison.outputs import NumberChange, OutputChange

_SHOWN = 20
_RED, _GREEN, _CYAN, _DIM, _OFF = "\033[31m", "\033[32m", "\033[36m", "\033[2m", "\033[0m"
_COLOURS = {"+": _GREEN, "-": _RED, "~": _CYAN, "@": _DIM}


def written(found: ExecutionDiff) -> str:
    """Return the difference as lines of text; cells that are the same are only counted."""
    return "\n".join(lines_of(found))


def coloured(found: ExecutionDiff) -> str:
    """Return the same with a terminal's colours."""
    painted = []
    for line in lines_of(found):
        colour = _COLOURS.get(line.lstrip()[:1], "")
        painted.append(f"{colour}{line}{_OFF}" if colour else line)
    return "\n".join(painted)


def lines_of(found: ExecutionDiff) -> Iterator[str]:
    """Give the lines of the difference."""
    yield f"A {_side(found.before)}"
    yield f"B {_side(found.after)}"
    counts = Counter(cell.change for cell in found.cells)
    yield "cells: " + (", ".join(f"{number} {change}" for change, number in counts.items()) or "none")
    for cell in found.cells:
        if cell.change != "same":
            yield from _cell(cell)


def heading(cell: ExecutedCell) -> str:
    """Return which cell it is, counted from 1, and how long it took."""
    places = [str(place + 1) for place in (cell.before, cell.after) if place is not None]
    place = " → ".join(dict.fromkeys(places))
    said = [f"cell {place} {cell.change}"]
    if cell.status_before != cell.status_after and cell.status_before and cell.status_after:
        said.append(f"{cell.status_before} → {cell.status_after}")
    times = [f"{wall:.2f} s" for wall in (cell.wall_s_before, cell.wall_s_after) if wall is not None]
    if times:
        said.append(" → ".join(times))
    if run := cell.cached_from_after:
        said.append(f"B took it from {run[-6:]}")
    return ", ".join(said)


def number_said(change: NumberChange) -> str:
    """Return a number before and after, and by how much it differs."""
    by = "" if change.difference is None else f"  {change.difference:+.6g}"
    share = "" if change.relative is None else f" ({change.relative:+.2%})"
    return f"{change.before:.10g} → {change.after:.10g}{by}{share}"


def _side(side: ExecutedSide) -> str:
    took = "" if side.ended_at is None else f", {side.ended_at - side.started_at:.1f} s"
    return f"{side.name} {side.run_id[-6:]}  {side.status}, {clock.iso(side.started_at)}{took}"


def _cell(cell: ExecutedCell) -> Iterator[str]:
    yield f"{MARKS[cell.change]} {heading(cell)}"
    yield from _cut(cell.diff)
    for output in cell.outputs:
        if output.change != "same":
            yield from _output(output)


def _output(output: OutputChange) -> Iterator[str]:
    yield f"  {MARKS[output.change]} {output.name} ({output.mime}) {output.change}"
    if output.numbers:
        for change in output.numbers[:_SHOWN]:
            yield f"      line {change.line}: {number_said(change)}"
        if len(output.numbers) > _SHOWN:
            yield f"      … {len(output.numbers) - _SHOWN} more numbers"
    elif output.kind != "other":
        yield from _cut(output.diff)
    if output.note:
        yield f"      {output.note}"


def _cut(diff: tuple[str, ...]) -> Iterator[str]:
    for line in diff[:_SHOWN]:
        yield f"    {line}"
    if len(diff) > _SHOWN:
        yield f"    … {len(diff) - _SHOWN} more lines"
