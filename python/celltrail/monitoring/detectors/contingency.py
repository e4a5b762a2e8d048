"""Pearson's chi-squared test of a table of counts.

Sources: Pearson 1900; Cochran 1954 (every expected count at least 5, which the caller sees to).
"""

from __future__ import annotations

from typing import Any


def expected_counts(table: Any) -> Any:
    """Return the counts that independence of rows and columns would give."""
    import numpy as np

    table = np.asarray(table, dtype=float)
    return np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()


def contingency(table: Any) -> float:
    """Return the p-value of a table of counts, of two rows; 1 where it has one column."""
    import numpy as np
    from scipy.special import chdtrc

    table = np.asarray(table, dtype=float)
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not (table.sum(axis=1) > 0).all():  # noqa: PLR2004 - nothing to tell apart
        return 1.0
    expected = expected_counts(table)
    statistic = float(((table - expected) ** 2 / expected).sum())
    return float(chdtrc(table.shape[1] - 1, statistic))
