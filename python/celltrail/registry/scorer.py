"""One way of asking models of all formats: that of scikit-learn.

What is asked has ``predict``; a classifier also ``predict_proba`` and ``classes_``; what wants a frame and no
array ``feature_names_in_``. Models of other kinds are dressed so.
"""

from __future__ import annotations

from typing import Any

from celltrail.artifacts.codec import class_name, loaded
from celltrail.artifacts.functions import PlainFunction
from celltrail.errors import NotLoadableError
from celltrail.registry.torchscorer import TorchScorer


def scorer(model: Any) -> Any:
    """Return a model as something with ``predict``.

    Raises
    ------
    NotLoadableError
        It is nothing that predicts.
    """
    if loaded(model, "xgboost", "Booster"):
        return BoosterScorer(model)
    if hasattr(model, "predict"):
        return model
    if is_torch(model):
        return TorchScorer(model)
    raise NotLoadableError(
        f"A {class_name(model)} does not predict.", hint="Register a fitted model or a function."
    )


def is_torch(model: Any) -> bool:
    """Whether a model is a module of PyTorch, or a program that was exported from one."""
    return loaded(model, "torch", "Module", "ExportedProgram") and not loaded(model, "keras", "Layer")


def wants_names(model: Any) -> bool:
    """Whether a model is asked with a frame that has its columns by name."""
    named = hasattr(model, "feature_names_in_") or isinstance(model, PlainFunction)
    return named or loaded(model, "lightgbm", "Booster") or isinstance(model, BoosterScorer)


class BoosterScorer:
    """A booster of XGBoost, which by itself takes only its own kind of matrix."""

    def __init__(self, booster: Any) -> None:
        self._booster = booster

    @property
    def n_features_in_(self) -> int:
        """How many columns it takes."""
        return int(self._booster.num_features())

    def predict(self, rows: Any) -> Any:
        """Return what the booster says: chances or numbers, by its objective."""
        import xgboost

        names = getattr(self._booster, "feature_names", None)
        frame = rows[names] if names and hasattr(rows, "columns") else rows
        plain = None if hasattr(frame, "columns") else names
        matrix = xgboost.DMatrix(frame, feature_names=plain, enable_categorical=True)
        return self._booster.predict(matrix)
