"""Partial dependence: what a model says on average where a feature has one value in all rows.

Source: Friedman, Greedy function approximation: a gradient boosting machine, Annals of Statistics 29 (2001).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from celltrail.records import Dependence
from celltrail.tracking.run import plain_scalar

ROWS = 200
STEPS = 20
MOST_CATEGORIES = 12


def dependences(ask: Callable[[Any], Any], frame: Any, names: Sequence[str]) -> tuple[Dependence, ...]:
    """Return the partial dependence on some columns of a pandas frame, over its first rows."""
    return tuple(_dependence(ask, frame, name) for name in names)


def _dependence(ask: Callable[[Any], Any], frame: Any, name: str) -> Dependence:
    import numpy as np
    import pandas as pd

    rows = frame.iloc[:ROWS]
    grid = _grid(frame[name])
    whole = pd.concat([rows] * len(grid), ignore_index=True)
    whole[name] = grid.array.take(np.repeat(np.arange(len(grid)), len(rows)))
    said = np.asarray(ask(whole)).reshape(len(grid), len(rows)).mean(axis=1)
    return Dependence(
        feature=name,
        grid=tuple(plain_scalar(value) for value in grid.tolist()),
        outputs=tuple(float(value) for value in said),
    )


def _grid(column: Any) -> Any:
    """Return the values that are tried: quantiles of numbers, the most frequent of everything else."""
    import numpy as np
    import pandas as pd

    present = column.dropna()
    if column.dtype.kind in "fiu" and present.nunique() > MOST_CATEGORIES:
        values = np.unique(np.quantile(present.to_numpy(), np.linspace(0.02, 0.98, STEPS), method="nearest"))
        return pd.Series(values).astype(column.dtype)
    counted = present.value_counts().index[:MOST_CATEGORIES]
    ordered = sorted(counted, key=lambda value: value if column.dtype.kind in "fiub" else str(value))
    return pd.Series(ordered, dtype=column.dtype)
