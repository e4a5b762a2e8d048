"""Trainings of other frameworks, tracked by real trainings."""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import celltrail
from celltrail.errors import MissingDependencyError, NotFoundError, StoreError
from celltrail.tracking import Workspace, track

os.environ.setdefault("KERAS_BACKEND", "torch")
DRAW = np.random.default_rng(3)
X = DRAW.normal(size=(80, 3))
Y = (X[:, 0] + 0.3 * DRAW.normal(size=80) > 0).astype(int)


@pytest.fixture(params=["xgboost", "lightgbm", "keras", "torch", "lightning"])
def framework(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the name of a framework that is installed."""
    need(request.param)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore")  # what a framework says about itself is not ours
        yield request.param


def need(*libraries: str) -> None:
    """Skip a test whose library is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for library in libraries:
            pytest.importorskip(library, reason=f"{library} is not installed")


def ours(framework: str) -> Any:
    return importlib.import_module(f"celltrail.frameworks.{framework}")


def stored(workspace: Workspace, run: Any) -> Any:
    workspace.drain()
    return workspace.store.runs.find(run.id)


def points(workspace: Workspace, run: Any, key: str) -> list[tuple[int, float]]:
    return [(point.step, point.value) for point in workspace.store.runs.points(run.id, key)]


def kept(workspace: Workspace, run: Any, name: str = "model") -> Any:
    """Return the only artifact that a run made under a name."""
    found = {
        use.artifact.digest: use.artifact for use in workspace.store.runs.uses_of_run(run.id) if use.name == name
    }
    (artifact,) = found.values()
    return artifact


def train_xgboost(**options: Any) -> Any:
    import xgboost as xgb

    data = xgb.DMatrix(X, Y)
    settings = {"max_depth": 2, "objective": "binary:logistic", "eval_metric": ["auc", "logloss"]}
    evals = [(data, "train"), (data, "valid")]
    return xgb.train(settings, data, 4, evals=evals, verbose_eval=False, **options)


def train_lightgbm(**options: Any) -> Any:
    import lightgbm as lgb

    data = lgb.Dataset(X, Y)
    settings = {"num_leaves": 3, "objective": "binary", "metric": ["auc", "binary_logloss"], "verbose": -1}
    return lgb.train(
        settings, data, 4, valid_sets=[data.create_valid(X[:40], Y[:40])], valid_names=["valid"], **options
    )


def train_keras(callback: Any) -> Any:
    import keras

    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.SGD(0.1), loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(X, Y, validation_split=0.25, epochs=2, verbose=0, callbacks=[callback])
    return model


def test_an_xgboost_training_gives_settings_curves_and_its_booster(workspace: Workspace) -> None:
    need("xgboost")
    with track("xgb") as run:
        train_xgboost(callbacks=[ours("xgboost").TrackCallback()])
    row, model = stored(workspace, run), kept(workspace, run)
    assert row.params == {"model": "Booster", "model.max_depth": "2", "model.objective": "binary:logistic"}
    assert sorted(row.metrics) == [
        "model.train.auc",
        "model.train.logloss",
        "model.valid.auc",
        "model.valid.logloss",
    ]
    losses = points(workspace, run, "model.valid.logloss")
    assert [step for step, _ in losses] == [0, 1, 2, 3]
    assert losses[0][1] > losses[3][1]
    assert model.kind == "model"


def test_early_stopping_of_xgboost_says_which_iteration_was_best(workspace: Workspace) -> None:
    need("xgboost")
    import xgboost as xgb

    with track("early") as run:
        stop = xgb.callback.EarlyStopping(
            rounds=1, metric_name="auc", data_name="valid", maximize=True, min_delta=1
        )
        train_xgboost(callbacks=[ours("xgboost").TrackCallback("tree", keep_model=False), stop])
    row = stored(workspace, run)
    assert row.metrics["tree.best_iteration"] == 0
    assert row.metrics["tree.best_score"] == points(workspace, run, "tree.valid.auc")[0][1]
    assert all(use.artifact.kind != "model" for use in workspace.store.runs.uses_of_run(run.id))


def test_a_cross_validation_of_xgboost_gives_means_and_deviations(workspace: Workspace) -> None:
    need("xgboost")
    import xgboost as xgb

    callback = ours("xgboost").TrackCallback
    with track("cv") as run:
        xgb.cv({"objective": "binary:logistic"}, xgb.DMatrix(X, Y), 3, nfold=2, callbacks=[callback()])
    metrics = stored(workspace, run).metrics
    assert {"model.train.logloss", "model.test.logloss", "model.test.logloss.std"} <= metrics.keys()


def test_a_lightgbm_training_gives_settings_curves_and_its_booster(workspace: Workspace) -> None:
    need("lightgbm")
    import lightgbm as lgb

    with track("lgb") as run:
        early = lgb.early_stopping(3, verbose=False)
        booster = train_lightgbm(callbacks=[ours("lightgbm").TrackCallback("tree"), early])
    row, model = stored(workspace, run), kept(workspace, run, "tree")
    assert (row.params["tree"], row.params["tree.num_leaves"], row.params["tree.objective"]) == (
        "Booster",
        3,
        "binary",
    )
    assert [step for step, _ in points(workspace, run, "tree.valid.binary_logloss")] == [0, 1, 2, 3]
    assert row.metrics["tree.best_iteration"] == booster.best_iteration
    assert row.metrics["tree.best_score.valid.auc"] == booster.best_score["valid"]["auc"]
    assert model.kind == "model"


def test_a_cross_validation_of_lightgbm_gives_means_and_deviations(workspace: Workspace) -> None:
    need("lightgbm")
    import lightgbm as lgb

    with track("cv") as run:
        data = lgb.Dataset(X, Y, params={"verbose": -1})
        lgb.cv(
            {"objective": "binary", "verbose": -1}, data, 3, nfold=2, callbacks=[ours("lightgbm").TrackCallback()]
        )
    assert {key.rpartition(".")[2] for key in stored(workspace, run).metrics} == {"binary_logloss", "std"}


@pytest.mark.filterwarnings("ignore")
def test_an_estimator_with_a_callback_logs_each_point_once(workspace: Workspace) -> None:
    need("xgboost")
    import xgboost as xgb

    with track("estimator") as run:
        model = xgb.XGBClassifier(n_estimators=3, callbacks=[ours("xgboost").TrackCallback(keep_model=False)])
        model.fit(X, Y, eval_set=[(X, Y)], verbose=False)
    stored(workspace, run)
    assert [step for step, _ in points(workspace, run, "model.validation_0.logloss")] == [0, 1, 2]


@pytest.mark.filterwarnings("ignore")
def test_a_keras_training_gives_settings_curves_and_its_model(workspace: Workspace, tmp_path: Any) -> None:
    need("keras", os.environ["KERAS_BACKEND"])
    import keras

    with track("keras") as run:
        celltrail.log_param("note", "outside")
        trained = train_keras(ours("keras").TrackCallback("net"))
    row, artifact = stored(workspace, run), kept(workspace, run, "net")
    assert (row.params["net"], row.params["net.optimizer"], row.params["net.loss"]) == (
        "Sequential", "SGD", "binary_crossentropy",
    )  # fmt: skip
    assert (row.params["net.epochs"], row.params["net.weights"]) == (2, 4)
    assert row.params["net.optimizer.learning_rate"] == pytest.approx(0.1)
    assert {"net.loss", "net.accuracy", "net.val_loss", "net.val_accuracy"} == row.metrics.keys()
    path = tmp_path / "again.keras"
    path.write_bytes(workspace.artifacts.get_bytes(artifact.digest))
    again = keras.saving.load_model(path)
    assert np.allclose(again.predict(X, verbose=0), trained.predict(X, verbose=0))


@pytest.mark.filterwarnings("ignore")
def test_a_torch_loop_gives_settings_curves_and_its_weights(workspace: Workspace) -> None:
    need("torch", "safetensors")
    import torch
    from safetensors.torch import load

    with track("torch") as run:
        layer = torch.nn.Linear(3, 1)
        watch = ours("torch").TrackCallback(layer, torch.optim.SGD(layer.parameters(), lr=0.5), name="net")
        for epoch in range(3):
            watch.log(epoch, loss=torch.tensor(1.0 / (epoch + 1)), rate=0.5)
        with torch.no_grad():
            layer.bias.fill_(7)
    row, artifact = stored(workspace, run), kept(workspace, run, "net")
    assert (row.params["net"], row.params["net.weights"], row.params["net.optimizer.lr"]) == ("Linear", 4, 0.5)
    assert points(workspace, run, "net.loss") == [(0, 1.0), (1, 0.5), (2, pytest.approx(1 / 3))]
    weights = load(workspace.artifacts.get_bytes(artifact.digest))
    assert weights["bias"].tolist() == [7.0]


@pytest.mark.filterwarnings("ignore")
def test_a_lightning_fit_gives_hyperparameters_metrics_and_its_weights(
    workspace: Workspace, tmp_path: Any
) -> None:
    need("lightning", "safetensors")
    import lightning
    import torch
    from safetensors.torch import load

    class Net(lightning.LightningModule):
        def __init__(self, lr: float) -> None:
            super().__init__()
            self.save_hyperparameters()
            self.inner = torch.nn.Linear(3, 1)

        def training_step(self, batch: Any, _index: int) -> Any:
            loss = torch.nn.functional.mse_loss(self.inner(batch[0]), batch[1])
            self.log("loss", loss, on_step=False, on_epoch=True)
            return loss

        def configure_optimizers(self) -> Any:
            return torch.optim.SGD(self.parameters(), lr=0.1)

    tensors = torch.tensor(X, dtype=torch.float32), torch.tensor(Y[:, None], dtype=torch.float32)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(*tensors), batch_size=40)
    with track("lit") as run:
        quiet = dict.fromkeys(("enable_checkpointing", "enable_progress_bar", "enable_model_summary"), False)
        logger = ours("lightning").TrackLogger("net")
        trainer = lightning.Trainer(
            max_epochs=2, accelerator="cpu", logger=logger, default_root_dir=tmp_path, **quiet
        )
        trainer.fit(Net(lr=0.25), loader)
    row, artifact = stored(workspace, run), kept(workspace, run, "net")
    logged = {key: value for key, value in row.params.items() if key.startswith("net")}
    assert logged == {"net": "Net", "net.weights": 4, "net.lr": 0.25}
    assert [step for step, _ in points(workspace, run, "net.loss")] == [1, 3]
    assert sorted(load(workspace.artifacts.get_bytes(artifact.digest))) == ["inner.bias", "inner.weight"]


