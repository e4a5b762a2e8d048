"""``better(accuracy, confidence=0.95)``: than the champion, on the same data, by a test.

The interval of the difference is that of a paired bootstrap (``bootstrap.py``). What accuracy the data can tell at
all is said beside it, by the formulae of ease.ml/ci (``samples.py``).
"""

from __future__ import annotations

import math

from celltrail.registry.gates.answers import Answers, answers_of, answers_of_champion, on_common_labels
from celltrail.registry.gates.bootstrap import SEED, Difference, paired
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import Lane, Outcome
from celltrail.registry.gates.measures import MEASURES, usual
from celltrail.registry.gates.samples import rows_for_accuracy, rows_for_paired_difference
from celltrail.registry.gates.subject import Subject


class BetterKind:
    """Asks whether the version is better than the champion, more surely than chance would have it."""

    name = "better"
    form = Form(
        word="metric",
        words=tuple(MEASURES),
        options={
            "confidence": Option("number", 0.95, 0.5, 0.99999),
            "margin": Option("number", 0.0, -1e12, 1e12),
            "epsilon": Option("number", 0.02, 1e-5, 0.5),
            "resamples": Option("whole", 0, 100, 100_000),
            "seed": Option("whole", SEED, 0, 2**32),
        },
    )
    lane: Lane = "scoring"
    inputs = ("model", "evaluation", "champion")
    libraries = ("numpy", "scikit-learn")
    timeout_s = 120.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Compare the two on the evaluation data."""
        if subject.plan.champion is None:
            return Outcome(passed=True, reason="there is no champion to compare with yet")
        first, second = on_common_labels(answers_of(subject), answers_of_champion(subject))
        name, margin = gate.word or usual(first), gate.options["margin"]
        found = paired(
            MEASURES[name],
            first,
            second,
            gate.options["confidence"],
            gate.options["resamples"],
            gate.options["seed"],
        )
        passed = found.low > margin  # not so where it is no number either
        details = (
            *_samples(gate, subject, first, second),
            f"{found.resamples:,} resamples, seed {gate.options['seed']}",
        )
        reason = _reason(gate, subject, name, found, passed=passed)
        return Outcome(
            passed=passed, reason=reason, numbers=_numbers(name, found, len(first.truth)), details=details
        )


def _reason(gate: Gate, subject: Subject, name: str, found: Difference, *, passed: bool) -> str:
    champion, margin = subject.plan.champion, gate.options["margin"]
    assert champion is not None
    interval = f"{gate.options['confidence']:.4g} interval {_signed(found.low)} to {_signed(found.high)}"
    compared = f"{name} {found.first:.4g} against {found.second:.4g} of {champion.label}"
    verdict = "better" if passed else "not surely better"
    beyond = f" by more than {margin:g}" if margin else ""
    return f"{verdict}{beyond}: {compared}, difference {_signed(found.difference)} ({interval})"


def _signed(difference: float) -> str:
    return f"{difference:+.4g}" if difference else "0"


def _numbers(name: str, found: Difference, rows: int) -> dict[str, float | None]:
    numbers = {
        name: found.first, f"champion.{name}": found.second, "difference": found.difference, "low": found.low,
        "high": found.high, "p": found.p, "rows": float(rows),
    }  # fmt: skip
    return {key: value if math.isfinite(value) else None for key, value in numbers.items()}


def _samples(gate: Gate, subject: Subject, first: Answers, second: Answers) -> tuple[str, ...]:
    """Say which accuracy the data can tell."""
    if not first.is_classifier:
        return ()
    epsilon, delta = gate.options["epsilon"], 1 - gate.options["confidence"]
    rows, uses = len(first.truth), subject.plan.uses
    apart = float((first.predicted_codes != second.predicted_codes).mean())
    times = "" if uses == 1 else f", of {uses} versions judged by the same data"
    claim = f"± {epsilon:g} at confidence {1 - delta:.4g}{times}"
    lines = [_enough(f"an accuracy {claim}", rows_for_accuracy(epsilon, delta, uses), rows)]
    if apart:
        needed = rows_for_paired_difference(epsilon, delta, apart, uses)
        what = f"the difference of two accuracies {claim}, where the models differ in {apart:.1%} of the rows"
        lines.append(_enough(what, needed, rows))
    else:
        lines.append("both models say the same of every row")
    return tuple(lines)


def _enough(claim: str, needed: int, rows: int) -> str:
    have = "enough" if rows >= needed else "too few"
    return f"{claim} needs {needed:,} rows: {rows:,} are {have}"
