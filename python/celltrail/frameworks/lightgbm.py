"""LightGBM: ``callbacks=[TrackCallback()]`` of ``lgb.train`` and ``lgb.cv``, or of an estimator's ``fit``."""

from __future__ import annotations

from typing import Any

from celltrail.frameworks.require import require
from celltrail.frameworks.training import Training

lightgbm: Any = require("lightgbm", "lightgbm")


class TrackCallback:
    """Tracks a training: settings, each evaluation at each iteration, the best one, and the booster.

    LightGBM says nothing when a training has ended, so the best iteration and the booster are written down when
    the run ends.

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
    ...     lgb.train({"num_leaves": 7}, train, 100, valid_sets=[valid], callbacks=[TrackCallback()])
    """

    order = 25
    """After the learning rate is set and before early stopping ends the training."""
    before_iteration = False

    def __init__(self, name: str = "model", *, keep_model: bool = True) -> None:
        self._training = Training(name)
        self._keep_model = keep_model
        self._booster: Any = None

    def __call__(self, env: Any) -> None:
        """Write down one iteration, as LightGBM asks of a callback."""
        if env.iteration == env.begin_iteration:
            self._begin(env)
        for data, metric, value, _, *deviation in env.evaluation_result_list or ():
            self._training.log_metric(f"{data}.{metric}", value, env.iteration)
            for number in deviation:
                self._training.log_metric(f"{data}.{metric}.std", number, env.iteration)

    def _begin(self, env: Any) -> None:
        self._training.log_params({"": type(env.model).__name__, **env.params})
        if isinstance(env.model, lightgbm.Booster):
            if self._booster is None:
                self._training.at_end(self._end)
            self._booster = env.model

    def _end(self) -> None:
        booster, self._booster = self._booster, None
        if booster.best_iteration > 0:
            self._training.log_result("best_iteration", booster.best_iteration)
        for data, metrics in (booster.best_score or {}).items():
            for metric, value in metrics.items():
                self._training.log_result(f"best_score.{data}.{metric}", value)
        if self._keep_model:
            self._training.keep(booster)
