"""Parameters and metrics, side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from celltrail.comparison.noise import difference, sample_of
from celltrail.comparison.side import Side

Change = Literal["same", "changed", "added", "removed"]
_ABSENT = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """Something that has a value on two sides: a parameter, a package, a setting."""

    name: str
    side: str
    """The side that is compared with the first."""
    change: Change
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """A metric on one side, and how it differs from the first side."""

    metric: str
    side: str
    n: int
    mean: float | None
    low: float | None = None
    high: float | None = None
    """The ends of the 95 % interval of the mean."""
    sd: float | None = None
    difference: float | None = None
    p: float | None = None
    is_real: bool | None = None
    """Whether the difference is more than noise; None where nobody can know."""
    verdict: str = ""


def changes(before: dict[str, Any], after: dict[str, Any], side: str) -> list[ValueChange]:
    """Return what two sides say of each name, those that differ first."""
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, _ABSENT), after.get(name, _ABSENT)
        change: Change = "same" if _alike(old, new) else "changed"
        change = "added" if old is _ABSENT else "removed" if new is _ABSENT else change
        found.append(
            ValueChange(
                name=name,
                side=side,
                change=change,
                before=None if old is _ABSENT else old,
                after=None if new is _ABSENT else new,
            )
        )
    return sorted(found, key=lambda one: (one.change == "same", one.name))


def metric_rows(sides: Sequence[Side]) -> list[MetricRow]:
    """Return each metric of each side; where a side has repeats, their mean with its interval."""
    names = sorted({name for side in sides for row in side.repeats for name in row.metrics})
    return [row for name in names for row in _rows_of(name, sides)]


def _rows_of(name: str, sides: Sequence[Side]) -> list[MetricRow]:
    samples = [sample_of(values) if (values := _values(side, name)) else None for side in sides]
    first, rows = samples[0], []
    for number, (side, sample) in enumerate(zip(sides, samples, strict=True)):
        if sample is None:
            known = any(name in row.metrics for row in side.repeats)
            rows.append(
                MetricRow(
                    metric=name, side=side.label, n=0, mean=None, verdict="no number" if known else "not there"
                )
            )
            continue
        row: dict[str, Any] = {
            "n": sample.n,
            "mean": sample.mean,
            "low": sample.low,
            "high": sample.high,
            "sd": sample.sd,
        }
        if number and first is not None:
            found = difference(first, sample)
            row |= {"difference": found.by, "p": found.p, "is_real": found.is_real, "verdict": found.verdict}
        rows.append(MetricRow(metric=name, side=side.label, **row))
    return rows


def _values(side: Side, name: str) -> list[float]:
    found = [row.metrics.get(name) for row in side.repeats]
    return [value for value in found if value is not None and math.isfinite(value)]


def _alike(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
