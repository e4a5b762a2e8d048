"""How good the predictions were, now that the truth is known.

Definitions as in scikit-learn's metrics; the area under the ROC curve through the Mann-Whitney statistic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TINY = 1e-15
LOSSES = frozenset({"log_loss", "brier", "rmse", "mae"})
"""Metrics of which less is better."""
COUNTS_ONLY = frozenset({"positive_rate"})
"""Metrics of which neither more nor less is better."""
_SAME = {
    "roc_auc": ("roc_auc", "auc", "roc_auc_score", "test_auc", "test_roc_auc"),
    "log_loss": ("log_loss", "logloss", "test_log_loss", "cross_entropy"),
    "brier": ("brier", "brier_score", "brier_score_loss", "test_brier"),
    "accuracy": ("accuracy", "acc", "accuracy_score", "test_accuracy", "test_acc"),
    "positive_rate": ("positive_rate", "base_rate", "prevalence"),
    "rmse": ("rmse", "test_rmse", "root_mean_squared_error"),
    "mae": ("mae", "test_mae", "mean_absolute_error"),
}


def measured(label: Any, prediction: Any, probability: Any) -> dict[str, float]:
    """Return the metrics of labelled rows; empty where there are no labels.

    Parameters
    ----------
    label, prediction, probability
        Arrow columns of one length. Rows without a label are left out. `probability` is that of the positive
        class, and null where the model is no binary classifier.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    known = pc.is_valid(label)
    label, prediction, probability = (column.filter(known) for column in (label, prediction, probability))
    if not len(label):
        return {}
    if probability.null_count == 0:
        return _binary(label, prediction, probability.to_numpy(zero_copy_only=False))
    if pa.types.is_string(label.type) or pa.types.is_string(prediction.type):
        same = pc.equal(label.cast(pa.string()), prediction.cast(pa.string()))
        return {"accuracy": float(pc.mean(same.cast(pa.float64())).as_py())}
    return _regression(label.to_numpy(zero_copy_only=False), prediction.to_numpy(zero_copy_only=False))


def reference(metrics: Mapping[str, float]) -> dict[str, float]:
    """Return those metrics of a model version that are also measured here, by our names.

    >>> reference({"auc": 0.8, "fit_s": 3.0})
    {'roc_auc': 0.8}
    """
    lowered = {name.lower(): value for name, value in metrics.items()}
    found = {name: [lowered[same] for same in names if same in lowered] for name, names in _SAME.items()}
    return {name: values[0] for name, values in found.items() if values}


def _binary(label: Any, prediction: Any, chance: Any) -> dict[str, float]:
    import numpy as np

    truth = _positive(label, prediction)
    said = _positive(prediction, label)
    chance = np.clip(chance, _TINY, 1 - _TINY)
    metrics = {
        "log_loss": float(-np.mean(np.where(truth, np.log(chance), np.log1p(-chance)))),
        "brier": float(np.mean((chance - truth) ** 2)),
        "accuracy": float(np.mean(truth == said)),
        "positive_rate": float(np.mean(truth)),
    }
    if truth.any() and not truth.all():
        metrics["roc_auc"] = _roc_auc(truth, chance)
    return metrics


def _positive(values: Any, others: Any) -> Any:
    """Return which values are the positive class: 1 of 0 and 1, else the later one in the alphabet."""
    import numpy as np
    import pyarrow as pa

    if not pa.types.is_string(values.type):
        return values.to_numpy(zero_copy_only=False) > 0
    names = {*values.unique().to_pylist(), *others.unique().to_pylist()}
    return np.array(values.to_pylist()) == max(names)


def _roc_auc(truth: Any, chance: Any) -> float:
    import numpy as np

    _, place, count = np.unique(chance, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]  # ties share the mean of their ranks
    positives = int(truth.sum())
    above = ranks[truth].sum() - positives * (positives + 1) / 2
    return float(above / (positives * (len(truth) - positives)))


def _regression(truth: Any, said: Any) -> dict[str, float]:
    import numpy as np

    return {"rmse": float(np.sqrt(np.mean((truth - said) ** 2))), "mae": float(np.mean(np.abs(truth - said)))}
