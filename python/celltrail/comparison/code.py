"""The code of two runs, cell by cell."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from celltrail.comparison.values import Change
from celltrail.records import CellExecution

_ALIKE = 0.5
"""How much of two cells has to be the same for them to be one cell that was changed."""
_AHEAD = 20
"""How many cells are looked at for a likeness: each look costs as much as the cell is long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell on two sides."""

    side: str
    change: Change
    before: int | None
    """Its position on the first side."""
    after: int | None
    diff: tuple[str, ...] = ()
    """Lines of a unified diff, without its head."""

    @property
    def place(self) -> int:
        """Its place in the notebook as people count it, from 1; of two places, the second side's."""
        position = self.before if self.after is None else self.after
        return (position or 0) + 1


def cell_changes(before: Sequence[CellExecution], after: Sequence[CellExecution], side: str) -> list[CellChange]:
    """Return how the cells of a run differ from those of another, in their order."""
    found = []
    for old, new in paired(before, after):
        one, other = old.source if old else "", new.source if new else ""
        change: Change = "added" if old is None else "removed" if new is None else "changed"
        found.append(
            CellChange(
                side=side,
                change="same" if one == other else change,
                before=old.position if old else None,
                after=new.position if new else None,
                diff=unified(one, other),
            )
        )
    return found


def unified(before: str, after: str) -> tuple[str, ...]:
    """Return the lines of a unified diff, without its head.

    >>> unified("a = 1", "a = 2")
    ('@@ -1 +1 @@', '-a = 1', '+a = 2')
    """
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return tuple(lines)[2:]


Pair = tuple[CellExecution | None, CellExecution | None]


def paired(before: Sequence[CellExecution], after: Sequence[CellExecution]) -> Iterator[Pair]:
    """Give the cells that belong together: equal ones first, then by id, and by likeness to one of the next."""
    if len(before) == len(after) == 1:
        yield before[0], after[0]
        return
    matcher = difflib.SequenceMatcher(a=[c.source for c in before], b=[c.source for c in after], autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        old, new = list(before[start:end]), list(after[other_start:other_end])
        if kind == "equal":
            yield from zip(old, new, strict=True)
        else:
            yield from _matched(old, new)


def _matched(before: list[CellExecution], after: list[CellExecution]) -> Iterator[Pair]:
    left = list(after)
    for old in before:
        new = next((one for one in left if old.cell_id is not None and old.cell_id == one.cell_id), None)
        new = new or next((one for one in left[:_AHEAD] if _is_alike(old, one)), None)
        for skipped in left[: left.index(new)] if new else ():
            yield None, skipped
        if new is not None:
            del left[: left.index(new) + 1]
        yield old, new
    for new in left:
        yield None, new


def _is_alike(old: CellExecution, new: CellExecution) -> bool:
    return difflib.SequenceMatcher(a=old.source, b=new.source).quick_ratio() >= _ALIKE
