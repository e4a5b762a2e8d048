from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as theirs

from celltrail.registry.gates.answers import Answers, on_common_labels
from celltrail.registry.gates.bootstrap import paired
from celltrail.registry.gates.measures import MEASURES
from celltrail.registry.gates.samples import rows_for_accuracy, rows_for_difference, rows_for_paired_difference


def classified(rows: int, classes: int, seed: int, *, skill: float = 0.6) -> Answers:
    random = np.random.default_rng(seed)
    names = np.array([f"class {letter}" for letter in "abcdef"[:classes]])
    truth = random.integers(0, classes, rows)
    scores = random.random((rows, classes)).round(2)  # with ties
    scores[np.arange(rows), truth] += skill
    scores /= scores.sum(axis=1, keepdims=True)
    return Answers(names[truth], names[scores.argmax(axis=1)], scores, names, is_classifier=True)


def measured(rows: int, seed: int, *, error: float = 1.0) -> Answers:
    random = np.random.default_rng(seed)
    truth = random.normal(10, 3, rows)
    return Answers(truth, truth + random.normal(0, error, rows))


@pytest.mark.parametrize("classes", [2, 3, 5])
@given(seed=st.integers(0, 10_000), rows=st.integers(40, 120))
@settings(max_examples=15)
def test_a_metric_of_classes_is_what_scikit_learn_says(classes: int, seed: int, rows: int) -> None:
    answers = classified(rows, classes, seed)
    if len(np.unique(answers.truth)) < classes:
        return
    average: dict[str, Any] = {"pos_label": answers.labels[1]} if classes == 2 else {"average": "macro"}
    average["zero_division"] = 0
    truth, said, scores = answers.truth, answers.predicted, answers.probabilities
    expected = {
        "accuracy": theirs.accuracy_score(truth, said),
        "balanced_accuracy": theirs.balanced_accuracy_score(truth, said),
        "precision": theirs.precision_score(truth, said, **average),
        "recall": theirs.recall_score(truth, said, **average),
        "f1": theirs.f1_score(truth, said, **average),
        "logloss": theirs.log_loss(truth, scores, labels=answers.labels),
        "auc": theirs.roc_auc_score(truth, scores[:, 1])
        if classes == 2
        else theirs.roc_auc_score(truth, scores, multi_class="ovr"),
    }
    if classes == 2:
        expected["brier"] = theirs.brier_score_loss(truth, scores[:, 1], pos_label=answers.labels[1])
    assert {name: MEASURES[name].value(answers) for name in expected} == pytest.approx(expected)


def test_a_metric_of_numbers_is_what_scikit_learn_says() -> None:
    answers = measured(200, 1)
    expected = {
        "mse": theirs.mean_squared_error(answers.truth, answers.predicted),
        "rmse": theirs.root_mean_squared_error(answers.truth, answers.predicted),
        "mae": theirs.mean_absolute_error(answers.truth, answers.predicted),
        "mape": theirs.mean_absolute_percentage_error(answers.truth, answers.predicted),
        "r2": theirs.r2_score(answers.truth, answers.predicted),
    }
    assert {name: MEASURES[name].value(answers) for name in expected} == pytest.approx(expected)


def by_hand(name: str, first: Answers, second: Answers, count: int) -> tuple[float, float]:
    random = np.random.default_rng(5)
    rows = len(first.truth)
    found = []
    for _ in range(count):
        drawn = random.integers(0, rows, rows)
        values = [MEASURES[name].value(one.where(drawn)) for one in (first, second)]
        found.append((values[0] - values[1]) * (1 if MEASURES[name].higher else -1))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


@pytest.mark.parametrize("name", ["accuracy", "f1", "balanced_accuracy", "auc", "logloss", "rmse", "r2"])
def test_the_quick_bootstrap_finds_the_interval_of_the_slow_one(name: str) -> None:
    if name in ("rmse", "r2"):
        first = measured(300, 2, error=1.0)
        second = Answers(first.truth, first.truth + np.random.default_rng(3).normal(0, 1.2, 300))
    else:
        first = classified(300, 3, 2)
        random = np.random.default_rng(3)
        scores = first.probabilities + random.random(first.probabilities.shape) * 0.3
        scores /= scores.sum(axis=1, keepdims=True)
        assert first.classes is not None
        second = Answers(first.truth, first.classes[scores.argmax(axis=1)], scores, first.classes, True)
        first, second = on_common_labels(first, second)
    found = paired(MEASURES[name], first, second, 0.95, 2000)
    low, high = by_hand(name, first, second, 1000)
    width = high - low
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.12 * width)
    assert found.low <= found.difference <= found.high


