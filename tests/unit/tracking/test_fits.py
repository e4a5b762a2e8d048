"""Fitted estimators log themselves, without a word and without harm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import SVC

import celltrail
from celltrail.tracking import Workspace, track

DRAW = np.random.default_rng(3)
X = DRAW.normal(size=(60, 3))
Y = (X[:, 0] + DRAW.normal(size=60) > 0).astype(int)


def stored(workspace: Workspace, run: Any) -> Any:
    workspace.drain()
    return workspace.store.runs.find(run.id)


def test_an_estimator_that_was_fitted_in_a_run_gives_its_settings_and_scores(workspace: Workspace) -> None:
    with track("fit") as run:
        model = LogisticRegression(C=0.5).fit(X, Y)
    row = stored(workspace, run)
    assert row.params == {"model": "LogisticRegression", "model.C": 0.5}
    assert row.metrics == {"model.n_iter": float(model.n_iter_[0])}


def test_an_estimator_that_is_only_used_says_nothing_again(workspace: Workspace) -> None:
    model = LogisticRegression(C=0.5).fit(X, Y)
    with track("use") as run:
        guesses = model.predict(X)
    assert len(guesses) == 60
    row = stored(workspace, run)
    assert (row.params, row.metrics) == ({}, {})


def test_an_estimator_that_is_fitted_in_place_speaks_under_its_name(workspace: Workspace) -> None:
    model = LogisticRegression(C=0.25)
    with track("in place") as run:
        model.fit(X, Y)
    assert stored(workspace, run).params == {"model": "LogisticRegression", "model.C": 0.25}


def test_what_the_user_logged_under_the_same_name_stays(workspace: Workspace) -> None:
    with track("mine") as run:
        celltrail.log_param("model.C", "mine")
        celltrail.log_metric("model.n_iter", -1)
        model = LogisticRegression(C=0.5).fit(X, Y)
    assert model.C == 0.5
    row = stored(workspace, run)
    assert row.params == {"model.C": "mine", "model": "LogisticRegression"}
    assert row.metrics == {"model.n_iter": -1}


def test_one_estimator_under_two_names_speaks_once(workspace: Workspace) -> None:
    with track("twice") as run:
        first = second = LogisticRegression(C=0.5).fit(X, Y)
    assert first is second
    assert stored(workspace, run).params == {"first": "LogisticRegression", "first.C": 0.5}


def test_what_a_search_tried_is_kept_as_a_frame(workspace: Workspace) -> None:
    with track("search") as run:
        search = GridSearchCV(SVC(), {"C": [1, 10], "gamma": ["scale", 0.5]}, cv=2).fit(X, Y)
    assert search.n_splits_ == 2
    workspace.drain()
    (use,) = [use for use in workspace.store.runs.uses_of_run(run.id) if use.name == "search.cv_results"]
    table = workspace.artifacts.get(use.artifact.digest, use.artifact.codec)
    assert (table.num_rows, use.direction, use.artifact.kind) == (4, "output", "frame")
    assert table["param_gamma"].to_pylist() == ["scale", "0.5", "scale", "0.5"]  # of two kinds, so text


def test_the_estimator_that_a_function_returns_speaks_as_its_result(workspace: Workspace) -> None:
    @track("train")
    def train(C: float) -> Any:  # noqa: N803 - scikit-learn's name
        return LogisticRegression(C=C).fit(X, Y)

    train(0.5)
    workspace.drain()
    assert workspace.store.runs.find("train").params == {"C": 0.5, "result": "LogisticRegression", "result.C": 0.5}


def test_an_estimator_that_cannot_be_kept_speaks_all_the_same(workspace: Workspace) -> None:
    with track("lambda") as run:
        step = FunctionTransformer(lambda x: x, validate=True).fit(X)
    assert step.n_features_in_ == 3
    assert stored(workspace, run).params == {"step": "FunctionTransformer", "step.validate": True}


@pytest.mark.parametrize("word", ["0", "off", "False", " no "])
def test_a_variable_switches_it_off(word: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELLTRAIL_AUTOLOG", word)
    with track("quiet") as run:
        model = LogisticRegression(C=0.5).fit(X, Y)
    assert model.C == 0.5
    row = stored(workspace, run)
    assert (row.params, row.metrics) == ({}, {})


class Broken(BaseEstimator):  # type: ignore[misc] # sklearn ships no types
    def __init__(self) -> None:
        self.fitted_ = True

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 - scikit-learn's signature
        raise RuntimeError("no")


def test_an_estimator_that_raises_does_not_silence_the_others(workspace: Workspace) -> None:
    with track("broken") as run:
        broken = Broken()
        model = LogisticRegression(C=0.5).fit(X, Y)
    assert (broken.fitted_, model.C) == (True, 0.5)
    row = stored(workspace, run)
    assert (row.run.status, row.params) == ("finished", {"model": "LogisticRegression", "model.C": 0.5})
