from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import celltrail
from celltrail import clock
from celltrail.drawing.explained import drawn_local
from celltrail.errors import CelltrailError, InvalidInputError, NotFoundError
from celltrail.explaining.measures import auc
from celltrail.explaining.shapley import shapley
from celltrail.records import Explanation, LocalExplanation
from celltrail.tracking import Workspace

WEIGHTS = {"a": 3.0, "b": -2.0, "c": 0.5, "d": 0.0}


def table(rows: int = 300, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame({name: random.normal(size=rows) for name in WEIGHTS})


def linear(frame: pd.DataFrame) -> pd.Series[float]:
    return sum((weight * frame[name] for name, weight in WEIGHTS.items()), start=pd.Series(1.0, frame.index))


@pytest.fixture
def lin(workspace: Workspace) -> pd.DataFrame:
    """Register a linear model that is exactly known, and give its data."""
    frame = table()
    celltrail.register(LinearRegression().fit(frame, linear(frame)), "lin", data=frame)
    return frame


@pytest.fixture(scope="module")
def mixed() -> tuple[Any, pd.DataFrame, Any]:
    """Give a classifier of numbers, whole numbers and categories, with its data and labels as text."""
    frame = table().assign(
        plan=pd.Categorical(np.random.default_rng(1).choice(["basic", "plus", "été"], 300)),
        count=np.random.default_rng(2).integers(0, 5, 300),
    )
    labels = np.where(frame["a"] + 2 * (frame["plan"] == "plus") > 0.5, "yes", "no")
    columns = make_column_transformer((OneHotEncoder(), ["plan"]), remainder=StandardScaler())
    forest = RandomForestClassifier(10, random_state=0)
    return make_pipeline(columns, forest).fit(frame, labels), frame, labels


@pytest.mark.parametrize("method", ["shapley", "shap"])
def test_the_contributions_of_a_linear_model_are_its_weights_times_the_distance_from_the_mean(
    method: str, lin: pd.DataFrame
) -> None:
    background = lin.iloc[:40]
    found = celltrail.why("lin", lin.iloc[[50]], data=background, method=method)
    row = lin.iloc[50]
    for one in found.contributions:
        expected = WEIGHTS[one.feature] * (row[one.feature] - background[one.feature].mean())
        assert one.contribution == pytest.approx(expected, abs=1e-9)
    assert found.base == pytest.approx(linear(background).mean())
    assert found.prediction == pytest.approx(float(linear(lin).iloc[50]))


def test_sampled_contributions_of_many_features_are_exact_for_a_linear_model_and_add_up_for_any() -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.normal(size=(30, 14)), columns=[f"f{i}" for i in range(14)])
    weights = random.normal(size=14)
    row = frame.iloc[[0]]

    def curved(rows: pd.DataFrame) -> Any:
        return np.sin(rows.to_numpy() @ weights) + rows["f0"].to_numpy() * rows["f1"].to_numpy()

    found = shapley(lambda rows: rows.to_numpy() @ weights, row, frame, pairs=3, seed=0, until=0)
    assert found.method == "sampled"
    np.testing.assert_allclose(
        found.contributions, weights * (row.to_numpy()[0] - frame.mean().to_numpy()), atol=1e-9
    )
    np.testing.assert_allclose(found.errors, 0, atol=1e-9)
    other = shapley(curved, row, frame, pairs=5, seed=1, until=clock.elapsed() + 60)
    assert other.contributions.sum() == pytest.approx(other.prediction - other.base)
    assert other.errors.max() > 0


@settings(max_examples=15)
@given(st.integers(0, 299), st.sampled_from(["basic", "plus", "été"]), st.integers(-3, 9))
def test_contributions_add_up_to_the_prediction_less_the_mean_with_categories_too(
    mixed: tuple[Any, pd.DataFrame, Any], place: int, plan: str, count: int
) -> None:
    model, frame, _ = mixed
    row = frame.iloc[[place]].assign(plan=pd.Categorical([plan], frame["plan"].cat.categories), count=count)
    background = frame.iloc[:20]

    def ask(rows: pd.DataFrame) -> Any:
        return model.predict_proba(rows)[:, 1]

    found = shapley(ask, row, background, pairs=1, seed=0, until=0)
    assert found.contributions.sum() == pytest.approx(ask(row)[0] - ask(background).mean())


def test_an_unused_feature_contributes_nothing_and_alike_features_alike() -> None:
    frame = pd.DataFrame({"x": [0.0, 1.0, 2.0], "twin": [0.0, 1.0, 2.0], "unused": [5.0, 6.0, 7.0]})
    found = shapley(
        lambda rows: (rows["x"] * rows["twin"]).to_numpy(), frame.iloc[[2]], frame, pairs=1, seed=0, until=0
    )
    assert found.contributions[2] == pytest.approx(0)
    assert found.contributions[0] == pytest.approx(found.contributions[1])


