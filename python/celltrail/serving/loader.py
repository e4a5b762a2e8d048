"""A stored model as something that answers."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.records import Column, Signature
from celltrail.registry.loading import load_artifact
from celltrail.registry.modeltable import ModelTable
from celltrail.registry.scorer import scorer, wants_names
from celltrail.serving.place import PlannedRoute
from celltrail.serving.rows import RowSchema, kind_of

# Classifiers whose predict() is the class of the highest probability (read in scikit-learn's sources), so that
# one call answers both. Others, such as those with a tuned threshold, are asked twice.
ARGMAX = frozenset({
    "DecisionTreeClassifier", "ExtraTreesClassifier", "GradientBoostingClassifier",
    "HistGradientBoostingClassifier", "LogisticRegression", "MLPClassifier", "RandomForestClassifier",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says to some rows."""

    predictions: list[Any]
    probabilities: list[list[float]] | None
    """For each row the probability of each class; None where the model knows none."""


class Predictor:
    """One loaded model version. Not safe to use from two threads at once."""

    def __init__(self, model: Any, route: PlannedRoute) -> None:
        model = scorer(model)
        self.version = route.version
        self.weight = route.weight
        self.shadow = route.shadow
        self.schema = RowSchema(_completed(route.signature, model))
        self.classes: list[Any] | None = None
        self._model = model
        self._table = ModelTable(self.schema.columns, by_name=wants_names(model))
        if hasattr(model, "predict_proba") and hasattr(model, "classes_"):
            self.classes = [_plain(label) for label in model.classes_]
        final = model.steps[-1][1] if hasattr(model, "steps") else model
        self._argmax = type(final).__name__ in ARGMAX and type(final).__module__.startswith("sklearn.")

    def predict(self, rows: Sequence[Any]) -> Answer:
        """Ask the model about rows that its schema made."""
        table = self._table.from_rows(self.schema.by_column(rows))
        if self.classes is None:
            return Answer(_listed(self._model.predict(table)), None)
        probabilities = self._model.predict_proba(table)
        if not self._argmax:
            return Answer(_listed(self._model.predict(table)), probabilities.tolist())
        best = probabilities.argmax(axis=1).tolist()
        return Answer([self.classes[i] for i in best], probabilities.tolist())

    def warm_up(self) -> None:
        """Pay for what the first call pays for; a model that refuses an empty row is warm too."""
        kinds = {"float": 0.0, "int": 0, "bool": False, "str": ""}
        row = {column.name: kinds.get(kind_of(column.type)) for column in self.schema.columns}
        with contextlib.suppress(Exception):
            self.predict(self.schema.convert([row]))


def load(route: PlannedRoute, artifacts: ArtifactStore) -> Predictor:
    """Load the model of a route, ready to answer.

    Raises
    ------
    UntrustedError
        Loading it would run code of types that nobody has said to trust.
    NotLoadableError
        What was stored cannot be built here, or does not predict.
    """
    predictor = Predictor(load_artifact(artifacts, route.artifact, route.codec, trusted=route.trusted), route)
    predictor.warm_up()
    return predictor


def _completed(signature: Signature, model: Any) -> Signature:
    """Return the signature, from the model itself where it was registered without data."""
    if signature.inputs:
        return signature
    names = getattr(model, "feature_names_in_", None)
    if names is None:
        names = [f"x{i}" for i in range(getattr(model, "n_features_in_", 0))]
    return replace(signature, inputs=tuple(Column(name=str(name), type="any", nullable=True) for name in names))


def _listed(predictions: Any) -> list[Any]:
    listed: list[Any] = predictions.tolist()
    return listed


def _plain(label: Any) -> Any:
    return label.item() if hasattr(label, "item") else label
