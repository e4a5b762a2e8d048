"""The two-sample Kolmogorov-Smirnov test, on weighted samples.

Sources: Smirnov 1948; the asymptotic p-value with the small-sample correction of Stephens 1970.
"""

from __future__ import annotations

from typing import Any

from celltrail.monitoring.detectors.detector import Finding
from celltrail.monitoring.summary import NumberSummary, Summary


class KolmogorovSmirnov:
    """Compares columns of numbers by the largest distance of their distribution functions."""

    name = "ks"

    def fits(self, reference: Summary, current: Summary) -> bool:
        """Whether both are numbers."""
        return isinstance(reference, NumberSummary) and isinstance(current, NumberSummary)

    def compare(self, reference: NumberSummary, current: NumberSummary) -> Finding:
        """Return the distance and its p-value; ties make the test conservative, never bold."""
        import numpy as np
        from scipy.special import kolmogorov

        if not reference.count or not current.count:
            return Finding(p_value=1.0, effect=0.0)
        values_a, shares_a = reference.weighted()
        values_b, shares_b = current.weighted()
        points = np.union1d(values_a, values_b)
        gap = np.abs(_below(values_a, shares_a, points) - _below(values_b, shares_b, points)).max()
        distance = max(0.0, float(gap) - reference.rank_error() - current.rank_error())
        root = np.sqrt(reference.count * current.count / (reference.count + current.count))
        return Finding(p_value=float(kolmogorov((root + 0.12 + 0.11 / root) * distance)), effect=distance)


def _below(values: Any, shares: Any, points: Any) -> Any:
    """Return which share of a sorted weighted sample is at most each point."""
    import numpy as np

    up_to = np.concatenate([[0.0], np.cumsum(shares)])
    return up_to[np.searchsorted(values, points, side="right")]
