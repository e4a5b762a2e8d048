"""Metrics of answers, such that thousands of resamples of them are computed at once.

Three families cover them: those of a table of counts (true label x predicted label), those of means over rows, and
those of ranks. The definitions are scikit-learn's; the tests compare with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from celltrail.registry.gates.answers import Answers
from celltrail.registry.gates.refusal import CannotRunError

Family = Literal["counts", "means", "ranks"]
_TINY = 1e-15


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric that can be taken of answers."""

    name: str
    family: Family
    of: Callable[[Any], Any]
    """counts: from (..., labels, labels); means: from (..., statistics). Ranks are in `areas`."""
    statistics: Callable[[Answers], Any] | None = None
    """Rows x statistics, whose means `of` takes."""
    higher: bool = True
    """Whether more is better."""

    def value(self, answers: Answers) -> float:
        """Return the metric of some answers."""
        import numpy as np

        if self.family == "counts":
            return float(self.of(counts(answers)[None])[0])
        if self.family == "means":
            assert self.statistics is not None
            return float(self.of(self.statistics(answers).mean(axis=0)[None])[0])
        weights = np.ones((1, len(answers.truth)))
        return float(areas(answers, weights)[0])


def counts(answers: Answers) -> Any:
    """Return how many rows of each true label (first) got each predicted label (second)."""
    import numpy as np

    size = len(answers.labels)
    codes = answers.truth_codes * size + answers.predicted_codes
    return np.bincount(codes, minlength=size * size).reshape(size, size).astype(float)


def areas(answers: Answers, weights: Any) -> Any:
    """Return the area under the ROC curve for each row of weights (resamples x rows); of several classes the mean.

    Ties count half, as in the statistic of Mann and Whitney.
    """
    import numpy as np

    scores = answers.scores
    sought = [1] if scores.shape[1] == 2 else range(scores.shape[1])  # noqa: PLR2004 - of two one is enough
    found = [_area(scores[:, code], answers.truth_codes == code, weights) for code in sought]
    return np.mean(found, axis=0)


def _area(scores: Any, positive: Any, weights: Any) -> Any:
    import numpy as np

    order = np.argsort(scores, kind="stable")
    ordered = scores[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    sorted_weights = weights[:, order]
    gained = np.add.reduceat(sorted_weights * positive[order], starts, axis=1)
    missed = np.add.reduceat(sorted_weights * ~positive[order], starts, axis=1)
    below = np.cumsum(missed, axis=1) - missed / 2
    pairs = gained.sum(axis=1) * missed.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (gained * below).sum(axis=1) / pairs


def _accuracy(table: Any) -> Any:
    return table.trace(axis1=1, axis2=2) / table.sum(axis=(1, 2))


def _per_label(table: Any) -> tuple[Any, Any, Any]:
    """Return hits, how many are of each label, and how many are said to be; of two labels of the second only."""
    import numpy as np

    hits, true, said = np.diagonal(table, axis1=1, axis2=2), table.sum(axis=2), table.sum(axis=1)
    if table.shape[-1] == 2:  # noqa: PLR2004 - the positive one
        return hits[:, 1:], true[:, 1:], said[:, 1:]
    return hits, true, said


def _share(above: Any, below: Any) -> Any:
    import numpy as np

    return np.divide(above, below, out=np.zeros_like(above, dtype=float), where=below > 0)


def _precision(table: Any) -> Any:
    hits, _, said = _per_label(table)
    return _share(hits, said).mean(axis=1)


def _recall(table: Any) -> Any:
    hits, true, _ = _per_label(table)
    return _share(hits, true).mean(axis=1)


def _f1(table: Any) -> Any:
    hits, true, said = _per_label(table)
    return _share(2 * hits, true + said).mean(axis=1)


def _balanced(table: Any) -> Any:
    import numpy as np

    true = table.sum(axis=2)
    rates = _share(np.diagonal(table, axis1=1, axis2=2), true)
    return rates.sum(axis=1) / np.maximum((true > 0).sum(axis=1), 1)


def _log_loss(answers: Answers) -> Any:
    import numpy as np

    chances = answers.scores[np.arange(len(answers.truth)), answers.truth_codes]
    return -np.log(np.clip(chances, _TINY, 1))[:, None]


def _brier(answers: Answers) -> Any:
    return ((answers.scores[:, 1] - (answers.truth == answers.positive)) ** 2)[:, None]


def _errors(answers: Answers) -> Any:
    """Return squares, absolutes and parts of the errors, and the truth with its squares."""
    import numpy as np

    try:
        truth = answers.truth.astype(float)
        apart = answers.predicted.astype(float) - truth
    except (TypeError, ValueError) as error:
        raise CannotRunError(f"the target is no number: {error}") from error
    parts = np.abs(apart) / np.maximum(np.abs(truth), np.finfo(float).eps)
    return np.column_stack([apart**2, np.abs(apart), parts, truth, truth**2])


def _r2(means: Any) -> Any:
    spread = means[:, 4] - means[:, 3] ** 2
    return 1 - _share(means[:, 0], spread)


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("accuracy", "counts", _accuracy),
        Measure("balanced_accuracy", "counts", _balanced),
        Measure("precision", "counts", _precision),
        Measure("recall", "counts", _recall),
        Measure("f1", "counts", _f1),
        Measure("auc", "ranks", lambda values: values),
        Measure("logloss", "means", lambda means: means[:, 0], _log_loss, higher=False),
        Measure("brier", "means", lambda means: means[:, 0], _brier, higher=False),
        Measure("mse", "means", lambda means: means[:, 0], _errors, higher=False),
        Measure("rmse", "means", lambda means: means[:, 0] ** 0.5, _errors, higher=False),
        Measure("mae", "means", lambda means: means[:, 1], _errors, higher=False),
        Measure("mape", "means", lambda means: means[:, 2], _errors, higher=False),
        Measure("r2", "means", _r2, _errors),
    )
}


def usual(answers: Answers) -> str:
    """Return the metric that is meant where none is named."""
    return "accuracy" if answers.is_classifier else "r2"
