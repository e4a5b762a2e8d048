"""XGBoost: ``xgb.train(..., callbacks=[TrackCallback()])``, or ``XGBClassifier(callbacks=[TrackCallback()])``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from celltrail.frameworks.require import require
from celltrail.frameworks.training import Training

xgboost: Any = require("xgboost", "xgboost")
_GROUPS = (
    "tree_train_param",
    "gbtree_train_param",
    "dart_train_param",
    "linear_train_param",
    "learner_train_param",
)


class TrackCallback(xgboost.callback.TrainingCallback):
    """Tracks a training: settings, each evaluation at each iteration, the best one, and the booster.

    Parameters
    ----------
    name
        What stands before the settings and metrics, and names the booster that is kept.
    keep_model
        Whether the booster is kept.

    Raises
    ------
    NotFoundError
        No run is going on.

    Examples
    --------
    >>> with celltrail.track("churn"):  # doctest: +SKIP
    ...     xgb.train({"max_depth": 3}, train, 100, evals=[(valid, "valid")], callbacks=[TrackCallback()])
    """

    def __init__(self, name: str = "model", *, keep_model: bool = True) -> None:
        super().__init__()
        self._training = Training(name)
        self._keep_model = keep_model

    def before_training(self, model: Any) -> Any:
        """Write down the settings that are not XGBoost's defaults."""
        if isinstance(model, xgboost.Booster):
            self._training.log_params({"": "Booster", **_settings(model)})
        return model

    def after_iteration(self, model: Any, epoch: int, evals_log: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """Write down the newest value of each metric; of a cross-validation its mean and deviation."""
        for data, metrics in evals_log.items():
            for metric, values in metrics.items():
                value, *deviation = values[-1] if isinstance(values[-1], tuple) else (values[-1],)
                self._training.log_metric(f"{data}.{metric}", value, epoch)
                for number in deviation:
                    self._training.log_metric(f"{data}.{metric}.std", number, epoch)
        return False

    def after_training(self, model: Any) -> Any:
        """Write down which iteration was best, where the training knows, and keep the booster."""
        if isinstance(model, xgboost.Booster):
            for key in ("best_iteration", "best_score"):
                if (text := model.attr(key)) is not None:
                    self._training.log_result(key, float(text))
            if self._keep_model:
                self._training.keep(model)
        return model


def _settings(booster: Any) -> dict[str, str]:
    """Return the settings of a booster that are not XGBoost's defaults; empty where it does not know them yet."""
    try:
        found = dict(_groups(json.loads(booster.save_config())))
    except xgboost.core.XGBoostError:
        return {}
    return {key: value for key, value in found.items() if _defaults().get(key) != value}


@cache
def _defaults() -> dict[str, str]:
    """Return the settings of a booster that was told nothing, as this version of XGBoost has them."""
    import numpy as np

    nothing = xgboost.DMatrix(np.zeros((1, 1)), np.zeros(1))
    return dict(_groups(json.loads(xgboost.train({}, nothing, 0).save_config())))


def _groups(config: Any) -> Iterator[tuple[str, str]]:
    """Give the settings that lie in the groups of a configuration which people set."""
    if isinstance(config, dict):
        for key, value in config.items():
            if key in _GROUPS:
                yield from value.items()
            else:
                yield from _groups(value)
