"""SHAP, where it is installed: its explainer for any model, over a background.

Source: Lundberg and Lee, A unified approach to interpreting model predictions, NeurIPS 2017.
"""

from __future__ import annotations

import warnings
from typing import Any

from celltrail.explaining.importance import CONFIDENCE
from celltrail.explaining.output import Output
from celltrail.explaining.shapley import Shapley
from celltrail.frameworks.require import require
from celltrail.records import FeatureImportance, Importance

ROWS = 100
BACKGROUND = 50
_LEAST_EVALS = 50


def require_shap() -> Any:
    """Return the library.

    Raises
    ------
    MissingDependencyError
        It is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own imports
        return require("shap", "shap")


def importance(output: Output, frame: Any, *, seed: int) -> Importance:
    """Return the mean absolute SHAP value of each column, over at most ``ROWS`` rows."""
    import numpy as np
    from scipy.stats import t

    values = np.abs(_values(output, frame.iloc[:ROWS], frame.iloc[:BACKGROUND], seed)[0])
    means, count = values.mean(axis=0), len(values)
    halves = np.zeros(len(means))
    if count > 1:
        halves = t.ppf((1 + CONFIDENCE) / 2, count - 1) * values.std(axis=0, ddof=1) / np.sqrt(count)
    features = [
        FeatureImportance(
            feature=str(name), importance=float(mean), low=float(mean - half), high=float(mean + half)
        )
        for name, mean, half in zip(frame.columns, means, halves, strict=True)
    ]
    return Importance(
        method="shap",
        measure=f"mean |SHAP value| of the {output.name}",
        baseline=None,
        features=tuple(sorted(features, key=lambda one: (-one.importance, one.feature))),
        repeats=count,
        confidence=CONFIDENCE,
    )


def local(output: Output, row: Any, background: Any, *, seed: int) -> Shapley:
    """Return the SHAP values of one row."""
    import numpy as np

    values, bases = _values(output, row, background, seed)
    return Shapley(values[0], np.zeros(len(values[0])), float(bases[0]), float(output.ask(row)[0]), "shap")


def _values(output: Output, rows: Any, background: Any, seed: int) -> tuple[Any, Any]:
    """Return the SHAP values of rows, and their bases.

    Categories travel as codes, since the library mixes rows as one array of numbers.
    """
    import numpy as np

    shap = require_shap()
    codes = _Codes(background, rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a library that we only call
        explainer = shap.explainers.Permutation(
            lambda array: output.ask(codes.frame(array)), codes.array(background), seed=seed
        )
        needed = 2 * len(background.columns) + 1
        found = explainer(codes.array(rows), max_evals=max(_LEAST_EVALS, needed), silent=True)
    return np.asarray(found.values), np.asarray(found.base_values).reshape(-1)


class _Codes:
    """Frames as arrays of floats and back: each column that is no number as the places of its values."""

    def __init__(self, *frames: Any) -> None:
        import pandas as pd

        self._like = frames[0]
        self._known: dict[Any, Any] = {}
        for name in self._like.columns:
            if getattr(self._like[name].dtype, "kind", "O") not in "fiub":
                self._known[name] = pd.concat([frame[name] for frame in frames]).drop_duplicates(ignore_index=True)

    def array(self, frame: Any) -> Any:
        """Return a frame as an array."""
        import numpy as np

        columns = []
        for name in self._like.columns:
            if name in self._known:
                places = {value: place for place, value in enumerate(self._known[name])}
                columns.append([places[value] for value in frame[name]])
            else:
                columns.append(frame[name].to_numpy(dtype=float))
        return np.column_stack(columns).astype(float)

    def frame(self, array: Any) -> Any:
        """Return an array as a frame."""
        import pandas as pd

        columns = {}
        for place, name in enumerate(self._like.columns):
            values = array[:, place]
            if name in self._known:
                columns[name] = self._known[name].array.take(values.astype(int))
            else:
                columns[name] = pd.Series(values).astype(self._like[name].dtype).array
        return pd.DataFrame(columns)
