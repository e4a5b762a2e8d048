from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression

from celltrail.artifacts import ArtifactStore
from celltrail.artifacts.pickles import PickleCodec
from celltrail.records import Column, ModelVersion, Signature
from celltrail.registry.evaluation import as_stored
from celltrail.registry.gates import KINDS, parse
from celltrail.registry.gates.compatible import breaking
from celltrail.registry.gates.kind import CannotRunError, Outcome
from celltrail.registry.gates.latency import readable
from celltrail.registry.gates.python import judged
from celltrail.registry.gates.subject import DATA_ROLES, Plan, Subject
from celltrail.registry.signature import infer

ROWS = 900
Ask = Callable[..., Outcome]


def table(rows: int = ROWS, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(size=(rows, 3)), columns=list("abc"))
    frame["carrier"] = random.choice(["AA", "BB", "CC"], rows, p=[0.48, 0.48, 0.04])
    frame["sex"] = random.integers(0, 2, rows)
    return frame


def truth(frame: pd.DataFrame, seed: int = 1) -> pd.Series:
    noise = np.random.default_rng(seed).normal(0, 0.4, len(frame))
    return (frame.a + frame.b + noise > 0).astype(int).rename("late")


def fitted(columns: Sequence[str] = ("a", "b", "c")) -> LogisticRegression:
    train = table(seed=7)
    return LogisticRegression().fit(train[list(columns)], truth(train))


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Check one gate of a model in this process."""
    store = ArtifactStore(tmp_path / "artifacts")

    def version(model: Any, number: int, metrics: Mapping[str, float], **more: Any) -> ModelVersion:
        kept = store._encode(PickleCodec(), model) if more.get("unsafe") else store.put(model, pickles=False)
        signature = more.pop("signature", Signature(inputs=()))
        return ModelVersion(
            model="churn", number=number, artifact=kept.digest, codec=kept.codec, run_id=None, signature=signature,
            created_at=0, metrics=dict(metrics), **more,
        )  # fmt: skip

    def check(
        expression: str,
        model: Any,
        champion: Any = None,
        *,
        uses: int = 1,
        unsafe: bool = False,
        trusted: Sequence[str] = (),
        **data: Any,
    ) -> Outcome:
        kept = {role: store.put(as_stored(data[role]), pickles=False) for role in DATA_ROLES if role in data}
        plan = Plan(
            version=version(
                model, 2, {"auc": 0.8}, unsafe=unsafe, signature=data.get("signature", Signature(inputs=()))
            ),
            champion=None
            if champion is None
            else version(champion, 1, {"auc": 0.7}, signature=data.get("old", Signature(inputs=()))),
            artifacts=str(tmp_path / "artifacts"),
            data={role: (one.digest, one.codec) for role, one in kept.items()},
            folder=str(tmp_path),
            uses=uses,
            trusted=trusted,
        )
        gate = parse(expression)
        return KINDS[gate.kind].check(gate, Subject(plan))

    return check


def evaluation(frame: pd.DataFrame | None = None) -> dict[str, Any]:
    frame = table() if frame is None else frame
    return {"evaluation": frame, "evaluation_target": truth(frame)}


def test_a_model_that_saw_more_is_better_and_the_other_way_round_is_not(ask: Ask) -> None:
    good, bad = fitted(), fitted(["a"])
    found = ask("better(accuracy)", good, bad, uses=3, **evaluation())
    assert found.passed
    assert found.reason.startswith("better: accuracy 0.9")
    assert found.numbers["low"] is not None
    assert 0 < found.numbers["low"] < found.numbers["difference"] < found.numbers["high"]  # type: ignore[operator]
    assert found.numbers["rows"] == ROWS
    assert found.details[0].startswith(
        "an accuracy ± 0.02 at confidence 0.95, of 3 versions judged by the same data"
    )
    assert "needs 5,118 rows: 900 are too few" in found.details[0]
    worse = ask("better(accuracy)", bad, good, **evaluation())
    assert not worse.passed
    assert worse.reason.startswith("not surely better")


def test_a_margin_lets_a_model_be_a_little_worse_but_surely_no_more(ask: Ask) -> None:
    model = fitted()
    assert not ask("better(auc)", model, model, **evaluation()).passed
    assert ask("better(auc, margin=-0.005)", model, model, **evaluation()).passed
    assert not ask("better(auc, margin=1%)", model, fitted(["a", "b"]), **evaluation()).passed


def test_the_champion_may_want_other_columns_of_the_same_rows(ask: Ask) -> None:
    other = LogisticRegression().fit(table(seed=7)[["b", "sex"]], truth(table(seed=7)))
    assert ask("better(logloss)", fitted(), other, **evaluation()).passed


def test_better_of_numbers_compares_errors(ask: Ask) -> None:
    train, test = table(seed=7), table()
    good = LinearRegression().fit(train[["a", "b"]], train.a + train.b)
    bad = LinearRegression().fit(train[["a"]], train.a + train.b)
    data = {"evaluation": test, "evaluation_target": test.a + test.b + 0.1 * test.c}
    found = ask("better(rmse)", good, bad, **data)
    assert (found.passed, len(found.details)) == (True, 1)


@pytest.mark.parametrize("expression", ["better(accuracy)", "compatible()", "auc >= champion.auc"])
def test_without_a_champion_nothing_can_be_worse(ask: Ask, expression: str) -> None:
    found = ask(expression, fitted())
    assert (found.passed, "there is no champion to compare with yet" in found.reason) == (True, True)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("better(accuracy)", "--test X_test --test-target y_test"),
        ("slice(auc > 0.5, by=carrier)", "--test X_test"),
        ("fair(equalized_odds < 1, sensitive=sex)", "--test X_test"),
        ("robust()", "--test X_test"),
        ("loads()", "--test X_test"),
        ("latency(p99 < 1s)", "--test X_test"),
        ("valid()", "--data X_train"),
        ("no_leakage()", "--data X_train"),
    ],
)
def test_a_gate_without_its_data_says_how_to_give_it(ask: Ask, expression: str, said: str) -> None:
    with pytest.raises(CannotRunError, match=said):
        ask(expression, fitted(), fitted())


def test_slices_are_judged_one_by_one_and_small_ones_are_left_alone(ask: Ask) -> None:
    frame = table()
    target = truth(frame)
    target[frame.carrier == "BB"] = 1 - target[frame.carrier == "BB"]  # the model is wrong there
    found = ask(
        'slice(auc >= 0.7, by="carrier", min_rows=100)', fitted(), evaluation=frame, evaluation_target=target
    )
    assert not found.passed
    assert found.reason.startswith("1 of 2 slices hold: not carrier=BB (auc = 0.0")
    assert "1 with fewer than 100 rows" in found.reason
    assert [line.partition(":")[0] for line in found.details] == ["fails", "holds", "not judged"]
    assert ask("slice(auc >= 0.7, by=carrier)", fitted(), **evaluation()).passed


def test_slices_are_told_by_ranges_of_a_number_and_by_several_columns(ask: Ask) -> None:
    found = ask("slice(accuracy >= 0.6, by=[a, sex], bins=2, min_rows=20)", fitted(), **evaluation())
    assert found.numbers["slices"] == 4
    assert any("a=(" in line and "sex=1" in line for line in found.details)


def test_a_slice_by_a_column_that_is_not_there_says_what_was_meant(ask: Ask) -> None:
    with pytest.raises(CannotRunError, match="did you mean 'carrier'"):
        ask("slice(auc > 0.5, by=carier)", fitted(), **evaluation())


def test_a_model_that_looks_at_the_group_is_unfair_and_one_that_does_not_is_fair(ask: Ask) -> None:
    train = table(seed=7)
    biased = LogisticRegression(C=100).fit(train[["a", "sex"]], ((train.a + 2 * train.sex) > 1).astype(int))
    expression = 'fair(demographic_parity <= 0.1 and equalized_odds <= 0.1, sensitive="sex")'
    unfair = ask(expression, biased, **evaluation())
    assert not unfair.passed
    assert unfair.numbers["demographic_parity"] == pytest.approx(0.7, abs=0.15)
    assert len(unfair.details) == 2
    assert ask(expression, fitted(), **evaluation()).passed


def test_fairness_is_what_the_rates_of_the_groups_say(ask: Ask) -> None:
    frame, model = table(), fitted(["a", "sex"])
    found = ask("fair(demographic_parity <= 1, sensitive=sex)", model, **evaluation(frame))
    said = model.predict(frame[["a", "sex"]])
    rates = [said[frame.sex == sex].mean() for sex in (0, 1)]
    assert found.numbers["demographic_parity"] == pytest.approx(abs(rates[0] - rates[1]))


def test_fairness_is_about_two_classes(ask: Ask) -> None:
    train = table(seed=7)
    three = LogisticRegression().fit(train[["a"]], train.carrier)
    with pytest.raises(CannotRunError, match="two classes, and there are 3"):
        ask(
            "fair(equalized_odds <= 1, sensitive=sex)",
            three,
            evaluation=table(),
            evaluation_target=table().carrier,
        )


def test_data_like_the_training_data_is_valid_and_violations_are_listed(ask: Ask) -> None:
    train, test = table(seed=7), table()
    good = ask("valid(schema)", fitted(), training=train, evaluation=test)
    assert (good.passed, good.numbers["violations"]) == (True, 0)
    bad = test.copy()
    bad.loc[:8, "a"] = 99.0
    bad.loc[9:11, "carrier"] = "ZZ"
    bad.loc[20:21, "b"] = np.nan
    found = ask("valid(schema)", fitted(), training=train, evaluation=bad)
    assert not found.passed
    assert found.numbers["violations"] == pytest.approx(14 / ROWS)
    assert [line.partition(":")[0] for line in found.details] == ["'a'", "'carrier'", "'b'"]
    assert "fails in 9 rows, such as 99.0" in found.details[0]
    assert "ZZ" in found.details[1]
    assert ask("valid(violations <= 2%)", fitted(), training=train, evaluation=bad).passed


def test_a_column_that_is_gone_or_of_another_type_is_no_valid_data(ask: Ask) -> None:
    train, test = table(seed=7), table()
    found = ask("valid()", fitted(), training=train, evaluation=test.drop(columns="c").assign(sex="female"))
    assert (found.passed, found.numbers["violations"]) == (False, 1)
    assert "the column 'c' is missing" in found.details
    assert any(line.startswith("'sex' is ") for line in found.details)


def split(frame: pd.DataFrame, target: Any = None) -> dict[str, Any]:
    half = len(frame) // 2
    target = truth(frame) if target is None else target
    return {
        "training": frame.iloc[:half], "training_target": target.iloc[:half],
        "evaluation": frame.iloc[half:], "evaluation_target": target.iloc[half:],
    }  # fmt: skip


def test_a_clean_split_has_no_leakage(ask: Ask) -> None:
    found = ask("no_leakage()", fitted(), **split(table()))
    assert (found.passed, found.numbers["findings"]) == (True, 0)


def leak_rows(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    frame = pd.concat([frame.iloc[:450], frame.iloc[:50], frame.iloc[450:850]], ignore_index=True)
    return frame, truth(frame.drop_duplicates()).reindex(frame.index, fill_value=0) * 0 + (frame.a > 0)


LEAKS = {
    "50 rows of the evaluation data (11.1%) are in the training data too": leak_rows,
    "'answer' alone tells the target": lambda frame: (frame.assign(answer=truth(frame) * 2.0 - 1), truth(frame)),
    "'score' alone tells the target": lambda frame: (
        frame.assign(score=truth(frame) + np.random.default_rng(0).random(len(frame))), truth(frame)
    ),
    "'word' alone tells the target": lambda frame: (
        frame.assign(word=np.where(truth(frame) == 1, "late", "early")), truth(frame)
    ),
    "'copy' alone tells the target": lambda frame: (frame.assign(copy=frame.a * 3 + 1), frame.a),
    "the target 'late' is among the columns": lambda frame: (
        frame.assign(late=np.random.default_rng(0).integers(0, 2, len(frame))), truth(frame)
    ),
    "'row_id' has another value in every row": lambda frame: (
        frame.assign(row_id=np.random.default_rng(0).permutation(10**6)[: len(frame)]), truth(frame)
    ),
    "'number' has another value in every row": lambda frame: (
        frame.assign(number=range(len(frame))), truth(frame)
    ),
    "'name' has another value in every row": lambda frame: (
        frame.assign(name=[f"customer {place}" for place in range(len(frame))]), truth(frame)
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", LEAKS)
def test_a_leak_is_found_and_named(ask: Ask, said: str) -> None:
    frame, target = LEAKS[said](table())
    found = ask("no_leakage()", fitted(), **split(frame, target))
    assert not found.passed
    assert any(line.startswith(said) for line in found.details), found.details
    if said.startswith("'"):
        name = said.split("'")[1]
        assert name == "copy" or ask(f"no_leakage(ignore={name})", fitted(), **split(frame, target)).passed


def test_rows_that_repeat_by_nature_are_no_leak(ask: Ask) -> None:
    few = table()[["carrier", "sex"]]
    found = ask("no_leakage()", fitted(), **split(few, truth(table())))
    assert found.passed
    assert found.numbers["shared"] == pytest.approx(1)


def test_a_split_against_the_time_is_found(ask: Ask) -> None:
    frame = table().assign(day=pd.date_range("2024-01-01", periods=ROWS, freq="h"))
    assert ask("no_leakage(time=day)", fitted(), **split(frame)).passed
    found = ask("no_leakage(time=day)", fitted(), **split(frame.sample(frac=1, random_state=0)))
    assert not found.passed
    assert "of the evaluation rows are not later than all training rows, by 'day'" in found.reason


def test_a_robust_model_stays_good_and_a_brittle_one_does_not(ask: Ask) -> None:
    train = table(seed=7)
    model = HistGradientBoostingClassifier(max_iter=30).fit(train[["a", "b"]], truth(train))
    assert ask("robust(accuracy, noise=1%, missing=1%, drop <= 0.03)", model, **evaluation()).passed
    found = ask("robust(noise=2, missing=0, drop <= 0.03)", model, **evaluation())
    assert not found.passed
    assert found.reason.startswith("accuracy drops by 0.")
    assert found == ask("robust(noise=2, missing=0, drop <= 0.03)", model, **evaluation())


def test_a_model_that_cannot_take_missing_values_is_not_robust_and_says_so(ask: Ask) -> None:
    found = ask("robust(noise=0, missing=5%)", fitted(), **evaluation())
    assert not found.passed
    assert found.reason.startswith(
        "with 0.05 of the values missing, the model cannot predict the data: ValueError"
    )
    assert "\n" not in found.reason


@pytest.mark.parametrize("form", [pd.DataFrame.to_numpy, pl.from_pandas, pd.DataFrame])
def test_gates_take_the_tables_that_models_take(ask: Ask, form: Callable[[Any], Any]) -> None:
    columns = ["a", "b", "c"]
    train = table(seed=7)
    model = HistGradientBoostingClassifier(max_iter=20).fit(form(train[columns]), truth(train))
    data = {
        "evaluation": form(table()[columns]),
        "evaluation_target": truth(table()),
        "training": form(train[columns]),
    }
    column = "x0" if form is pd.DataFrame.to_numpy else "a"
    for expression in (
        "better(auc, margin=-0.1)", f"slice(auc > 0.5, by={column})", "robust(drop < 0.3)", "loads()",
        "latency(p99 < 5s, rows=2)", "valid(violations <= 1)", "no_leakage()",
    ):  # fmt: skip
        assert ask(expression, model, model, **data).passed, expression


def test_size_is_that_of_the_models_file(ask: Ask) -> None:
    assert ask("size <= 1MB", fitted()).passed
    assert not ask("size <= 100B", fitted()).passed
    assert ask("size <= champion.size * 1.5", fitted(), fitted()).passed


def test_loading_and_latency_hold_within_their_limits_only(ask: Ask) -> None:
    assert ask("loads(seconds=60)", fitted(), **evaluation()).passed
    assert ask("latency(p50 <= 5s, rows=3)", fitted(), **evaluation()).passed
    found = ask("latency(p99 <= 0.1us, calls=10)", fitted(), **evaluation())
    assert (found.passed, "(10 calls of 1 row)" in found.reason) == (False, True)
    assert set(found.numbers) == {"p50", "p90", "p95", "p99", "mean", "max"}
    assert readable(0.0123) == "12.3 ms"


def test_a_model_that_is_marked_unsafe_is_not_loaded_without_the_users_word(ask: Ask) -> None:
    for expression in ("loads()", "better(auc, margin=-1)", "slice(auc > 0, by=sex)"):
        with pytest.raises(CannotRunError, match=r"trusted=\['pickle'\]"):
            ask(expression, fitted(), fitted(), unsafe=True, **evaluation())
        assert ask(expression, fitted(), fitted(), unsafe=True, trusted=["pickle"], **evaluation()).passed


OLD = Signature(
    inputs=(
        Column(name="a", type="int64"),
        Column(name="b", type="double", nullable=True),
        Column(name="c", type="string", categories=("x", "y")),
    ),
    outputs=(Column(name="prediction", type="int64"),),
)


def changed(**columns: Column | None) -> Signature:
    known = {column.name: column for column in OLD.inputs} | columns
    return Signature(inputs=tuple(column for column in known.values() if column), outputs=OLD.outputs)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (OLD, []),
        (changed(a=Column(name="a", type="double")), []),
        (changed(c=Column(name="c", type="string", categories=("x", "y", "z"))), []),
        (changed(a=Column(name="a", type="string")), ["'a' is string, and was int64"]),
        (changed(a=Column(name="a", type="int32")), ["'a' is int32, and was int64"]),
        (changed(b=Column(name="b", type="double")), ["'b' may not be missing any more"]),
        (changed(c=Column(name="c", type="string", categories=("x",))), ["'c' may not be y any more"]),
        (changed(d=Column(name="d", type="double")), ["it needs the column 'd', which nobody sends"]),
        (changed(a=None), ["it does not take the column 'a' any more"]),
        (Signature(inputs=OLD.inputs), ["it does not answer 'prediction' any more"]),
    ],
)
def test_a_signature_is_compatible_where_those_who_ask_need_not_change(new: Signature, said: list[str]) -> None:
    assert list(breaking(OLD, new)) == said


def test_compatible_compares_with_the_champion(ask: Ask) -> None:
    model = fitted()
    signature = infer(model, table()[["a", "b", "c"]])
    assert ask("compatible()", model, model, signature=signature, old=signature).passed
    less = infer(fitted(["a"]), table()[["a"]])
    found = ask("compatible()", model, model, signature=signature, old=less)
    assert (found.passed, found.details[0]) == (False, "it needs the column 'b', which nobody sends")
    with pytest.raises(CannotRunError, match="churn/2 has no signature"):
        ask("compatible()", model, model)


@pytest.mark.parametrize(
    ("said", "passed", "reason"),
    [
        (True, True, "it returned True"),
        (np.bool_(0), False, "it returned False"),
        ((True, "all well"), True, "all well"),
        ({"passed": False, "reason": "gap", "numbers": {"gap": np.float64(0.5)}}, False, "gap"),
        (None, False, "it returned NoneType, not True or False"),
        (1, False, "it returned int"),
        ("True", False, "it returned str"),
        (np.array([True]), False, "it returned ndarray"),
        ({"passed": "yes"}, False, "it returned str"),
        ({}, False, "it returned NoneType"),
        ({"passed": True, "verdict": "great"}, False, "nobody asked for: verdict"),
        ({"passed": True, "reason": 3}, False, "a reason that is no text"),
        ({"passed": True, "numbers": {"a": "b"}}, False, "numbers that are none"),
        ({"passed": True, "details": "text"}, False, "details that are no lines"),
    ],
)
def test_what_a_function_returns_is_an_answer_or_a_failed_gate(said: Any, *, passed: bool, reason: str) -> None:
    found = judged(said)
    assert (found.passed, reason in found.reason) == (passed, True)
