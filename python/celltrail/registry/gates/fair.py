"""``fair(demographic_parity <= 0.1, sensitive="sex")``: whether groups are treated alike, by fairlearn."""

from __future__ import annotations

from typing import Any

from celltrail.frameworks.require import require
from celltrail.registry.gates.answers import Answers, answers_of, column_of
from celltrail.registry.gates.comparison import holds
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.slices import groups
from celltrail.registry.gates.subject import EVALUATION, Subject

_METRICS = {
    "demographic_parity": "demographic_parity_difference",
    "demographic_parity_ratio": "demographic_parity_ratio",
    "equalized_odds": "equalized_odds_difference",
    "equalized_odds_ratio": "equalized_odds_ratio",
    "equal_opportunity": "equal_opportunity_difference",
    "equal_opportunity_ratio": "equal_opportunity_ratio",
}
_TWO = 2


class FairKind:
    """Compares groups: how often the positive answer is given, and how often it is right.

    Demographic parity asks that each group gets the positive answer as often; equalised odds that it gets it as
    often among those of whom it is true, and among those of whom it is not. Source: Hardt, Price and Srebro,
    Equality of Opportunity in Supervised Learning, 2016.
    """

    name = "fair"
    form = Form(
        compared=tuple(_METRICS),
        needed="comparison",
        options={
            "sensitive": Option("texts", (), needed=True),
            "min_rows": Option("whole", 30, 1, 1e9),
            "bins": Option("whole", 4, 2, 100),
        },
    )
    lane: Lane = "scoring"
    inputs = ("model", "evaluation")
    libraries = ("fairlearn", "numpy", "pandas", "scikit-learn")
    timeout_s = 120.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Compare the groups."""
        fairlearn = require("fairlearn.metrics", "fairness")
        answers = answers_of(subject)
        group, small = _groups(gate, subject)
        part = answers.where(group != "")
        given = {"sensitive_features": group[group != ""]}
        truth, said = _binary(part)
        metrics = {name: getattr(fairlearn, _METRICS[name]) for name in gate.compared}
        numbers = {name: float(metric(truth, said, **given)) for name, metric in metrics.items()}
        assert gate.comparison is not None
        details = [*_rates(truth, said, given["sensitive_features"]), *small]
        reason = ", ".join(f"{name} = {value:.4g}" for name, value in numbers.items())
        return Outcome(
            passed=holds(gate.source, gate.comparison, numbers),
            reason=f"{reason} between the groups of {' & '.join(gate.options['sensitive'])}",
            numbers={**numbers},
            details=tuple(details),
        )


def _groups(gate: Gate, subject: Subject) -> tuple[Any, list[str]]:
    """Return the group of each row, empty where it is too small to judge, and a line for each such group."""
    import numpy as np

    data = subject.data(EVALUATION)
    columns = [groups(column_of(data, name), gate.options["bins"]) for name in gate.options["sensitive"]]
    names, where, rows = np.unique(
        np.array([" & ".join(row) for row in zip(*columns, strict=True)], dtype=object),
        return_inverse=True,
        return_counts=True,
    )
    least = gate.options["min_rows"]
    if (rows >= least).sum() < _TWO:
        raise CannotRunError(f"fewer than two groups have {least} rows: give more data or min_rows=")
    small = [
        f"not judged: {name}, {count:,} rows" for name, count in zip(names, rows, strict=True) if count < least
    ]
    return np.where(rows >= least, names, "")[where], small


def _binary(answers: Answers) -> tuple[Any, Any]:
    if not answers.is_classifier:
        raise CannotRunError("it is about a model that tells two classes, and this one tells numbers")
    positive = answers.positive  # says so where there are not two
    code = list(answers.labels).index(positive)
    return (answers.truth_codes == code).astype(int), (answers.predicted_codes == code).astype(int)


def _rates(truth: Any, said: Any, group: Any) -> list[str]:
    """Return a line for each group: how often it gets the positive answer, and how often rightly and wrongly."""
    import numpy as np

    lines = []
    for name in np.unique(group):
        rows = group == name
        true, false = said[rows & (truth == 1)], said[rows & (truth == 0)]
        right = f"{true.mean():.3g}" if len(true) else "-"
        wrong = f"{false.mean():.3g}" if len(false) else "-"
        lines.append(
            f"{name}: {said[rows].mean():.3g} get the positive answer, {right} of those of whom it is true, "
            f"{wrong} of the others ({rows.sum():,} rows)"
        )
    return lines
