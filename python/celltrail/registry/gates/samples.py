"""How many rows a claim about accuracy needs.

Source: Renggli et al., Continuous Integration of Machine Learning Models with ease.ml/ci: Towards a Rigorous Yet
Practical Treatment, MLSys 2019 (arXiv:1903.00278): the baseline by Hoeffding's inequality, and Proposition 1
(Bennett). `checks` is H there: how often the same data judges, where nobody tunes a model by what it said.
"""

from __future__ import annotations

import math


def rows_for_accuracy(epsilon: float, delta: float, checks: int = 1) -> int:
    """Return how many rows tell an accuracy to `epsilon` with probability 1 - `delta`, by Hoeffding's inequality.

    >>> rows_for_accuracy(0.05, 0.01, 32), rows_for_accuracy(0.01, 0.01, 32)
    (1615, 40355)
    """
    return math.ceil(math.log(checks / delta) / (2 * epsilon**2))


def rows_for_difference(epsilon: float, delta: float, checks: int = 1) -> int:
    """Return how many rows tell the difference of two accuracies, each estimated on its own, to `epsilon`.

    Each of the two gets half of `epsilon` and half of `delta`.

    >>> rows_for_difference(0.05, 0.01, 32), rows_for_difference(0.1, 0.01, 32)
    (7012, 1753)
    """
    return math.ceil(math.log(2 * checks / delta) / (2 * (epsilon / 2) ** 2))


def rows_for_paired_difference(epsilon: float, delta: float, apart: float, checks: int = 1) -> int:
    """Return how many rows tell the difference of two accuracies where the models seldom say different things.

    By Bennett's inequality, which gains from the small variance of such a difference.

    Parameters
    ----------
    apart
        In which share of the rows the two models differ, at most.

    >>> rows_for_paired_difference(0.01, 0.0001, 0.1, 32)
    29047
    """
    ratio = epsilon / apart
    bend = (1 + ratio) * math.log1p(ratio) - ratio
    return math.ceil(math.log(4 * checks / delta) / (apart * bend))
