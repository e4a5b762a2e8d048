"""Runs as clients of MLflow's API write and read them, and what belongs to them, on both databases."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from celltrail import ids
from celltrail.errors import CelltrailError, ConflictError, NameTakenError, NotFoundError
from celltrail.records import (
    ClientRun,
    Dataset,
    DatasetInput,
    LoggedModel,
    ModelLink,
    ModelMetric,
    Run,
    StoredFile,
)
from celltrail.store import Store, open_store

READ = DatasetInput(
    dataset=Dataset(name="rows", digest="1", source_type="local", source="/a", schema="{}", profile=None),
    tags={"mlflow.data.context": "training"},
)
Write = Callable[[Store, str], object]
MADE = ModelLink(model_id="m-1", direction="output", step=3)


def a_run(store: Store, name: str = "a", experiment_id: str | None = None, **tags: str) -> str:
    id_ = ids.new_id()
    run = Run(id=id_, name=name, kind="client", status="running", started_at=1.0, project="p", who="ann")
    store.client_runs.create(run, tags, experiment_id)
    return id_


def test_what_a_client_logs_comes_back_whole(store: Store) -> None:
    run_id = a_run(store, team="eu")
    runs = store.client_runs
    runs.log(run_id, params={"depth": "6", "note": "ü'\"%"}, tags={"more": "x"}, points=[("auc", 0.5, 1, 2.0)])
    runs.log(
        run_id, points=[("auc", math.inf, 3, 4.0), ("auc", 0.25, 2, 3.0)], edit=lambda run: replace(run, name="b")
    )
    runs.log_inputs(run_id, [READ], [MADE])
    found = runs.get(run_id)
    assert (found.run.name, found.run.project, found.deleted_at) == ("b", "p", None)
    assert found.params == {"depth": "6", "note": "ü'\"%"}
    assert found.tags == {"more": "x", "team": "eu"}
    assert [(one.key, one.text, one.step, one.count) for one in found.metrics] == [("auc", "inf", 3, 3)]
    assert (found.inputs, found.links) == ((READ,), (MADE,))
    assert [value for _, value, _, _ in runs.points(run_id, "auc")] == [0.5, 0.25, math.inf]
    assert runs.get_many([run_id, "none"]) == {run_id: found}


def test_infinite_and_undefined_points_come_back_as_they_were_logged_and_repeated_calls_add_nothing(
    store: Store,
) -> None:
    run_id = a_run(store)
    values = [1.0, math.inf, -math.inf, math.nan, 2.0]
    points = [("m", value, step, 1.0) for step, value in enumerate(values)]
    for _ in range(2):
        store.client_runs.log(run_id, points=points)
    assert [repr(value) for _, value, _, _ in store.client_runs.points(run_id, "m")] == [
        repr(one) for one in values
    ]


def test_a_batch_of_which_a_part_is_refused_changes_nothing(store: Store) -> None:
    run_id = a_run(store)
    store.client_runs.log(run_id, params={"depth": "6"})
    before = store.client_runs.get(run_id)
    with pytest.raises(ConflictError, match="already logged with value='6'"):
        store.client_runs.log(
            run_id, params={"new": "1", "depth": "7"}, tags={"t": "v"}, points=[("m", 1.0, 0, 1.0)],
            edit=lambda run: replace(run, name="other"),
        )  # fmt: skip
    assert store.client_runs.get(run_id) == before


WRITES: dict[str, Write] = {
    "a point": lambda store, run: store.client_runs.log(run, points=[("m", 1.0, 0, 1.0)]),
    "a parameter": lambda store, run: store.client_runs.log(run, params={"p": "1"}),
    "a tag": lambda store, run: store.client_runs.log(run, tags={"t": "v"}),
    "an end": lambda store, run: store.client_runs.log(run, edit=lambda one: replace(one, status="finished")),
    "an input": lambda store, run: store.client_runs.log_inputs(run, [READ], [MADE]),
    "a tag less": lambda store, run: store.client_runs.remove_tag(run, "team"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_deleted_run_takes_nothing_until_it_is_restored(
    write: Callable[[Store, str], object], store: Store
) -> None:
    run_id = a_run(store, team="eu")
    store.client_runs.delete(run_id)
    before = store.client_runs.get(run_id)
    assert before.deleted_at is not None
    with pytest.raises(ConflictError, match="Current state is deleted"):
        write(store, run_id)
    assert store.client_runs.get(run_id) == before
    store.client_runs.restore(run_id)
    write(store, run_id)
    assert store.client_runs.get(run_id) != replace(before, deleted_at=None)
    with pytest.raises(NotFoundError):
        write(store, "nobody")


def test_nothing_is_written_behind_a_deletion_that_comes_in_between(url: str, store: Store) -> None:
    run_id = a_run(store)
    ends: list[CelltrailError] = []

    def log_until_refused(key: str) -> None:
        own = open_store(url)
        try:
            for step in range(10_000):
                own.client_runs.log(run_id, points=[(key, 1.0, step, float(step))])
        except CelltrailError as error:
            ends.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=log_until_refused, args=(f"m{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    while len(store.client_runs.get(run_id).metrics) < len(threads):
        pass
    store.client_runs.delete(run_id)
    at_deletion = store.client_runs.get(run_id)
    for thread in threads:
        thread.join()
    assert store.client_runs.get(run_id) == at_deletion
    assert [type(error) for error in ends] == [ConflictError] * len(threads)


def test_a_run_begins_in_the_project_that_its_experiment_is_then(store: Store) -> None:
    experiment = store.experiments.create("before", {"t": "v"})
    store.experiments.rename(experiment.id, "after")
    assert store.client_runs.get(a_run(store, experiment_id=experiment.id)).run.project == "after"
    store.experiments.change_life(experiment.id, "deleted")
    with pytest.raises(ConflictError, match="Current state is deleted"):
        a_run(store, experiment_id=experiment.id)
    with pytest.raises(NotFoundError):
        a_run(store, experiment_id="777")


def test_an_experiment_is_deleted_and_restored_with_its_runs(store: Store) -> None:
    experiment = store.experiments.create("e", {})
    run_id = a_run(store, experiment_id=experiment.id)

    def life() -> tuple[str, bool]:
        run: ClientRun = store.client_runs.get(run_id)
        return store.experiments.get(experiment.id).lifecycle, run.deleted_at is None

    assert life() == ("active", True)
    store.experiments.change_life(experiment.id, "deleted")
    assert life() == ("deleted", False)
    store.experiments.change_life(experiment.id, "active")
    assert life() == ("active", True)
    with pytest.raises(NameTakenError):
        store.experiments.create("e", {})


def test_a_project_that_has_runs_is_an_experiment_without_being_made_one(store: Store) -> None:
    a_run(store)
    known = {one.name: one for one in store.experiments.all()}
    assert set(known) == {"Default", "p"}
    assert store.experiments.named("p") == known["p"]
    assert store.experiments.of_ids([known["p"].id, "0", "none"]) == {"Default": known["Default"], "p": known["p"]}


def test_datasets_are_kept_once_and_found_by_project(store: Store) -> None:
    for _ in range(2):
        store.client_runs.log_inputs(a_run(store), [READ], [])
    assert store.datasets.of_projects(["p", "none"]) == (("p", READ.dataset, "training"),)


def test_files_of_a_run_are_rows_by_path(store: Store) -> None:
    run_id = a_run(store)
    files = [
        StoredFile(owner=run_id, path=path, digest="d" * 64, size_bytes=3, at=1.0)
        for path in ("a.txt", "A.txt", "in/b_c.txt", "in/bxc/d.txt", "in%/e")
    ]
    store.files.put(*files)
    assert store.files.get(run_id, "in/b_c.txt") == files[2]
    assert store.files.get(run_id, "in") is None
    assert [one.path for one in store.files.below(run_id, "in")] == ["in/b_c.txt", "in/bxc/d.txt"]
    assert store.files.remove(run_id, "in") == 2
    assert {one.path for one in store.files.below(run_id)} == {"a.txt", "A.txt", "in%/e"}
    assert {use.name for use in store.runs.uses_of_run(run_id)} == {"a.txt", "A.txt", "in%/e"}


def test_logged_models_are_kept_changed_and_hidden(store: Store) -> None:
    run_id = a_run(store)
    model = LoggedModel(
        id="m-1", experiment_id="1", name="model", kind="", run_id=run_id, created_at=1.0, changed_at=1.0,
        params={"a": "1"}, tags={},
    )  # fmt: skip
    assert store.logged_models.add(model)
    assert not store.logged_models.add(model)
    metric = ModelMetric(
        key="auc", value=math.inf, at=1.0, step=2, run_id=run_id, dataset_name="rows", dataset_digest="1"
    )
    store.client_runs.log(run_id, points=[("auc", math.inf, 2, 1.0)], model_metrics=[("m-1", metric)])
    store.logged_models.change("m-1", tags={"t": "v"})
    found = store.logged_models.get("m-1")
    assert (found.params, found.tags, found.metrics) == ({"a": "1"}, {"t": "v"}, (metric,))
    store.logged_models.change("m-1", deleted_at=2.0)
    with pytest.raises(NotFoundError):
        store.logged_models.get("m-1")
