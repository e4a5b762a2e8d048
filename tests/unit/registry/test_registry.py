from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression

from celltrail import registry
from celltrail.errors import (
    CelltrailError,
    ConflictError,
    GateError,
    GateFailedError,
    InvalidInputError,
    NotFoundError,
)
from celltrail.records import Artifact, Column, ModelVersion, Signature
from celltrail.registry.reference import check_name, resolve
from celltrail.registry.signature import infer
from celltrail.tracking import Workspace

METRICS = {"auc": 0.8, "loss": 0.25, "zero": 0.0, "nan": float("nan")}
CHAMPION = {"auc": 0.79, "old": 1.0}
ARTIFACT = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)


def add(workspace: Workspace, model: str = "churn", *, auc: float = 0.8, gate: str | None = None) -> ModelVersion:
    return registry.register(
        workspace,
        registry.Draft(
            model=model,
            artifact=ARTIFACT,
            signature=Signature(inputs=()),
            metrics={"auc": auc},
            gates=[gate] if gate else [],
        ),
    )


def test_a_version_is_registered_though_its_gate_fails_but_not_promoted(workspace: Workspace) -> None:
    version = add(workspace, gate="auc >= 0.9")
    assert (version.number, version.passed, version.gates[0].reason) == (1, False, "auc = 0.8")
    with pytest.raises(GateFailedError) as caught:
        registry.promote(workspace, "churn", 1, "champion")
    assert "auc >= 0.9 (auc = 0.8)" in caught.value.message
    assert workspace.store.models.get("churn").aliases == {}


def test_something_that_is_no_gate_registers_nothing(workspace: Workspace) -> None:
    with pytest.raises(GateError):
        add(workspace, gate="import os")
    assert workspace.store.models.all() == ()


def test_gates_are_checked_again_against_the_champion_of_today(workspace: Workspace) -> None:
    add(workspace, auc=0.80, gate="auc >= champion.auc")
    add(workspace, auc=0.82, gate="auc >= champion.auc")
    assert [version.passed for version in workspace.store.models.get("churn").versions] == [True, True]
    registry.promote(workspace, "churn", 2, "champion")
    with pytest.raises(GateFailedError):
        registry.promote(workspace, "churn", 1, "champion")
    with pytest.raises(GateFailedError):
        registry.promote(workspace, "churn", 1, "challenger")
    assert workspace.store.models.get("churn").aliases == {"champion": 2}


def test_rolling_back_gives_the_alias_to_the_version_before_and_writes_it_down(workspace: Workspace) -> None:
    for auc in (0.8, 0.9):
        version = add(workspace, auc=auc)
        registry.promote(workspace, "churn", version.number, "champion", reason=f"auc {auc}")
    assert registry.roll_back(workspace, "churn").number == 1
    moves = [(c.number, c.previous, c.reason) for c in workspace.store.models.history("churn")]
    assert moves == [(1, 2, "rolled back from version 2"), (2, 1, "auc 0.9"), (1, None, "auc 0.8")]


def test_an_alias_that_was_nowhere_else_cannot_be_rolled_back(workspace: Workspace) -> None:
    add(workspace)
    for prepare in (lambda: None, lambda: registry.promote(workspace, "churn", 1, "champion")):
        prepare()
        with pytest.raises(ConflictError) as caught:
            registry.roll_back(workspace, "churn")
        assert "Promote" in caught.value.hint


def test_rolling_back_a_model_that_is_not_there_says_so(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError, match="no model 'nix'"):
        registry.roll_back(workspace, "nix")


def test_promoting_what_is_champion_already_changes_nothing(workspace: Workspace) -> None:
    add(workspace)
    for _ in range(2):
        registry.promote(workspace, "churn", 1, "champion")
    assert len(workspace.store.models.history("churn")) == 1
    assert workspace.store.models.get("churn").aliases == {"champion": 1}


def test_of_many_who_promote_at_once_none_overwrites_a_champion_it_was_not_compared_with(
    workspace: Workspace,
) -> None:
    for number in range(8):
        add(workspace, auc=0.5 + number / 100, gate="auc > champion.auc")
    start = threading.Barrier(8)

    def promote(number: int) -> bool:
        start.wait()
        try:
            registry.promote(workspace, "churn", number, "champion")
        except (ConflictError, GateFailedError):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(promote, range(1, 9)))
    moves = workspace.store.models.history("churn")
    assert len(moves) == won.count(True) >= 1
    assert [move.number for move in moves] == sorted((move.number for move in moves), reverse=True)


@pytest.mark.parametrize("name", ["churn", "a", "A.b-c_9", "0", "x" * 100])
def test_names_of_letters_digits_and_signs_are_names(name: str) -> None:
    assert check_name(name) == name
    assert check_name(name, "alias") == name


