from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC

from celltrail.capture.fits import Fit, describe_fit

DRAW = np.random.default_rng(3)
X = DRAW.normal(size=(60, 3))
Y = (X[:, 0] + DRAW.normal(size=60) > 0).astype(int)


def said(value: Any) -> Fit:
    fit = describe_fit("m", value)
    assert fit is not None
    return fit


@pytest.mark.parametrize("value", [LogisticRegression(), LogisticRegression, StandardScaler(), 3, None, {"a": 1}])
def test_what_is_not_fitted_says_nothing(value: Any) -> None:
    assert describe_fit("m", value) is None


def test_an_estimator_says_its_class_and_what_is_not_the_default() -> None:
    fit = said(LogisticRegression(C=0.5, tol=1e-4, class_weight={0: 1, 1: 2}).fit(X, Y))
    assert fit.params == {"m": "LogisticRegression", "m.C": 0.5, "m.class_weight": {0: 1, 1: 2}}
    assert list(fit.metrics) == ["m.n_iter"]


def test_scores_of_each_iteration_are_a_curve() -> None:
    fit = said(GradientBoostingClassifier(n_estimators=5, subsample=0.5, random_state=0).fit(X, Y))
    assert fit.params == {
        "m": "GradientBoostingClassifier", "m.n_estimators": 5, "m.subsample": 0.5, "m.random_state": 0,
    }  # fmt: skip
    assert list(fit.metrics) == ["m.oob_score"]
    assert sorted(fit.curves) == ["m.oob_improvement", "m.oob_scores", "m.train_score"]
    assert [step for step, _ in fit.curves["m.train_score"]] == [0, 1, 2, 3, 4]
    assert fit.curves["m.train_score"][0][1] > fit.curves["m.train_score"][-1][1]


@pytest.mark.parametrize(
    ("estimator", "metrics", "curves"),
    [
        (KMeans(2, n_init=1, random_state=0), {"m.inertia", "m.n_iter"}, set()),
        (PCA(2), set(), {"m.explained_variance_ratio"}),
        (RandomForestClassifier(20, oob_score=True, random_state=0), {"m.oob_score"}, set()),
        (SVC(), {"m.n_iter"}, set()),
    ],
)
def test_what_the_fit_left_behind_is_read(estimator: Any, metrics: set[str], curves: set[str]) -> None:
    fit = said(estimator.fit(X, Y))
    assert (set(fit.metrics), set(fit.curves)) == (metrics, curves)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_long_curve_is_thinned_and_keeps_its_last_point() -> None:
    model = MLPRegressor(hidden_layer_sizes=(2,), max_iter=2500, tol=0, n_iter_no_change=5000, random_state=0)
    model.fit(X, X[:, 1])
    points = said(model).curves["m.loss_curve"]
    assert (len(points), points[0][0], points[1][0], points[-1]) == (834, 0, 3, (2499, model.loss_curve_[-1]))


def test_a_pipeline_says_its_steps_and_no_deeper() -> None:
    inner = ColumnTransformer([("scale", MinMaxScaler(clip=True), [0])], remainder="passthrough")
    steps = [("inner", inner), ("nothing", "passthrough"), ("last", LogisticRegression(C=2))]
    fit = said(Pipeline(steps).fit(X, Y))
    assert fit.params == {
        "m": "Pipeline",
        "m.inner": "ColumnTransformer",
        "m.inner.remainder": "passthrough",
        "m.nothing": "passthrough",
        "m.last": "LogisticRegression",
        "m.last.C": 2,
    }
    assert list(fit.metrics) == ["m.last.n_iter"]


def test_an_ensemble_says_what_it_was_made_from() -> None:
    fit = said(VotingClassifier([("a", LogisticRegression()), ("b", SVC(C=3))]).fit(X, Y))
    assert fit.params == {"m": "VotingClassifier", "m.a": "LogisticRegression", "m.b": "SVC", "m.b.C": 3}


def test_a_search_says_its_best_and_gives_what_it_tried_as_a_table() -> None:
    grid = [{"C": [0.1, 1.0]}, {"kernel": ["linear"]}]
    fit = said(GridSearchCV(SVC(), grid, cv=2).fit(X, Y))
    assert fit.params.keys() >= {"m", "m.cv", "m.estimator"}
    assert any(key.startswith("m.best_params.") for key in fit.params)
    assert 0 < fit.metrics["m.best_score"] <= 1
    table = fit.tables["m.cv_results"]
    assert (table["param_C"], table["param_kernel"]) == ([0.1, 1.0, None], [None, None, "linear"])
    assert len(table["mean_test_score"]) == 3


class Strange(BaseEstimator):  # type: ignore[misc] # sklearn ships no types
    """An estimator of the user's own, with everything that may go wrong."""

    def __init__(self, whole: Any = None, text: str = "a", many: Any = None) -> None:
        self.whole = whole
        self.text = text
        self.many = many

    def fit(self) -> Strange:
        self.fitted_ = True
        return self

    @property
    def loss_(self) -> float:
        raise RuntimeError("read only on Sundays")


def test_whole_objects_are_no_parameters_and_a_property_that_raises_is_left_out() -> None:
    assert said(Strange(whole=object(), text="b", many=list(range(1000))).fit()).params == {
        "m": "Strange",
        "m.text": "b",
    }
    assert said(Strange().fit()).metrics == {}
