"""Which parameters matter: the share of the metric's variance that each explains by itself.

For each parameter the points are grouped by its value (numbers of many values by their quantiles), and the
variance between the groups is compared with that inside them (epsilon squared: eta squared without the share that
chance gives to many groups). It needs no model and no library, and says nothing of what parameters do only
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from celltrail.records import Dimension, ParameterImportance, SweepPoint

_FEWEST = 4
"""Of fewer points nothing is said."""
_MOST_GROUPS = 5
_PER_GROUP = 4


def importances(space: Sequence[Dimension], points: Sequence[SweepPoint]) -> tuple[ParameterImportance, ...]:
    """Return how much each parameter explains, those that matter first; nothing of fewer than four points."""
    if len(points) < _FEWEST:
        return ()
    values = [point.mean or 0.0 for point in points]
    found = [
        ParameterImportance(
            name=dimension.name,
            importance=_explained(_groups([point.parameters[dimension.name] for point in points]), values),
        )
        for dimension in space
    ]
    return tuple(sorted(found, key=lambda one: (-one.importance, one.name)))


def _groups(chosen: Sequence[Any]) -> list[int]:
    """Return the group of each value."""
    distinct = sorted(set(map(repr, chosen)))
    is_number = all(isinstance(value, int | float) and not isinstance(value, bool) for value in chosen)
    if not is_number or len(distinct) <= min(_MOST_GROUPS, len(chosen) // 2):
        return [distinct.index(repr(value)) for value in chosen]
    groups = max(2, min(_MOST_GROUPS, len(chosen) // _PER_GROUP))
    order = sorted(chosen)
    return [order.index(value) * groups // len(chosen) for value in chosen]


def _explained(groups: Sequence[int], values: Sequence[float]) -> float:
    middle = fmean(values)
    total = sum((value - middle) ** 2 for value in values)
    members: dict[int, list[float]] = {}
    for group, value in zip(groups, values, strict=True):
        members.setdefault(group, []).append(value)
    free = len(values) - len(members)
    if total == 0 or free <= 0 or len(members) < 2:  # noqa: PLR2004 - nothing to compare
        return 0.0
    inside = sum(sum((value - fmean(own)) ** 2 for value in own) for own in members.values())
    chance = (len(members) - 1) * inside / free
    return min(1.0, max(0.0, (total - inside - chance) / total))