@pytest.mark.parametrize("name", ["accuracy", "auc", "brier"])
def test_of_two_models_that_are_equally_good_the_interval_holds_zero_as_often_as_it_says(name: str) -> None:
    random = np.random.default_rng(11)
    trials, rows = 300, 250
    covered = better = 0
    for _ in range(trials):
        truth = random.integers(0, 2, rows)
        signal = truth + random.normal(0, 1, rows)
        pair = []
        for _ in range(2):  # the same quality, by the same signal with noise of their own
            score = 1 / (1 + np.exp(0.5 - signal - random.normal(0, 0.5, rows)))
            scores = np.column_stack([1 - score, score])
            pair.append(Answers(truth, (score > 0.5).astype(int), scores, np.array([0, 1]), True))
        found = paired(MEASURES[name], *on_common_labels(*pair), 0.9, 400)
        covered += found.low <= 0 <= found.high
        better += found.low > 0
    # 90 % of 300, within three standard deviations of a binomial (5.2), and a little for the percentile's bias
    assert 250 <= covered <= 288
    assert better <= 30


def test_the_same_question_gets_the_same_answer() -> None:
    first, second = on_common_labels(classified(200, 2, 1, skill=0.7), classified(200, 2, 1, skill=0.3))
    assert paired(MEASURES["auc"], first, second) == paired(MEASURES["auc"], first, second)


def test_where_less_is_better_a_positive_difference_is_still_better() -> None:
    good, bad = measured(400, 1, error=0.5), measured(400, 1, error=2.0)
    found = paired(MEASURES["rmse"], good, bad)
    assert found.first < found.second
    assert 0 < found.low < found.difference < found.high
    assert found.p < 0.01


# Figure 2 of the ease.ml/ci paper, H = 32 steps: reliability 1 - delta, error tolerance, and the rows that
# conditions of one accuracy (F1, F4) and of the difference of two (F2, F3) need, without and with
# full adaptivity (2^H).
PUBLISHED = [
    (0.01, 0.1, 404, 1340, 1753, 5496),
    (0.01, 0.05, 1615, 5358, 7012, 21984),
    (0.01, 0.025, 6457, 21429, 28045, 87933),
    (0.01, 0.01, 40355, 133930, 175282, 549581),
]


@pytest.mark.parametrize(("delta", "epsilon", "one", "one_full", "two", "two_full"), PUBLISHED)
def test_rows_needed_are_those_that_ease_ml_ci_published(
    delta: float, epsilon: float, one: int, one_full: int, two: int, two_full: int
) -> None:
    found = [
        rows_for_accuracy(epsilon, delta, 32),
        rows_for_accuracy(epsilon, delta, 2**32),
        rows_for_difference(epsilon, delta, 32),
        rows_for_difference(epsilon, delta, 2**32),
    ]
    assert found == [one, one_full, two, two_full]


def test_models_that_seldom_differ_need_the_29k_and_67k_rows_of_the_paper() -> None:
    assert rows_for_paired_difference(0.01, 0.0001, 0.1, 32) // 1000 == 29
    assert rows_for_paired_difference(0.01, 0.0001, 0.1, 2**32) // 1000 == 67


@given(
    epsilon=st.floats(0.001, 0.4),
    delta=st.floats(1e-6, 0.4),
    apart=st.floats(0.001, 1.0),
    checks=st.integers(1, 99),
)
def test_a_stronger_claim_never_needs_fewer_rows(epsilon: float, delta: float, apart: float, checks: int) -> None:
    for needed in (
        rows_for_accuracy,
        rows_for_difference,
        lambda e, d, c: rows_for_paired_difference(e, d, apart, c),
    ):
        rows = needed(epsilon, delta, checks)
        assert rows >= 1
        assert needed(epsilon / 2, delta, checks) >= rows
        assert needed(epsilon, delta / 2, checks) >= rows
        assert needed(epsilon, delta, checks + 1) >= rows
