"""Shapley values of one prediction: how much each feature's value adds to what the model says on average.

A feature that is not yet known takes its values from the background's rows, so the features of a coalition are
fixed and the others are averaged over. Where there are few features all coalitions are asked for; else random
orders of the features, each together with its reverse (Štrumbelj and Kononenko, Explaining prediction models and
individual predictions with feature contributions, KAIS 41, 2014; the reverse: Mitchell, Cooper, Frank and Holmes,
Sampling permutations for Shapley value estimation, JMLR 23, 2022). In both the contributions sum up to the
prediction less the mean of the background, since along each order they telescope.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from typing import Any

from celltrail import clock

EXACT_FEATURES = 10
LEAST_PAIRS = 2
_AT_ONCE = 50_000
"""How many rows are made at once."""


@dataclass(frozen=True, slots=True)
class Shapley:
    """The contributions of a row's features."""

    contributions: Any
    errors: Any
    base: float
    prediction: float
    method: str


Ask = Callable[[Any], Any]


def shapley(ask: Ask, row: Any, background: Any, *, pairs: int, seed: int, until: float) -> Shapley:
    """Return the Shapley values of a row.

    Parameters
    ----------
    ask
        Takes a pandas frame and returns a number a row.
    row, background
        pandas frames with the same columns; the row's has one row.
    pairs
        How many orders of the features are tried, each with its reverse, where not all coalitions are.
    until
        The time, as ``clock.elapsed`` says it, after which no further pair begins; two are always tried.
    """
    worth = _Worth(ask, row, background)
    if len(row.columns) <= EXACT_FEATURES:
        return _exact(worth, len(row.columns))
    return _sampled(worth, len(row.columns), (pairs, seed, until))


class _Worth:
    """What coalitions of features are worth: the mean prediction where these have the row's values."""

    def __init__(self, ask: Ask, row: Any, background: Any) -> None:
        import pandas as pd

        self._ask, self._rows = ask, len(background)
        # One pool a column, the row's value at its head: so every type stays what it is.
        self._pool = pd.concat([row, background], ignore_index=True).astype(background.dtypes.to_dict())

    def of(self, coalitions: Any) -> Any:
        """Return the worth of each coalition, given as an array of booleans, features in columns."""
        import numpy as np

        step = max(1, _AT_ONCE // self._rows)
        pieces = [self._some(coalitions[start : start + step]) for start in range(0, len(coalitions), step)]
        return np.concatenate(pieces)

    def _some(self, coalitions: Any) -> Any:
        import numpy as np
        import pandas as pd

        others = np.tile(np.arange(1, self._rows + 1), len(coalitions))
        columns = {}
        for place, name in enumerate(self._pool.columns):
            known = np.repeat(coalitions[:, place], self._rows)
            columns[name] = self._pool[name].array.take(np.where(known, 0, others))
        said = np.asarray(self._ask(pd.DataFrame(columns)), dtype=float)
        return said.reshape(len(coalitions), self._rows).mean(axis=1)


def _exact(worth: _Worth, count: int) -> Shapley:
    """Ask for all coalitions; the weight of one with s of n features is 1 / (n · C(n-1, s))."""
    import numpy as np

    codes = np.arange(2**count)
    known = (codes[:, None] >> np.arange(count)) & 1 == 1
    worths = worth.of(known)
    sizes = known.sum(axis=1)
    values = np.zeros(count)
    for place in range(count):
        without = codes[~known[:, place]]
        weights = np.array([1 / (count * comb(count - 1, int(size))) for size in sizes[without]])
        values[place] = float(np.sum(weights * (worths[without | (1 << place)] - worths[without])))
    return Shapley(values, np.zeros(count), float(worths[0]), float(worths[-1]), "exact")


def _sampled(worth: _Worth, count: int, limits: tuple[int, int, float]) -> Shapley:
    import numpy as np

    pairs, seed, until = limits
    random = np.random.default_rng(seed)
    found: list[Any] = []
    ends = worth.of(np.array([np.zeros(count, bool), np.ones(count, bool)]))
    while len(found) < pairs and (len(found) < LEAST_PAIRS or clock.elapsed() < until):
        order = random.permutation(count)
        found.append((_along(worth, order, ends) + _along(worth, order[::-1], ends)) / 2)
    values = np.mean(found, axis=0)
    errors = np.std(found, axis=0, ddof=1) / np.sqrt(len(found))
    return Shapley(values, errors, float(ends[0]), float(ends[1]), "sampled")


def _along(worth: _Worth, order: Any, ends: Any) -> Any:
    """Return what each feature adds where they become known in an order."""
    import numpy as np

    count = len(order)
    known = np.zeros((count - 1, count), dtype=bool)
    for step in range(count - 1):
        known[step:, order[step]] = True
    worths = np.concatenate([ends[:1], worth.of(known), ends[1:]])
    added = np.empty(count)
    added[order] = np.diff(worths)
    return added
