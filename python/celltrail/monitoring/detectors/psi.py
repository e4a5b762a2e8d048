"""The population stability index, and the bins that it and the plots are made of.

The index is the symmetrised Kullback-Leibler divergence of binned shares. Rule of thumb (Siddiqi: Credit Risk
Scorecards, 2006): below 0.1 no change worth a look, from 0.1 to 0.25 some, from 0.25 on large.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celltrail.monitoring.summary import CategorySummary, NumberSummary, Summary

BINS = 10
CATEGORIES = 12
"""How many categories are shown one by one."""
_FLOOR = 1e-4
"""The share that stands for an empty bin, whose logarithm would be infinite."""
OTHERS = "(others)"


@dataclass(frozen=True, slots=True)
class Binned:
    """Two columns in the same bins."""

    axis: dict[str, Any]
    """``edges`` of numbers, or the names of ``categories``."""
    reference: list[float]
    current: list[float]
    missing: tuple[float, float]

    def index(self) -> float:
        """Return the population stability index, missing values being a bin too."""
        return psi([*self.reference, self.missing[0]], [*self.current, self.missing[1]])


def psi(reference: Sequence[float], current: Sequence[float]) -> float:
    """Return the population stability index of two lists of shares.

    >>> round(psi([0.5, 0.5], [0.4, 0.6]), 4)
    0.0405
    """
    floored = [(max(a, _FLOOR), max(b, _FLOOR)) for a, b in zip(reference, current, strict=True)]
    return math.fsum((b - a) * math.log(b / a) for a, b in floored)


def binned(reference: Summary, current: Summary) -> Binned:
    """Return two summaries of one kind in bins: tenths of the reference, or its most frequent categories."""
    if isinstance(reference, NumberSummary) and isinstance(current, NumberSummary):
        return _numbers(reference, current)
    assert isinstance(reference, CategorySummary)
    assert isinstance(current, CategorySummary)
    return _categories(reference, current)


def _numbers(reference: NumberSummary, current: NumberSummary) -> Binned:
    import numpy as np

    (values_a, shares_a), (values_b, shares_b) = reference.weighted(), current.weighted()
    both = np.concatenate([values_a, values_b])
    finite = both[np.isfinite(both)]
    if not len(finite):
        return Binned({"edges": []}, [], [], _missing(reference, current))
    inner = np.empty(0)
    if len(values_a):
        places = np.searchsorted(np.cumsum(shares_a), np.arange(1, BINS) / BINS)
        inner = np.unique(values_a[np.minimum(places, len(values_a) - 1)])
        inner = inner[np.isfinite(inner) & (inner > finite.min())]
    sides = [
        np.bincount(np.searchsorted(inner, values, side="right"), shares, len(inner) + 1).tolist()
        for values, shares in ((values_a, shares_a), (values_b, shares_b))
    ]
    edges = [float(finite.min()), *inner.tolist(), float(finite.max())]
    return _scaled(Binned({"edges": edges}, sides[0], sides[1], _missing(reference, current)))


def _categories(reference: CategorySummary, current: CategorySummary) -> Binned:
    shares = [{name: n / (one.count or 1) for name, n in one.counts.items()} for one in (reference, current)]
    names = sorted(
        shares[0].keys() | shares[1].keys(), key=lambda n: (-shares[0].get(n, 0) - shares[1].get(n, 0), n)
    )
    shown = names[:CATEGORIES]
    sides = [[side.get(name, 0.0) for name in shown] for side in shares]
    if len(names) > CATEGORIES:
        for side, one in zip(sides, shares, strict=True):
            side.append(max(0.0, sum(one.values()) - sum(side)))
        shown = [*shown, OTHERS]
    return _scaled(Binned({"categories": shown}, sides[0], sides[1], _missing(reference, current)))


def _missing(reference: Summary, current: Summary) -> tuple[float, float]:
    first, second = (one.missing / max(1, one.count + one.missing) for one in (reference, current))
    return first, second


def _scaled(bins: Binned) -> Binned:
    """Return shares of all rows, those with a missing value included."""
    reference = [share * (1 - bins.missing[0]) for share in bins.reference]
    return Binned(bins.axis, reference, [share * (1 - bins.missing[1]) for share in bins.current], bins.missing)