@pytest.mark.parametrize("name", ["a b", "ü", "prévision of 2026.", "模型 1", "a" + " " * 98 + "b"])
def test_models_may_have_spaces_and_letters_of_any_script_and_are_found_by_them(
    name: str, workspace: Workspace
) -> None:
    add(workspace, name)
    registry.promote(workspace, name, 1, "champion")
    named = [resolve(workspace, text).label for text in (name, f"{name}/1", f"{name}@champion")]
    assert named == [f"{name}/1"] * 3
    with pytest.raises(InvalidInputError, match="cannot name a deployment"):
        check_name(name, "deployment")


@pytest.mark.parametrize(
    "name", ["", "-a", ".a", "a/b", "a@b", "a ", " a", "x" * 101, "a\n", "../x", "a%b", "a:1"]
)
def test_anything_else_is_no_name(name: str, workspace: Workspace) -> None:
    with pytest.raises(InvalidInputError, match="cannot name a model"):
        add(workspace, name)
    add(workspace)
    with pytest.raises(InvalidInputError, match="cannot name an alias"):
        registry.promote(workspace, "churn", 1, name)


def test_a_version_is_named_by_number_alias_or_as_the_newest(workspace: Workspace) -> None:
    for _ in range(3):
        add(workspace)
    registry.promote(workspace, "churn", 2, "champion")
    named = {text: resolve(workspace, text).number for text in ("churn", "churn/1", "churn@champion")}
    assert named == {"churn": 3, "churn/1": 1, "churn@champion": 2}


@pytest.mark.parametrize(
    ("reference", "error", "said"),
    [
        ("nix", NotFoundError, "Models are: churn."),
        ("churn/9", NotFoundError, "newest is churn/1"),
        ("churn@best", NotFoundError, "Its aliases are: none yet."),
        ("churn/x", InvalidInputError, "churn@champion"),
        ("churn/", InvalidInputError, "churn@champion"),
        ("churn/²", InvalidInputError, "churn@champion"),
        ("churn/1/2", InvalidInputError, "churn@champion"),
        ("", NotFoundError, "Models are"),
        ("@", NotFoundError, "Models are"),
    ],
)
def test_a_reference_to_nothing_says_what_there_is(
    reference: str, error: type[CelltrailError], said: str, workspace: Workspace
) -> None:
    add(workspace)
    with pytest.raises(error) as caught:
        resolve(workspace, reference)
    assert said in caught.value.hint


def test_the_signature_is_read_off_the_data() -> None:
    data = pd.DataFrame({"n": [1, 2, 3], "x": [0.5, None, 1.0], "b": [True, False, True]}, index=[5, 6, 7])
    target = np.array(["no", "yes", "no"])
    model = LogisticRegression().fit(data.fillna(0.0), target)
    assert infer(model, data.fillna(0.0)) == Signature(
        inputs=(
            Column(name="n", type="int64", minimum=1.0, maximum=3.0),
            Column(name="x", type="double", minimum=0.0, maximum=1.0),
            Column(name="b", type="bool"),
        ),
        outputs=(
            Column(name="prediction", type="string"),
            Column(name="probability_no", type="double"),
            Column(name="probability_yes", type="double"),
        ),
    )


def test_a_column_with_gaps_or_categories_is_said_to_have_them() -> None:
    class Zeros:
        def predict(self, data: Any) -> Any:
            return np.zeros(len(data))

    data = pd.DataFrame({"x": [None, 1.0], "c": pd.Categorical(["a", None]), "s": ["a", "b"]})
    assert infer(Zeros(), data).inputs == (
        Column(name="x", type="double", nullable=True, minimum=1.0, maximum=1.0),
        Column(
            name="c",
            type="dictionary<values=string, indices=int8, ordered=0>",
            nullable=True,
            categories=("a",),
        ),
        Column(name="s", type="string", categories=("a", "b")),
    )


def test_the_columns_of_an_array_are_numbered() -> None:
    data = np.array([[1.0, 2.0], [3.0, 5.0]])
    model = LinearRegression().fit(data, [1.0, 2.0])
    assert infer(model, data) == Signature(
        inputs=(
            Column(name="x0", type="double", minimum=1.0, maximum=3.0),
            Column(name="x1", type="double", minimum=2.0, maximum=5.0),
        ),
        outputs=(Column(name="prediction", type="double"),),
    )


def test_data_that_the_model_cannot_take_is_refused() -> None:
    model = LinearRegression().fit([[1.0, 2.0]], [1.0])
    with pytest.raises(InvalidInputError, match="cannot predict"):
        infer(model, pd.DataFrame({"a": ["text"]}))
    for no_table in ([[1.0, 2.0]], np.array([1.0]), "x", None):
        with pytest.raises(InvalidInputError, match="is a table"):
            infer(model, no_table)
