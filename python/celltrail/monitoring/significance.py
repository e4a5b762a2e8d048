"""Which of many p-values are worth believing."""

from __future__ import annotations

from collections.abc import Sequence

ALPHA = 0.05


def corrected(p_values: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number, in the same order, by Benjamini and Hochberg.

    Those at most `ALPHA` hold a share of false discoveries of at most `ALPHA` (JRSS B 57, 1995).

    >>> corrected([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    smallest = 1.0
    out = [1.0] * len(p_values)
    order = sorted(range(len(p_values)), key=lambda i: p_values[i], reverse=True)
    for place, i in enumerate(order):
        smallest = min(smallest, p_values[i] * (len(p_values) / (len(p_values) - place)))
        out[i] = smallest
    return out
