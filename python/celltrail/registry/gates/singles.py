"""Columns that tell the target nearly by themselves: mostly something that is known only afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_MOST_ROWS = 100_000
_FEWEST = 10
_CLASSES = 20
_GROUPS = 20
"""Rows that a value has to have on average, so that a column counts as one of groups."""


def leading_columns(train: Any, target: Any, enough: float) -> Iterator[str]:
    """Name the columns that tell the target to a degree of at least `enough`, of 1.

    The degree is the area under the ROC curve for a number and two classes (the least of all classes where there
    are more), the rank correlation for a number and a number, and for groups how much of the rows that the most
    frequent class gets wrong the best guess by group gets right.
    """
    import numpy as np
    import pandas as pd

    rows = min(len(train), len(target))
    if rows > _MOST_ROWS:
        places = np.random.default_rng(0).choice(rows, _MOST_ROWS, replace=False)
        train, target = train.iloc[places], target[places]
    codes, labels = pd.factorize(pd.Series(target), use_na_sentinel=True)
    is_class = pd.Series(target).dtype.kind != "f" and len(labels) <= max(_CLASSES, 2)
    for name in train.columns:
        column = train[name].reset_index(drop=True)
        degree = _degree(column, codes, len(labels)) if is_class else _correlation(column, target)
        if degree >= enough:
            yield f"{name!r} alone tells the target ({degree:.4g} of 1)"


def _degree(column: Any, codes: Any, labels: int) -> float:
    import numpy as np

    counts = np.bincount(codes[codes >= 0], minlength=labels)
    if labels < 2 or counts.min() < _FEWEST:  # noqa: PLR2004 - classes
        return 0.0
    groups = column.nunique()
    if groups * _GROUPS <= len(column):
        return _purity(column, codes, counts)
    if column.dtype.kind not in "iuf":
        return 0.0
    ranks = column.rank(na_option="keep").to_numpy()
    known = ~np.isnan(ranks) & (codes >= 0)
    return min(_area(ranks[known], codes[known] == code) for code in range(labels))


def _area(ranks: Any, positive: Any) -> float:
    """Return the area under the ROC curve, turned so that it is at least one half."""
    import numpy as np
    from scipy.stats import rankdata

    count = int(positive.sum())
    others = len(positive) - count
    if not count or not others:
        return 0.0
    area = (rankdata(ranks)[positive].sum() - count * (count + 1) / 2) / (count * others)
    return float(np.maximum(area, 1 - area))


def _purity(column: Any, codes: Any, counts: Any) -> float:
    import pandas as pd

    table = pd.crosstab(column.astype(str).to_numpy(), codes)
    base = counts.max() / counts.sum()
    guessed = table.max(axis=1).sum() / table.to_numpy().sum()
    return float((guessed - base) / (1 - base))


def _correlation(column: Any, target: Any) -> float:
    import numpy as np
    import pandas as pd

    if column.dtype.kind not in "iuf" or column.nunique() < _FEWEST:
        return 0.0
    truth = pd.Series(target)
    if truth.dtype.kind not in "iuf":
        return 0.0
    found = float(column.rank().corr(truth.rank()))
    return abs(found) if np.isfinite(found) else 0.0