def test_outside_a_run_a_callback_says_how_to_begin_one(framework: str) -> None:
    module = ours(framework)
    made: Any = getattr(module, "TrackCallback" if framework != "lightning" else "TrackLogger")
    with pytest.raises(NotFoundError, match="Begin the cell with %%track"):
        made(*[None] * (framework == "torch"))


@pytest.mark.parametrize(
    ("module", "library", "extra"),
    [
        ("xgboost", "xgboost", "xgboost"), ("lightgbm", "lightgbm", "lightgbm"), ("keras", "keras", "keras"),
        ("torch", "torch", "torch"),
    ],
)  # fmt: skip
def test_without_the_framework_the_cure_is_named(
    module: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, f"celltrail.frameworks.{module}", raising=False)
    with pytest.raises(MissingDependencyError, match=rf"pip install 'celltrail\[{extra}\]'"):
        ours(module)
    monkeypatch.delitem(sys.modules, f"celltrail.frameworks.{module}", raising=False)


def test_a_training_goes_on_when_nothing_can_be_written_and_says_so_once(workspace: Workspace) -> None:
    need("xgboost")

    def full(_fact: Any) -> None:
        raise StoreError("The disk is full.")

    with track("full") as run:
        callback = ours("xgboost").TrackCallback()
        run._append = full
        with pytest.warns(
            UserWarning, match=r"'model' goes on, but not all of it is tracked: The disk is full"
        ) as said:
            booster = train_xgboost(callbacks=[callback])
        run._append = workspace.journal.append
    assert (booster.num_boosted_rounds(), len(said)) == (4, 1)
