"""Permutation importance: what is lost when a feature's values are shuffled among the rows.

Source: Breiman, Random forests, Machine Learning 45 (2001); for any model: Fisher, Rudin and Dominici, All models
are wrong, but many are useful, JMLR 20 (2019). Features that say the same share their importance between them.
"""

from __future__ import annotations

from typing import Any

from celltrail import clock
from celltrail.explaining.measures import Measure
from celltrail.records import FeatureImportance, Importance

CONFIDENCE = 0.95
LEAST_REPEATS = 2
"""Below this there is no interval."""


def permutation(frame: Any, measure: Measure, *, repeats: int, seed: int, until: float) -> Importance:
    """Return the importance of each column of a pandas frame.

    Parameters
    ----------
    repeats
        How often each column is shuffled, at the most.
    until
        The time, as ``clock.elapsed`` says it, after which no further round begins; two rounds are always made.

    Notes
    -----
    The interval is that of the mean over the shuffles (Student's t): it says how well this sample of rows was
    measured, not how another sample would come out.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    baseline = measure.of(frame)
    names = list(frame.columns)
    losses: list[list[float]] = []
    while len(losses) < repeats and (len(losses) < LEAST_REPEATS or clock.elapsed() < until):
        orders = [random.permutation(len(frame)) for _ in names]
        losses.append([
            baseline - measure.of(_shuffled(frame, name, order)) for name, order in zip(names, orders, strict=True)
        ])
    features = [_feature(str(name), values) for name, values in zip(names, np.array(losses).T, strict=True)]
    features.sort(key=lambda one: (-one.importance, one.feature))
    return Importance(
        method="permutation",
        measure=measure.name,
        baseline=baseline if measure.has_baseline else None,
        features=tuple(features),
        repeats=len(losses),
        confidence=CONFIDENCE,
    )


def _shuffled(frame: Any, name: Any, order: Any) -> Any:
    changed = frame.copy(deep=False)
    changed[name] = frame[name].array.take(order)
    return changed


def _feature(name: str, values: Any) -> FeatureImportance:
    import numpy as np
    from scipy.stats import t

    mean, count = float(np.mean(values)), len(values)
    half = 0.0
    if count > 1:
        half = float(t.ppf((1 + CONFIDENCE) / 2, count - 1) * np.std(values, ddof=1) / np.sqrt(count))
    return FeatureImportance(feature=name, importance=mean, low=mean - half, high=mean + half)
