"""How good predictions are, in one number, the larger the better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celltrail.explaining.output import Output, predictions


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that says how good a model is on some rows, or how far its answers have moved."""

    name: str
    of: Callable[[Any], float]
    """Takes a pandas frame of the rows, with columns shuffled or not."""
    has_baseline: bool = True


def measure_for(model: Any, output: Output, frame: Any, target: Any) -> Measure:
    """Return how a model is measured on rows.

    AUC where a chance of one of two classes is said, accuracy for other classes, R² for numbers. Where the truth
    is not known: how far the output moves, on average (0 with all features as they are).
    """
    if target is None:
        return _change(output, frame)
    if output.kind == "number":
        return Measure("R²", lambda rows: r_squared(target, output.ask(rows)))
    if output.kind == "probability" and len(model.classes_) == 2:  # noqa: PLR2004 - one class or the other
        return Measure("AUC", lambda rows: auc(target == output.positive, output.ask(rows)))
    return Measure("accuracy", lambda rows: float((predictions(model, rows) == target).mean()))


def auc(is_positive: Any, scores: Any) -> float:
    """Return the area under the ROC curve, by ranks (Mann and Whitney 1947); 0.5 where there is one class only."""
    import numpy as np
    from scipy.stats import rankdata

    positive = int(np.sum(is_positive))
    negative = len(is_positive) - positive
    if not positive or not negative:
        return 0.5
    ranks = rankdata(scores)
    return float((ranks[is_positive].sum() - positive * (positive + 1) / 2) / (positive * negative))


def r_squared(true: Any, said: Any) -> float:
    """Return the share of the variance that is explained; 0 where there is none to explain."""
    import numpy as np

    spread = float(np.sum((true - np.mean(true)) ** 2))
    return 1 - float(np.sum((true - said) ** 2)) / spread if spread else 0.0


def _change(output: Output, frame: Any) -> Measure:
    import numpy as np

    before = output.ask(frame)

    def moved(rows: Any) -> float:
        return -float(np.mean(np.abs(output.ask(rows) - before)))

    return Measure(f"mean change of the {output.name}", moved, has_baseline=False)
