from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.records import Decision, DriftReport, FeatureDrift, RequestWindow
from celltrail.retraining.policy import Choice, Policy, decide

WINDOW = RequestWindow(deployment_id="d", from_at=0.0, to_at=9.0, rows=5000, labelled_rows=5000)
NOW = 100_000.0


def column(name: str, *, drifted: bool, role: str = "feature") -> FeatureDrift:
    return FeatureDrift(name=name, kind="number", role=role, distance=0.3, p_value=0.0, drifted=drifted)  # type: ignore[arg-type]


def report(drifted: int = 0, of: int = 10, **changes: Any) -> DriftReport:
    features = tuple(column(f"x{i}", drifted=i < drifted) for i in range(of))
    made = DriftReport(
        id="r", deployment_id="d", model="churn", version=1, window=WINDOW, created_at=NOW,
        verdict="drifted" if drifted else "stable", features=features, share_drifted=drifted / of,
        performance={"roc_auc": 0.80}, reference_performance={"roc_auc": 0.81},
    )  # fmt: skip
    return replace(made, **changes)


def retrained(at: float) -> Decision:
    return Decision(id="e", deployment_id="d", report_id="q", action="retrain", reasons=(), at=at)


NO_LABELS: dict[str, Any] = {"window": replace(WINDOW, labelled_rows=0), "performance": {}}
FELL: dict[str, Any] = {"performance": {"roc_auc": 0.70}}
PREDICTIONS = (column("x0", drifted=False), column("prediction", drifted=True, role="prediction"))


@pytest.mark.parametrize(
    ("case", "history", "action", "said"),
    [
        (report(), (), "wait", "roc_auc was 0.81 at registration and is 0.8 now: within the 0.03 allowed."),
        (report(**FELL), (), "retrain", "it fell by 0.11, more than the 0.03 allowed."),
        (report(3, **FELL), (), "retrain", "3 of 10 features drifted (0.30, the limit is 0.5): x0, x1, x2."),
        (report(5), (), "alert", "5 of 10 features drifted"),
        (
            report(5, **NO_LABELS),
            (),
            "retrain",
            "The performance is not known: 0 labels have come, 200 are needed.",
        ),
        (report(4, **NO_LABELS), (), "wait", "4 of 10 features drifted (0.40, the limit is 0.5)"),
        (report(features=PREDICTIONS), (), "alert", "The predictions drifted."),
        (report(verdict="too_few", window=replace(WINDOW, rows=50), **FELL), (), "wait", "has 50 rows, too few"),
        (
            report(**FELL),
            (retrained(NOW - 600),),
            "alert",
            "began 10 minutes ago; another one has to wait until 60",
        ),
        (report(**FELL), (retrained(NOW - 3600),), "retrain", "it fell by 0.11"),
        (report(**FELL), (replace(retrained(NOW - 600), action="alert"),), "retrain", "it fell by 0.11"),
        (report(reference_performance={}), (), "wait", "cannot be compared"),
        (report(6, reference_performance={}), (), "retrain", "cannot be compared"),
    ],
)
def test_the_policy_says_what_to_do_and_why(
    case: DriftReport, history: tuple[Decision, ...], action: str, said: str
) -> None:
    choice = decide(case, history, Policy())

    assert choice.action == action
    assert said in " ".join(choice.reasons)


def test_a_loss_that_rises_is_a_performance_that_falls() -> None:
    worse = report(performance={"rmse": 1.2}, reference_performance={"rmse": 1.0})

    assert decide(worse, (), Policy()).action == "retrain"
    assert "it rose by 0.2 of itself, more than the 0.1 allowed" in decide(worse, (), Policy()).reasons[0]
    assert decide(worse, (), Policy(max_rise=0.3)).action == "wait"


def test_the_metric_of_the_policy_goes_before_the_usual_order() -> None:
    mixed = report(
        performance={"roc_auc": 0.5, "accuracy": 0.9}, reference_performance={"roc_auc": 0.8, "accuracy": 0.9}
    )

    assert decide(mixed, (), Policy()).action == "retrain"
    assert decide(mixed, (), Policy(metric="accuracy")).action == "wait"


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 10))
def test_a_worse_performance_never_makes_a_calmer_choice(one: float, other: float, drifted: int) -> None:
    order = {"wait": 0, "alert": 1, "retrain": 2}
    better, worse = (
        decide(report(drifted, performance={"roc_auc": auc}), (), Policy())
        for auc in sorted((one, other), reverse=True)
    )

    assert order[worse.action] >= order[better.action]
    assert isinstance(worse, Choice)
    assert all(worse.reasons)
