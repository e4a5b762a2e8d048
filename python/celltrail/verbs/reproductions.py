"""A reproduction as people read it."""

from __future__ import annotations

from celltrail.records import Reproduction, Sameness

HEADLINES: dict[Sameness, str] = {
    "identical": "✓ identical: every output came out the same",
    "tolerance": "≈ the same within tolerance",
    "different": "✗ different",
    "missing": "✗ incomplete: not everything could be run again",
}


def rows_of(reproduction: Reproduction) -> list[tuple[str, str, str]]:
    """Return how each cell came out: its place from 1 on, how, and what is to be said of it."""
    return [
        (
            str(cell.position + 1),
            cell.sameness,
            "; ".join([
                *([cell.detail] if cell.detail else []),
                *(f"not compared: {name}" for name in cell.volatile),
            ]),
        )
        for cell in reproduction.cells
    ]


def lines_of(reproduction: Reproduction) -> list[str]:
    """Return what is to be said besides the headline: cells that are not identical, the cause, notes."""
    lines = [
        f"cell {position}: {how}{f' ({detail})' if detail else ''}"
        for position, how, detail in rows_of(reproduction)
        if how != "identical" or detail
    ]
    if reproduction.cause:
        lines.append(f"likely cause: {reproduction.cause}. {reproduction.cause_detail}")
    return [*lines, *reproduction.notes]