def test_permutation_importance_is_that_of_scikit_learn_and_twice_the_weight_squared(lin: pd.DataFrame) -> None:
    found = celltrail.explain("lin", data=lin, target=linear(lin), repeats=30)
    theirs = permutation_importance(
        LinearRegression().fit(lin, linear(lin)), lin, linear(lin), n_repeats=30, random_state=1
    )
    ours = {one.feature: one for one in found.importances[0].features}
    spread = linear(lin).var(ddof=0)
    for place, (name, weight) in enumerate(WEIGHTS.items()):
        assert ours[name].low - 1e-9 <= ours[name].importance <= ours[name].high + 1e-9
        assert ours[name].importance == pytest.approx(theirs.importances_mean[place], rel=0.1, abs=1e-9)
        expected = 2 * weight**2 * lin[name].var(ddof=0) / spread  # of independent features
        assert ours[name].importance == pytest.approx(expected, rel=0.1, abs=1e-9)
    assert [one.feature for one in found.importances[0].features] == ["a", "b", "c", "d"]
    assert found.importances[0].baseline == pytest.approx(1.0)
    assert list(found.frame().columns) == ["method", "feature", "importance", "low", "high", "measure"]


def test_dependence_is_that_of_scikit_learn(lin: pd.DataFrame) -> None:
    found = celltrail.explain("lin", data=lin, target=linear(lin), repeats=2)
    first = found.dependences[0]
    assert first.feature == "a"
    slopes = np.diff(first.outputs) / np.diff([float(value) for value in first.grid])  # type: ignore[arg-type]
    np.testing.assert_allclose(slopes, WEIGHTS["a"], atol=1e-6)
    model = LinearRegression().fit(lin, linear(lin))
    theirs = partial_dependence(model, lin.iloc[:200], ["a"], custom_values={"a": np.array(first.grid)})
    np.testing.assert_allclose(first.outputs, theirs["average"][0])


def test_a_classifier_with_categories_is_explained_with_its_calibration_and_confusion(
    workspace: Workspace, mixed: tuple[Any, pd.DataFrame, Any]
) -> None:
    model, frame, labels = mixed
    celltrail.register(model, "rf", data=frame)
    found = celltrail.explain("rf", data=frame, target=labels, method="shap", repeats=3)
    assert found.output == "probability of yes"
    assert {found.importances[0].features[place].feature for place in (0, 1)} == {"a", "plan"}
    assert {found.importances[1].features[place].feature for place in (0, 1)} == {"a", "plan"}
    assert found.calibration is not None
    assert sum(found.calibration.rows) == 300
    assert np.average(found.calibration.true, weights=found.calibration.rows) == pytest.approx(
        (labels == "yes").mean()
    )
    assert found.confusion is not None
    assert np.trace(np.array(found.confusion.counts)) == (model.predict(frame) == labels).sum()
    assert {"basic", "plus", "été"} in [set(map(str, one.grid)) for one in found.dependences]
    assert found._repr_html_().count("<svg") == 2 + 2 + len(found.dependences)
    other = celltrail.explain("rf", data=frame, target=labels, repeats=2, output="no")
    assert other.output == "probability of no"


def test_without_the_truth_it_is_measured_how_far_the_answers_move(lin: pd.DataFrame) -> None:
    found = celltrail.explain("lin", data=lin, repeats=3)
    assert (found.labelled, found.calibration, found.importances[0].baseline) == (False, None, None)
    assert found.importances[0].measure == "mean change of the prediction"
    features = {one.feature: one.importance for one in found.importances[0].features}
    assert features["d"] == pytest.approx(0, abs=1e-9)
    assert features["a"] > features["b"] > features["c"] > 0


def test_time_ends_the_rounds_and_that_is_said(lin: pd.DataFrame) -> None:
    found = celltrail.explain("lin", data=lin, target=linear(lin), repeats=50, seconds=0, rows=100)
    assert found.importances[0].repeats == 2
    assert found.notes == (
        "100 of 300 rows were drawn.",
        "Each feature was shuffled 2 times instead of 50: more did not fit into 0 s.",
    )


def test_explanations_are_kept_and_the_same_rows_give_the_same_bytes(
    lin: pd.DataFrame, workspace: Workspace
) -> None:
    for _ in range(2):
        celltrail.explain("lin", data=lin, target=linear(lin), repeats=2)
        celltrail.why("lin", lin.iloc[[1]], data=lin)
    kept = workspace.store.models.attached("lin", 1)
    by_role = {role: [one for one in kept if one.role == role] for role in ("explanation", "explanation.row")}
    for found in by_role.values():
        assert [one.revision for one in found] == [2, 1]
        assert len({one.digest for one in found}) == 1
    from celltrail.explaining import explanation_of, local_explanations

    version = workspace.store.models.version("lin", 1)
    assert isinstance(explanation_of(workspace, version), Explanation)
    assert [type(one) for one in local_explanations(workspace, version)] == [LocalExplanation] * 2


