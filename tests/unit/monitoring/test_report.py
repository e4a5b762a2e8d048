from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from celltrail.monitoring.reference import Profile, profile
from celltrail.monitoring.report import Observed, report
from celltrail.records import Deployment, DriftReport, ModelVersion, RequestWindow, Route, Signature

DEPLOYMENT = Deployment(
    id="d", name="churn", model="churn", routes=(Route(version=1, weight=1.0),), status="running", url="",
    pid=None,
    created_at=0.0, changed_at=0.0,
)  # fmt: skip
VERSION = ModelVersion(
    model="churn", number=1, artifact="", codec="", run_id=None, signature=Signature(inputs=()), created_at=0.0,
    metrics={"auc": 0.9, "fit_s": 1.0},
)  # fmt: skip
NUMBERS, CATEGORIES = 12, 6


def sample(rng: np.random.Generator, rows: int) -> dict[str, Any]:
    numbers = {f"n{i}": rng.normal(size=rows) for i in range(NUMBERS)}
    return numbers | {f"c{i}": rng.choice(list("abcd"), rows, p=[0.4, 0.3, 0.2, 0.1]) for i in range(CATEGORIES)}


def observed(columns: dict[str, Any], **outcomes: Any) -> Observed:
    features = pa.table(columns)
    rows = features.num_rows
    empty = pa.nulls(rows, pa.float64())
    given: dict[str, Any] = {"prediction": empty, "probability": empty, "label": empty} | outcomes
    window = RequestWindow(deployment_id="d", from_at=0.0, to_at=1.0, rows=rows)
    return Observed(window=window, features=features, **{name: pa.array(one) for name, one in given.items()})


def drifted(made: DriftReport, role: str = "feature") -> list[str]:
    return sorted(one.name for one in made.features if one.drifted and one.role == role)


def measure(reference: Profile, columns: dict[str, Any], **outcomes: Any) -> DriftReport:
    return report(DEPLOYMENT, VERSION, reference, observed(columns, **outcomes))


def test_planted_shifts_are_found_in_every_seed_and_hardly_anything_else() -> None:
    others = 0
    for seed in range(10):
        made = planted(np.random.default_rng(seed))
        found = set(drifted(made))
        assert made.verdict == "drifted"
        assert found >= {"c0", "c1", "n0", "n1", "n2"}
        assert made.share_drifted == pytest.approx(len(found) / 18)
        others += len(found) - 5

    assert others <= 6  # one of twenty found may be false: 2.5 expected at most


def planted(rng: np.random.Generator) -> DriftReport:
    reference, current = profile(pa.table(sample(rng, 5000))), sample(rng, 5000)
    current["n0"] = current["n0"] + 0.2
    current["n1"] = current["n1"] * 1.3
    current["n2"] = pa.array(current["n2"], mask=rng.random(5000) < 0.1)
    current["c0"] = rng.choice(list("abcd"), 5000, p=[0.33, 0.3, 0.2, 0.17])
    current["c1"] = np.where(rng.random(5000) < 0.06, "new", current["c1"])
    return measure(reference, current)


def test_data_of_the_same_distribution_is_stable_in_nearly_all_seeds() -> None:
    alarms = 0
    for seed in range(60):
        rng = np.random.default_rng(1000 + seed)
        alarms += measure(profile(pa.table(sample(rng, 1000))), sample(rng, 1000)).verdict != "stable"

    assert alarms <= 7  # 3 expected at most; more than 7 of 60 has a chance of 0.02


def test_a_significant_but_tiny_shift_is_no_drift() -> None:
    rng = np.random.default_rng(5)
    made = measure(profile(pa.table({"x": rng.normal(size=200_000)})), {"x": rng.normal(size=200_000) + 0.03})

    assert made.features[0].p_value < 1e-4
    assert (made.features[0].drifted, made.verdict) == (False, "stable")


def test_too_few_rows_give_no_verdict() -> None:
    made = measure(profile(pa.table({"x": np.zeros(1000)})), {"x": np.ones(99)})

    assert (made.verdict, made.features, made.share_drifted) == ("too_few", (), 0.0)


def test_a_report_holds_what_its_plots_need() -> None:
    rng = np.random.default_rng(1)
    reference = {"x": rng.normal(size=2000), "c": ["a"] * 1500 + ["b"] * 500}
    made = measure(profile(pa.table(reference)), {"x": rng.normal(size=500) + 1, "c": ["a"] * 250 + [None] * 250})
    by_name = {one.name: one for one in made.features}
    number, category = by_name["x"], by_name["c"]

    assert len(number.reference["edges"]) == len(number.reference["shares"]) + 1 == 11
    assert number.reference["shares"] == pytest.approx([0.1] * 10, abs=0.002)
    assert sum(number.current["shares"]) == pytest.approx(1.0)
    assert number.distance > 0.25
    assert category.reference == {"categories": ["a", "b"], "shares": [0.75, 0.25], "missing": 0.0}
    assert category.current == {"categories": ["a", "b"], "shares": [0.5, 0.0], "missing": 0.5}


def test_a_shift_of_the_predictions_is_told_apart_from_the_features() -> None:
    rng = np.random.default_rng(2)
    columns = {"x": rng.normal(size=1000)}
    reference = profile(pa.table(columns), prediction=rng.random(1000), target=rng.random(1000) < 0.2)
    chance = rng.random(1000) ** 2
    said = (chance > 0.5) * 1.0
    made = measure(reference, columns, prediction=said, probability=chance, label=(rng.random(1000) < 0.5) * 1.0)

    assert (drifted(made), drifted(made, "prediction"), drifted(made, "label")) == ([], ["prediction"], ["label"])


def test_true_performance_comes_from_the_labels_that_are_there() -> None:
    from sklearn import metrics

    rng = np.random.default_rng(4)
    chance = rng.random(400).round(2)  # with ties
    truth = (rng.random(400) < chance).astype(float)
    label = pa.array(truth, mask=np.arange(400) >= 300)
    made = measure(
        profile(pa.table({"x": chance})),
        {"x": chance},
        prediction=(chance > 0.5) * 1.0,
        probability=chance,
        label=label,
    )
    known, said = truth[:300], chance[:300].clip(1e-15, 1 - 1e-15)

    assert made.performance == pytest.approx({
        "roc_auc": metrics.roc_auc_score(known, said),
        "log_loss": metrics.log_loss(known, said),
        "brier": metrics.brier_score_loss(known, said),
        "accuracy": metrics.accuracy_score(known, said > 0.5),
        "positive_rate": known.mean(),
    })
    assert made.reference_performance == {"roc_auc": 0.9}


@pytest.mark.parametrize(
    ("prediction", "label", "expected"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0, 6.0], {"rmse": 3**0.5, "mae": 1.0}),
        (["a", "b", "c"], ["a", "b", "a"], {"accuracy": 2 / 3}),
        ([1.0, 2.0, 3.0], [None, None, None], {}),
    ],
)
def test_regression_and_many_classes_have_metrics_of_their_own(
    prediction: Sequence[object], label: Sequence[object], expected: dict[str, float]
) -> None:
    made = measure(profile(pa.table({"x": [1.0]})), {"x": [1.0] * 3}, prediction=prediction, label=label)

    assert made.performance == pytest.approx(expected)


def test_without_a_reference_profile_the_performance_is_measured_all_the_same() -> None:
    made = report(
        DEPLOYMENT, VERSION, None, observed({"x": [1.0] * 200}, prediction=[1.0] * 200, label=[2.0] * 200)
    )

    assert (made.features, made.performance) == ((), {"rmse": 1.0, "mae": 1.0})
