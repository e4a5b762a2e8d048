"""Pearson's chi-squared test of homogeneity, on counted categories."""

from __future__ import annotations

from celltrail.monitoring.detectors.contingency import contingency, expected_counts
from celltrail.monitoring.detectors.detector import Finding
from celltrail.monitoring.summary import CategorySummary, Summary

_SMALL = 5.0
"""Categories expected less often than this are tested together (Cochran 1954)."""


class ChiSquared:
    """Compares columns of categories; a category that only one of them has counts like any other."""

    name = "chi2"

    def fits(self, reference: Summary, current: Summary) -> bool:
        """Whether both are categories."""
        return isinstance(reference, CategorySummary) and isinstance(current, CategorySummary)

    def compare(self, reference: CategorySummary, current: CategorySummary) -> Finding:
        """Return the total variation distance of the shares, and the p-value."""
        import numpy as np

        if not reference.count or not current.count:
            return Finding(p_value=1.0, effect=0.0)
        names = sorted(reference.counts.keys() | current.counts.keys())
        table = np.array(
            [[one.counts.get(name, 0) for name in names] for one in (reference, current)], dtype=float
        )
        shares = table / table.sum(axis=1, keepdims=True)
        small = expected_counts(table).min(axis=0) < _SMALL
        pooled = np.column_stack([table[:, ~small], table[:, small].sum(axis=1)])
        return Finding(p_value=contingency(pooled), effect=float(np.abs(shares[0] - shares[1]).sum() / 2))
