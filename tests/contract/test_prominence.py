"""Which metrics of a run come first in a list."""

from __future__ import annotations

from typing import Any

import msgspec

from celltrail import ids
from celltrail.records import Artifact, CellExecution, GateResult, ModelVersion, Run, Signature
from celltrail.store import Store


def bring(store: Store, *facts: tuple[str, Any]) -> None:
    plain = [(kind, msgspec.json.decode(msgspec.json.encode(body))) for kind, body in facts]
    assert store.facts.apply(ids.new_id(), plain, 0, 1)


def a_run(store: Store, *metrics: str, binds: tuple[str, ...] = ()) -> str:
    """Bring a run that measured these one after the other, in a cell that bound these names."""
    run = Run(id=ids.new_id(), name="fit", kind="cell", status="finished", started_at=1.0)
    cell = CellExecution(
        id=ids.new_id(), run_id=run.id, position=0, source="", status="finished", started_at=1.0, binds=binds
    )
    points = [("metric", (run.id, key, "0.5", 0, float(at))) for at, key in enumerate(metrics)]
    bring(store, ("run", run), ("cell", cell), *points)
    return run.id


def test_what_was_logged_comes_before_what_a_cell_computed_the_newest_first(store: Store) -> None:
    run = a_run(store, "loss", "val/loss", "n_rows", "auc", binds=("n_rows", "auc", "model"))
    assert store.runs.prominent_metrics([run]) == {run: ["val/loss", "loss", "auc", "n_rows"]}


def test_what_a_gate_asks_for_comes_first_of_all(store: Store) -> None:
    run = a_run(store, "auc", "loss", "n_rows", binds=("n_rows", "auc"))
    gate = GateResult(expression="auc >= 0.80", verdict="passed", reason="", checked_at=1.0)
    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)
    store.models.add_version(
        ModelVersion(
            model="churn",
            number=0,
            artifact=artifact.digest,
            codec=artifact.codec,
            run_id=run,
            signature=Signature(inputs=()),
            created_at=1.0,
            who="ada",
            gates=(gate,),
        )
    )
    assert store.runs.prominent_metrics([run]) == {run: ["auc", "loss", "n_rows"]}


def test_what_an_estimator_says_of_its_training_comes_last(store: Store) -> None:
    run = a_run(store, "auc", "train.loss", "model.train_score", "model.n_iter", binds=("auc", "model"))
    assert store.runs.prominent_metrics([run]) == {run: ["train.loss", "auc", "model.n_iter", "model.train_score"]}


def test_runs_without_metrics_have_none(store: Store) -> None:
    assert store.runs.prominent_metrics([a_run(store)]) == {}
    assert store.runs.prominent_metrics([]) == {}
