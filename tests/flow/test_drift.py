"""From rows of a request log on disk to a stored report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from celltrail import clock
from celltrail.config import Settings
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.monitoring import profile
from celltrail.records import Column, Deployment, ModelVersion, Route, Signature
from celltrail.retraining import measure
from celltrail.serving import requestlog
from celltrail.serving.logwriter import Logged, LogWriter, label
from celltrail.serving.place import Place
from celltrail.serving.rows import RowSchema
from celltrail.tracking import Workspace

SIGNATURE = Signature(inputs=(Column(name="x", type="double"), Column(name="version", type="string")))


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return Workspace(
        Settings(home=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.db'}", artifacts=tmp_path / "artifacts")
    )


@pytest.fixture
def endpoint(home: Workspace) -> Deployment:
    rng = np.random.default_rng(0)
    reference = profile(pa.table({"x": rng.normal(size=3000), "version": rng.choice(["a", "b"], 3000)}))
    version = ModelVersion(
        model="churn", number=0, artifact="", codec="", run_id=None, signature=SIGNATURE, created_at=0.0,
        profile=home.artifacts.put_bytes(reference.to_bytes()), metrics={"accuracy": 0.9},
    )  # fmt: skip
    home.store.models.add_version(version)
    home.store.models.add_version(replace(version, profile=None))
    made = Deployment(
        id="0" * 32, name="churn", model="churn", routes=(Route(version=1, weight=1.0),), status="stopped",
        url="http://127.0.0.1:1", pid=None, created_at=0.0, changed_at=0.0,
    )  # fmt: skip
    home.store.deployments.add(made)
    Place(home.settings.serving, made.id).make()
    return made


class Log:
    """What a worker writes, without the worker."""

    def __init__(self, home: Workspace, endpoint: Deployment) -> None:
        self.writer = LogWriter(Place(home.settings.serving, endpoint.id))
        self.schema = RowSchema(SIGNATURE)

    def ask(self, window: str, xs: Sequence[float], version: int = 1, **changes: Any) -> list[str]:
        rows = self.schema.convert([{"x": float(x), "version": "ab"[i % 2]} for i, x in enumerate(xs)])
        ids = [f"{window}-{version}-{i}" for i in range(len(rows))]
        said = [1.0] * len(rows)
        entry = Logged(
            self.schema, version, False, window, clock.now(), 0.001, ids, rows, said, [None] * len(rows)
        )
        self.writer.add(replace(entry, **changes))
        return ids


@pytest.fixture
def log(home: Workspace, endpoint: Deployment) -> Log:
    return Log(home, endpoint)


def normal(seed: int, mean: float = 0.0, rows: int = 500) -> Any:
    return np.random.default_rng(seed).normal(mean, 1, rows)


def test_a_named_window_is_measured_and_kept(home: Workspace, endpoint: Deployment, log: Log) -> None:
    log.ask("before", normal(1))
    moved = log.ask("after", normal(2, 1.0))
    log.writer.add_labels([label(i, value) for i, value in zip(moved, [True] * 400 + [False] * 50, strict=False)])
    log.writer.close()
    made = measure(home, "churn", window="after")

    assert [(one.name, one.drifted) for one in made.features] == [("x", True), ("version", False)]
    assert (made.window.name, made.window.rows, made.window.labelled_rows) == ("after", 500, 450)
    assert made.performance["rmse"] == pytest.approx((50 / 450) ** 0.5)
    assert made.reference_performance == {"accuracy": 0.9}
    assert home.store.drift.report(made.id) == made
    assert measure(home, "churn", window="before").verdict == "stable"


def test_by_default_the_newest_window_is_measured(home: Workspace, endpoint: Deployment, log: Log) -> None:
    log.ask("2013-04", normal(1), at=clock.now() - 60)
    log.ask("2013-05", normal(2))
    log.writer.close()

    assert measure(home, "churn").window.name == "2013-05"


def test_requests_without_a_window_are_those_of_the_last_day(
    home: Workspace, endpoint: Deployment, log: Log
) -> None:
    log.ask("", normal(1), at=clock.now() - 2 * 24 * 3600)
    log.ask("", normal(2, rows=120))
    log.writer.close()

    assert measure(home, "churn").window.rows == 120


def test_the_rows_of_the_version_that_answered_most_are_measured(
    home: Workspace, endpoint: Deployment, log: Log
) -> None:
    log.ask("w", normal(1, rows=150), version=2)
    log.ask("w", normal(2, rows=350), version=1)
    log.writer.close()
    made = measure(home, "churn", window="w")

    assert (made.version, made.window.rows) == (1, 350)


def test_a_version_without_a_profile_is_judged_by_its_labels_alone(
    home: Workspace, endpoint: Deployment, log: Log
) -> None:
    ids = log.ask("w", normal(1), version=2)
    log.writer.flush()
    with pytest.raises(InvalidInputError, match="churn/2 has no reference profile, and no labels have come"):
        measure(home, "churn")
    log.writer.add_labels([label(i, 1) for i in ids])
    log.writer.close()
    made = measure(home, "churn")

    assert (made.features, made.performance) == ((), {"rmse": 0.0, "mae": 0.0})


def test_the_last_of_several_labels_of_a_row_counts(home: Workspace, endpoint: Deployment, log: Log) -> None:
    ids = log.ask("w", normal(1, rows=3))
    log.writer.add_labels([label(ids[0], 0), label(ids[1], 1)])
    log.writer.flush()
    log.writer.add_labels([label(ids[0], 1), label("unknown", 1)])
    log.writer.close()
    rows = requestlog.read(home.settings.serving, endpoint.id)

    assert rows.column("label").to_pylist() == [1.0, 1.0, None]


def test_a_deployment_that_was_asked_nothing_has_no_drift(home: Workspace, endpoint: Deployment, log: Log) -> None:
    log.writer.close()

    with pytest.raises(NotFoundError, match="was asked nothing within the last 24 hours"):
        measure(home, "churn")


def test_a_full_disk_keeps_the_rows_for_later(
    home: Workspace, endpoint: Deployment, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("celltrail.serving.logfiles.write", full)
        log.ask("w", normal(1, rows=5))
        with pytest.raises(OSError, match="No space"):
            log.writer.flush()
    log.writer.close()

    assert requestlog.read(home.settings.serving, endpoint.id).num_rows == 5
    assert log.writer.dropped_rows == 0


def test_versions_with_other_columns_lie_in_one_log(home: Workspace, endpoint: Deployment, log: Log) -> None:
    other = RowSchema(Signature(inputs=(Column(name="x", type="string"), Column(name="z", type="int64"))))
    log.ask("w", [1.5])
    log.ask("w", [0.0], schema=other, rows=other.convert([{"x": "high", "z": 3}]), version=2, predictions=["yes"])
    log.writer.close()
    rows = requestlog.read(home.settings.serving, endpoint.id)

    assert sorted(requestlog.features(rows).to_pylist(), key=str) == [
        {"x": "1.5", "version": "a", "z": None},
        {"x": "high", "version": None, "z": 3},
    ]
    assert sorted(rows.column("prediction").to_pylist()) == ["1", "yes"]
