"""A stored model as something that answers."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.errors import DeploymentError
from celltrail.records import Column, Signature
from celltrail.serving.place import PlannedRoute
from celltrail.serving.rows import RowSchema, kind_of

# Classifiers whose predict() is the class of the highest probability (read in scikit-learn's sources), so that
# one call answers both. Others, such as those with a tuned threshold, are asked twice.
_ARGMAX = frozenset({
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
        self.version = route.version
        self.weight = route.weight
        self.shadow = route.shadow
        self.schema = RowSchema(_completed(route.signature, model))
        self.classes: list[Any] | None = None
        self._model = model
        self._by_name = hasattr(model, "feature_names_in_")
        self._all_floats = all(kind_of(column.type) == "float" for column in self.schema.columns)
        self._index: Any = None
        if hasattr(model, "predict_proba") and hasattr(model, "classes_"):
            self.classes = [_plain(label) for label in model.classes_]
        final = model.steps[-1][1] if hasattr(model, "steps") else model
        self._argmax = type(final).__name__ in _ARGMAX and type(final).__module__.startswith("sklearn.")

    def predict(self, rows: Sequence[Any]) -> Answer:
        """Ask the model about rows that its schema made."""
        table = self._table(self.schema.by_column(rows))
        if self.classes is None:
            return Answer(self._model.predict(table).tolist(), None)
        probabilities = self._model.predict_proba(table)
        if not self._argmax:
            return Answer(self._model.predict(table).tolist(), probabilities.tolist())
        best = probabilities.argmax(axis=1).tolist()
        return Answer([self.classes[i] for i in best], probabilities.tolist())

    def warm_up(self) -> None:
        """Pay for what the first call pays for; a model that refuses an empty row is warm too."""
        kinds = {"float": 0.0, "int": 0, "bool": False, "str": ""}
        row = {column.name: kinds.get(kind_of(column.type)) for column in self.schema.columns}
        with contextlib.suppress(Exception):
            self.predict(self.schema.convert([row]))

    def _table(self, columns: list[tuple[Any, ...]]) -> Any:
        import numpy as np

        if self._all_floats:  # one block of memory: pandas and scikit-learn need neither copy nor check columns
            whole = np.array(columns, dtype=float).T
            return self._frame(whole) if self._by_name else whole
        arrays = [_array(values, column) for values, column in zip(columns, self.schema.columns, strict=True)]
        return self._frame(dict(enumerate(arrays))) if self._by_name else np.column_stack(arrays)

    def _frame(self, content: Any) -> Any:
        import pandas as pd

        if self._index is None:
            self._index = pd.Index(self.schema.names, dtype=object)  # made once: it costs more than the frame
        frame = pd.DataFrame(content, copy=False)
        frame.columns = self._index
        for column in self.schema.columns:
            if column.type.startswith("dictionary"):
                frame[column.name] = frame[column.name].astype("category")
        return frame


def load(route: PlannedRoute, artifacts: ArtifactStore) -> Predictor:
    """Load the model of a route, ready to answer.

    Raises
    ------
    UntrustedError
        Loading it would run code of types that nobody has said to trust.
    DeploymentError
        What was stored does not predict.
    """
    model = artifacts.get(route.artifact, route.codec)
    if not hasattr(model, "predict"):
        raise DeploymentError(
            f"Version {route.version} is a {type(model).__name__}, which does not predict.",
            hint="Register a fitted estimator or pipeline.",
        )
    predictor = Predictor(model, route)
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


def _array(values: Sequence[Any], column: Column) -> Any:
    import numpy as np

    kind = kind_of(column.type)
    if kind == "float":
        return np.array(values, dtype=float)  # None becomes NaN
    if kind == "int":
        return np.array(values, dtype=float if None in values else np.int64)
    if kind == "bool" and None not in values:
        return np.array(values, dtype=bool)
    if kind in ("datetime", "date"):
        return np.array(values, dtype="datetime64[us]")
    if kind == "any":
        return np.array(values)
    return np.array([np.nan if value is None else value for value in values], dtype=object)


def _plain(label: Any) -> Any:
    return label.item() if hasattr(label, "item") else label
