"""Numbers that were measured several times: where the mean lies, and whether two means really differ.

Intervals are Student's t at 95 %. Two samples are compared by Welch's test, two-sided, which does not suppose that
both spread alike. Source: Welch, Biometrika 34 (1947).
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

ALPHA = 0.05
_LEVEL = 0.95
_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was measured on one side."""

    n: int
    mean: float
    sd: float | None = None
    """None where one value says nothing of the spread."""
    low: float | None = None
    high: float | None = None
    """The ends of the 95 % interval of the mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How far apart two sides are, and whether that is more than noise."""

    by: float
    p: float | None
    """The chance of so large a difference, were there none; None where noise is unknown or there was none."""
    is_real: bool | None
    """None where nobody can know."""
    verdict: str


def sample_of(values: Sequence[float]) -> Sample:
    """Return the mean of some finite values, with its interval where there are at least two.

    >>> sample_of([0.5]).low is None
    True
    """
    mean = statistics.fmean(values)
    if len(values) < _PAIR:
        return Sample(n=len(values), mean=mean)
    from scipy import stats

    sd = statistics.stdev(values)
    half = float(stats.t.ppf((1 + _LEVEL) / 2, len(values) - 1)) * sd / math.sqrt(len(values))
    return Sample(n=len(values), mean=mean, sd=sd, low=mean - half, high=mean + half)


def difference(before: Sample, after: Sample) -> Difference:
    """Return how `after` differs from `before`."""
    by = after.mean - before.mean
    if before.sd is None and after.sd is None:
        verdict = "the same" if by == 0 else "one run each: noise unknown"
        return Difference(by=by, p=None, is_real=False if by == 0 else None, verdict=verdict)
    if not before.sd and not after.sd:
        if by == 0:
            return Difference(by=by, p=None, is_real=False, verdict="the same in all runs")
        if before.sd is not None and after.sd is not None:
            return Difference(
                by=by, p=None, is_real=True, verdict="a difference: no run of a side differs from another"
            )
    if before.sd is None or after.sd is None:
        return _one_against_several(before, after)
    return _judged(by, _welch(before, after), "")


def _welch(before: Sample, after: Sample) -> float:
    from scipy import stats

    test = stats.ttest_ind_from_stats(
        after.mean, after.sd, after.n, before.mean, before.sd, before.n, equal_var=False
    )
    return float(test.pvalue)


def _one_against_several(before: Sample, after: Sample) -> Difference:
    """Ask whether one value could be one more of the others: its own noise is unknown."""
    from scipy import stats

    several = before if before.sd is not None else after
    by = after.mean - before.mean
    if not several.sd:
        return Difference(by=by, p=None, is_real=None, verdict="one side has one run: its noise is unknown")
    t = abs(by) / (several.sd * math.sqrt(1 + 1 / several.n))
    p = 2 * float(stats.t.sf(t, several.n - 1))
    return _judged(by, p, ", if the single run varies like the others")


def _judged(by: float, p: float, supposing: str) -> Difference:
    is_real = p < ALPHA
    verdict = f"{'a real difference' if is_real else 'not a real difference'} (p = {p:.2g}{supposing})"
    return Difference(by=by, p=p, is_real=is_real, verdict=verdict)