def test_the_rows_that_the_run_kept_are_found_those_that_were_tried_first(workspace: Workspace) -> None:
    train, test = table(), table(seed=5)
    with celltrail.track("train"):
        celltrail.log_artifact(train, "X_train")
        celltrail.log_artifact(test, "X_test")
        celltrail.log_artifact(linear(test).to_numpy(), "y_test")
        celltrail.register(LinearRegression().fit(train, linear(train)), "lin", data=train)
    found = celltrail.explain("lin", repeats=2)
    assert found.data == "X_test and y_test of the run that made it"
    assert found.labelled
    assert found.importances[0].baseline == pytest.approx(1.0)
    assert celltrail.why("lin", test.iloc[0].to_dict()).background_rows == 100


def test_models_of_arrays_and_frames_of_polars_are_explained(workspace: Workspace) -> None:
    frame = table()
    celltrail.register(LinearRegression().fit(frame.to_numpy(), linear(frame)), "arrays", data=frame.to_numpy())
    found = celltrail.explain("arrays", data=frame.to_numpy(), target=linear(frame), repeats=2)
    assert found.importances[0].features[0].feature == "x0"
    celltrail.register(LogisticRegression().fit(frame, frame["a"] > 0), "polars", data=frame)
    other = celltrail.explain("polars", data=pl.from_pandas(frame), target=(frame["a"] > 0), repeats=2)
    assert (other.output, other.importances[0].measure) == ("probability of True", "AUC")


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=50))
def test_the_auc_is_that_of_scikit_learn(pairs: list[tuple[bool, int]]) -> None:
    true = np.array([one for one, _ in pairs])
    scores = np.array([score for _, score in pairs], dtype=float)
    expected = roc_auc_score(true, scores) if 0 < true.sum() < len(true) else 0.5
    assert auc(true, scores) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"a": 1.0}, "The row has no b, c, d."),
        ({"a": "x", "b": 0, "c": 0, "d": 0}, "Column 'a' of the row is 'x'"),
        ([1.0, 2.0, 3.0, 4.0], "A list is no row with named columns."),
        (table(3), "There are 3 rows."),
        (table(3).iloc[:0], "There are 0 rows."),
        (None, "A NoneType is no row"),
    ],
)
def test_what_is_not_one_row_of_the_model_is_refused(row: Any, said: str, lin: pd.DataFrame) -> None:
    with pytest.raises(InvalidInputError, match=said.replace(".", r"\.")):
        celltrail.why("lin", row, data=lin)


@pytest.mark.parametrize(
    ("wishes", "kind", "said"),
    [
        ({}, NotFoundError, "No rows are kept that lin/1 could be explained with"),
        ({"data": table()[["a"]]}, InvalidInputError, "no column b, c, d"),
        ({"data": table().iloc[:0]}, InvalidInputError, "The data have no rows"),
        ({"data": table(), "target": [1.0]}, InvalidInputError, "1 true values for 300 rows"),
        ({"data": table(), "target": ["x"] * 300}, InvalidInputError, "The model predicts numbers"),
        ({"data": table(), "repeats": 1}, InvalidInputError, "repeats is 1"),
        ({"data": table(), "rows": 0}, InvalidInputError, "rows is 0"),
        ({"data": table(), "seconds": float("nan")}, InvalidInputError, "seconds is nan"),
        ({"data": table(), "method": "lime"}, InvalidInputError, "no method 'lime'"),
        ({"data": table(), "output": "x"}, InvalidInputError, "no class 'x'"),
        ({"data": table().assign(a="x")}, InvalidInputError, "The model cannot answer these rows"),
    ],
)
def test_what_cannot_be_explained_is_refused_and_nothing_is_kept(
    wishes: dict[str, Any], kind: type[CelltrailError], said: str, lin: pd.DataFrame, workspace: Workspace
) -> None:
    with pytest.raises(kind, match=said):
        celltrail.explain("lin", **wishes)
    assert {one.role for one in workspace.store.models.attached("lin", 1)} == {"card", "example"}


def test_the_plot_of_an_answer_says_names_and_values_as_text_only() -> None:
    from celltrail.records import Contribution

    found = LocalExplanation(
        model="m", number=1, method="exact", output="<script>", prediction=1.0, base=0.5, background="<b>",
        background_rows=1, contributions=(Contribution(feature="<img src=x>", value="</svg>", contribution=0.5),),
    )  # fmt: skip
    html = drawn_local(found)._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</svg>") == 1
