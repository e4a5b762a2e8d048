"""What every store promises, on every database that it may be in."""

from __future__ import annotations

import math
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celltrail import ids
from celltrail.errors import ConflictError, MissingDependencyError, NotFoundError, StoreError
from celltrail.records import (
    AliasChange,
    Artifact,
    ArtifactUse,
    CellExecution,
    Environment,
    Event,
    Job,
    MetricPoint,
    ModelVersion,
    Param,
    Run,
    RunRow,
    Signature,
    Source,
)
from celltrail.records.run import GIVEN_UP_TAG
from celltrail.store import Store, open_store
from celltrail.store.facts import fits

DIGEST = "ab" * 32


def run_named(name: str = "churn", **values: Any) -> Run:
    base: dict[str, Any] = {"id": ids.new_id(), "started_at": 100.0}
    return Run(name=name, kind="cell", status="running", **(base | values))


def cell_of(run: Run, **values: Any) -> CellExecution:
    base: dict[str, Any] = {"position": 0, "source": "x = 1", "status": "running", "started_at": 100.5}
    return CellExecution(id=ids.new_id(), run_id=run.id, **(base | values))


def use_of(run: Run, name: str = "X", digest: str = DIGEST, **values: Any) -> ArtifactUse:
    artifact = Artifact(digest=digest, kind="frame", codec="frame/1", size_bytes=3, summary={"rows": 2})
    base: dict[str, Any] = {"cell_execution_id": None, "direction": "output", "version": 0}
    return ArtifactUse(run_id=run.id, name=name, artifact=artifact, **(base | values))


def metric(run: Run, key: str, value: float, step: int = 0, at: float = 1.0) -> tuple[str, Any]:
    return ("metric", [run.id, key, repr(value), step, at])


def version_of(model: str = "churn", **values: Any) -> ModelVersion:
    base: dict[str, Any] = {"number": 0, "artifact": DIGEST, "codec": "skops/1", "run_id": None, "created_at": 5.0}
    return ModelVersion(model=model, signature=Signature(inputs=()), **(base | values))


def job_named(notebook: str = "train.ipynb", **values: Any) -> Job:
    base: dict[str, Any] = {"parameters": {}, "status": "queued", "trigger": "manual", "created_at": 1.0}
    return Job(id=ids.new_id(), notebook=notebook, **(base | values))


def change(number: int, alias: str = "champion", model: str = "churn") -> AliasChange:
    return AliasChange(model=model, alias=alias, number=number, previous=None, at=1.0, who="me", reason="why")


class Journal:
    """Gives facts to a store as a journal would."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.writer = ids.new_id()
        self.end = 0

    def bring(self, *facts: tuple[str, Any]) -> None:
        plain = [(kind, msgspec.json.decode(msgspec.json.encode(body))) for kind, body in facts]
        assert all(map(fits, plain))
        assert self.store.facts.apply(self.writer, plain, self.end, self.end + 10)
        self.end += 10


@pytest.fixture
def journal(store: Store) -> Journal:
    return Journal(store)


def test_a_run_comes_back_whole(store: Store, journal: Journal) -> None:
    run = run_named(
        project="p", who="me", parent_id="00", seed=7, environment=DIGEST, error="E",
        source=Source(notebook="a.ipynb", cell_id="c", git_commit="1", git_branch="b", git_patch=DIGEST),
    )  # fmt: skip
    journal.bring(
        ("run", run),
        ("param", Param(run_id=run.id, key="depth", value=6)),
        ("param", Param(run_id=run.id, key="none", value=None)),
        ("tag", {"run_id": run.id, "key": "celltrail.cells", "value": "4"}),
        metric(run, "auc", 0.75),
        ("cell", cell_of(run, status="finished")),
    )
    assert store.runs.find(run.id) == RunRow(
        run=run,
        params={"depth": 6, "none": None},
        metrics={"auc": 0.75},
        tags={"celltrail.cells": "4"},
        cells_done=1,
        cells_total=4,
    )


def test_the_newest_word_on_a_run_counts(store: Store, journal: Journal) -> None:
    run = run_named()
    done = replace(run, status="finished", ended_at=101.0)
    journal.bring(("run", run), ("run", done), ("param", Param(run_id=run.id, key="k", value=1)))
    journal.bring(("param", Param(run_id=run.id, key="k", value="two")))
    row = store.runs.find(run.id)
    assert (row.run, row.params) == (done, {"k": "two"})


def test_what_a_worker_that_was_given_up_says_later_is_kept_and_does_not_count(
    store: Store, journal: Journal
) -> None:
    run = run_named("train")
    below = run_named("fit", parent_id=run.id)
    deeper = run_named("step", parent_id=below.id)
    before = run_named("before", parent_id=run.id, ended_at=101.0)
    journal.bring(("run", run), ("run", replace(before, status="finished")))
    journal.bring(("tag", {"run_id": run.id, "key": GIVEN_UP_TAG, "value": "Worker A was lost."}))
    late = [replace(one, status="finished", ended_at=102.0) for one in (run, below)]
    journal.bring(*(("run", one) for one in late), metric(below, "auc", 0.5))
    journal.bring(("run", deeper), ("run", run_named("other", parent_id="00")))
    assert {row.run.name: (row.run.status, row.run.error) for row in store.runs.list()} == {
        "train": ("killed", "Worker A was lost."),
        "fit": ("killed", "Worker A was lost."),
        "step": ("killed", "Worker A was lost."),
        "before": ("finished", None),
        "other": ("running", None),
    }
    assert store.runs.find(below.id).metrics == {"auc": 0.5}
    assert store.runs.find(below.id).run.ended_at == 102.0
    assert store.runs.find(deeper.id).run.ended_at is not None


@pytest.mark.parametrize("value", [6, -0.5, "text", True, False, None, 2**62, "", "ü\n'\"%", 1e-320])
def test_a_parameter_keeps_its_value_and_its_type(value: Any, store: Store, journal: Journal) -> None:
    run = run_named()
    journal.bring(("run", run), ("param", Param(run_id=run.id, key="k", value=value)))
    found = store.runs.find(run.id).params["k"]
    assert (found, type(found)) == (value, type(value))


def test_points_keep_every_bit_and_nan_is_told_from_infinity(store: Store, journal: Journal) -> None:
    run = run_named()
    values = [0.1 + 0.2, 1e308, -0.5, 5e-324, math.nan, math.inf, -math.inf]
    journal.bring(("run", run), *(metric(run, "m", value, step) for step, value in enumerate(values)))
    points = store.runs.points(run.id, "m")
    kept = [None if math.isnan(value) else value for value in values]
    assert points == tuple(MetricPoint(step=n, at=1.0, value=value) for n, value in enumerate(kept))
    (latest,) = store.runs.metrics(run.id)
    assert (latest.value, latest.text, latest.step, latest.count) == (None, "-inf", 6, 7)


def test_points_are_counted_over_batches(store: Store, journal: Journal) -> None:
    run = run_named()
    journal.bring(("run", run), metric(run, "a", 1.0), metric(run, "b", 5.0), metric(run, "a", 2.0, 1))
    journal.bring(metric(run, "a", 3.0, 2))
    assert [(m.key, m.value, m.count) for m in store.runs.metrics(run.id)] == [("a", 3.0, 3), ("b", 5.0, 1)]


def test_cells_come_back_whole_and_in_order(store: Store, journal: Journal) -> None:
    run = run_named()
    late = cell_of(run, position=1)
    full = cell_of(
        run, status="finished", cell_id="c", reads=("a",), binds=("b", "c"), error="E", wall_s=1.5, cpu_s=0.5,
        outputs=({"output_type": "stream", "name": "stdout", "text": "x"},), peak_bytes=2**40,
        files_read=("/a",), files_written=("/b",), not_captured={"m": "why"},
    )  # fmt: skip
    journal.bring(("run", run), ("cell", late), ("cell", full))
    assert store.runs.cells(run.id) == (full, late)


def test_an_environment_comes_back_whole(store: Store, journal: Journal) -> None:
    environment = Environment(
        digest=DIGEST, python="3.11", implementation="CPython", platform="Linux", cpu="c", cpu_count=2,
        memory_bytes=2**35, packages={"numpy": "2.0"}, lock=DIGEST, threads={"OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    journal.bring(("environment", environment), ("environment", environment))
    assert store.runs.environment(DIGEST) == environment
    assert store.runs.environment("00" * 32) is None


def test_a_name_counts_its_contents_and_a_content_seen_before_keeps_its_number(
    store: Store, journal: Journal
) -> None:
    run = run_named()
    contents = ["aa" * 32, "bb" * 32, "aa" * 32, "cc" * 32]
    journal.bring(("run", run), *(("use", use_of(run, "X", digest)) for digest in contents))
    journal.bring(("use", use_of(run, "Y", "bb" * 32, direction="input")))
    uses = store.runs.uses_of_run(run.id)
    assert [(use.name, use.version) for use in uses] == [("X", 1), ("X", 2), ("X", 1), ("X", 3), ("Y", 1)]
    assert uses[1] == use_of(run, "X", "bb" * 32, version=2)
    assert {use.name for use in store.runs.uses_of_artifacts(["bb" * 32])} == {"X", "Y"}
    assert store.runs.artifact("cc" * 32) == uses[3].artifact


def test_facts_that_are_given_twice_are_applied_once(store: Store) -> None:
    run = run_named()
    facts = [("run", msgspec.to_builtins(run)), metric(run, "m", 1.0)]
    assert store.facts.apply("w", facts, 0, 50)
    assert not store.facts.apply("w", facts, 0, 50)
    assert not store.facts.apply("w", facts, 10, 60)
    assert store.facts.offset("w") == 50
    assert len(store.runs.points(run.id, "m")) == 1


def test_two_at_once_apply_each_batch_once(store: Store) -> None:
    run = run_named()
    store.facts.apply("w", [("run", msgspec.to_builtins(run))], 0, 1)
    start = threading.Barrier(4)

    def bring() -> None:
        start.wait()
        while (at := store.facts.offset("w")) < 30:
            store.facts.apply("w", [metric(run, "m", float(at), at)], at, at + 1)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(bring) for _ in range(4)]:
            done.result()
    assert [point.step for point in store.runs.points(run.id, "m")] == list(range(1, 30))


def test_a_batch_that_fails_leaves_nothing_behind(store: Store) -> None:
    run = run_named()
    with suppress(Exception):
        store.facts.apply("w", [("run", msgspec.to_builtins(run)), ("cell", {"id": "broken"})], 0, 9)
    assert (store.facts.offset("w"), store.runs.list(), store.events.last()) == (0, (), 0)


def test_events_come_with_the_change_and_in_its_transaction(store: Store, journal: Journal) -> None:
    run, job = run_named(), job_named()
    before = store.events.last()
    journal.bring(("run", run), metric(run, "m", 1.0))
    store.models.add_version(version_of())
    store.models.add_version(version_of())
    store.jobs.add(job)
    store.jobs.change(job.id, status="running")
    store.jobs.change(job.id, only_if=("queued",), status="running")
    events = store.events.after(before)
    assert [(event.noun, event.id, event.kind) for event in events] == [
        ("run", run.id, "changed"),
        ("model", "churn", "created"),
        ("model", "churn", "changed"),
        ("job", job.id, "created"),
        ("job", job.id, "changed"),
    ]
    assert [event.seq for event in events] == sorted({event.seq for event in events})
    assert store.events.after(events[2].seq) == events[3:]
    assert isinstance(events[0], Event)


def test_what_a_dead_writer_left_running_is_lost_and_nothing_else(store: Store) -> None:
    dead, alive = Journal(store), Journal(store)
    left, other = run_named(), run_named()
    ended = replace(run_named(), status="finished")
    open_cell, done_cell = cell_of(left), cell_of(left, position=1, status="finished")
    dead.bring(("run", left), ("run", ended), ("cell", open_cell), ("cell", done_cell))
    alive.bring(("run", other))
    assert store.facts.close_lost(dead.writer) == (left.id,)
    assert store.facts.close_lost(dead.writer) == ()
    states = {row.run.id: row.run.status for row in store.runs.list()}
    assert states == {left.id: "lost", ended.id: "finished", other.id: "running"}
    assert [cell.status for cell in store.runs.cells(left.id)] == ["failed", "finished"]
    assert "without finishing" in (store.runs.find(left.id).run.error or "")


def test_runs_are_found_by_words_parents_and_pages(store: Store, journal: Journal) -> None:
    first, second = run_named("churn"), run_named("price_100%")
    child = run_named("churn", parent_id=second.id)
    journal.bring(
        *(("run", run) for run in (first, second, child)),
        ("param", Param(run_id=first.id, key="region", value="EÜ")),
        ("tag", {"run_id": second.id, "key": "team", "value": "blue"}),
    )
    newest = [child.id, second.id, first.id]

    def listed(**query: Any) -> list[str]:
        return [row.run.id for row in store.runs.list(**query)]

    assert listed() == newest
    assert listed(limit=2) == newest[:2]
    assert listed(before=second.id) == [first.id]
    assert listed(parent="-") == [second.id, first.id]
    assert listed(parent=second.id) == [child.id]
    assert listed(search="CHURN region=eÜ") == [first.id]
    assert listed(search="team=blue") == [second.id]
    assert listed(search="running") == newest
    assert listed(search="100%") == [second.id]
    assert listed(search="h_rn") == []
    assert listed(search="nothing") == []


def test_runs_with_foreign_ids_stand_where_their_time_is_and_pages_go_through_them(
    store: Store, journal: Journal
) -> None:
    old = run_named("churn", id="f" * 32, started_at=1.0)
    twins = [run_named("churn", id=sign * 32, started_at=2.0) for sign in "a9"]
    new = run_named("churn", id="0" * 32, started_at=3.0)
    journal.bring(*(("run", run) for run in (old, *twins, new)))
    order, before = [], None
    while page := store.runs.list(before=before, limit=1):
        order.append(before := page[0].run.id)
    assert order == [new.id, twins[0].id, twins[1].id, old.id]
    assert store.runs.find("churn").run.id == new.id
    assert store.runs.list(before="e" * 32) == ()


def test_a_run_is_found_by_id_by_either_end_of_it_and_the_newest_by_name(store: Store, journal: Journal) -> None:
    old, new = run_named("churn"), run_named("churn")
    journal.bring(("run", old), ("run", new))
    assert store.runs.find("churn").run.id == new.id
    assert store.runs.find(old.id).run.id == store.runs.find(old.id[-8:]).run.id == old.id
    for unknown in ("chur", "%", old.id[:5], "______"):
        with pytest.raises(NotFoundError) as caught:
            store.runs.find(unknown)
        assert caught.value.hint


def test_versions_are_numbered_from_one_without_gaps_even_at_once(store: Store) -> None:
    start = threading.Barrier(4)

    def add(_: int) -> list[int]:
        start.wait()
        return [store.models.add_version(version_of()).number for _ in range(5)]

    with ThreadPoolExecutor(4) as pool:
        numbers = [number for made in pool.map(add, range(4)) for number in made]
    assert sorted(numbers) == list(range(1, 21))
    assert store.models.add_version(version_of("other")).number == 1


def test_a_version_comes_back_whole_with_its_aliases(store: Store) -> None:
    made = store.models.add_version(version_of(metrics={"auc": 0.5}, who="me", description="d", profile=DIGEST))
    store.models.set_alias(change(1))
    store.models.set_alias(change(1, "best"))
    assert store.models.version("churn", 1) == replace(made, number=1, aliases=("best", "champion"))
    assert store.models.get("churn").aliases == {"best": 1, "champion": 1}


def test_an_alias_that_two_move_at_once_goes_to_exactly_one(store: Store) -> None:
    for _ in range(9):
        store.models.add_version(version_of())
    store.models.set_alias(change(1))
    start = threading.Barrier(8)

    def move(number: int) -> bool:
        start.wait()
        try:
            store.models.set_alias(change(number), expected=1)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(move, range(2, 10)))
    assert won.count(True) == 1
    assert store.models.get("churn").aliases == {"champion": 2 + won.index(True)}
    assert [(move.previous, move.number) for move in store.models.history("churn")] == [
        (1, 2 + won.index(True)),
        (None, 1),
    ]


def test_models_versions_and_jobs_that_are_not_there_say_what_is(store: Store) -> None:
    store.models.add_version(version_of("churn"))
    for ask, hint in (
        (lambda: store.models.get("chrn"), "churn"),
        (lambda: store.models.version("churn", 2), "churn/1"),
        (lambda: store.jobs.get("x"), "celltrail jobs"),
        (lambda: store.runs.artifact("x"), "run"),
    ):
        with pytest.raises(NotFoundError) as caught:
            ask()
        assert hint in caught.value.hint


def test_the_end_of_a_job_is_final(store: Store) -> None:
    job = job_named(parameters={"months": [1, 2]}, tags={"a": "b"}, output="/x", cells_total=3)
    store.jobs.add(job)
    assert store.jobs.open() == (job,)
    assert store.jobs.change(job.id, status="cancelled", ended_at=2.0)
    assert not store.jobs.change(job.id, status="finished", ended_at=3.0)
    ended = replace(job, status="cancelled", ended_at=2.0)
    assert (store.jobs.get(job.id), store.jobs.all(), store.jobs.open()) == (ended, (ended,), ())


def test_a_job_knows_how_many_cells_of_its_run_are_done(store: Store, journal: Journal) -> None:
    run = run_named()
    job = job_named(run_id=run.id, cells_total=2)
    store.jobs.add(job)
    first = cell_of(run)
    journal.bring(("run", run), ("cell", first), ("cell", cell_of(run, position=1)))
    assert store.jobs.get(job.id).cells_done == 0
    journal.bring(("cell", replace(first, status="finished")))
    assert store.jobs.get(job.id).cells_done == 1


def test_readers_do_not_wait_for_a_writer_and_see_nothing_half_done(store: Store) -> None:
    run = run_named()
    with store._database.write() as connection:
        connection.execute(sa.text("DELETE FROM jobs"))
        assert store.runs.list() == ()
        assert store.facts.offset("w") == 0
    assert store.facts.apply("w", [("run", msgspec.to_builtins(run))], 0, 1)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    max_examples=25,
)
@given(name=st.text(min_size=1, max_size=60), value=st.text(max_size=60))
def test_any_text_is_kept(name: str, value: str, store: Store) -> None:
    run, journal = run_named(name), Journal(store)
    journal.bring(("run", run), ("tag", {"run_id": run.id, "key": name, "value": value}))
    row = store.runs.find(run.id)
    if not store._database.is_sqlite:  # PostgreSQL's text has no place for the character 0
        name, value = name.replace("\x00", "\ufffd"), value.replace("\x00", "\ufffd")
    assert (row.run.name, row.tags) == (name, {name: value})


def test_a_child_process_may_go_on_with_the_store_of_its_parent(store: Store) -> None:
    assert store.models.add_version(version_of()).number == 1
    child = os.fork()
    if child == 0:
        os._exit(store.models.add_version(version_of()).number)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
    assert store.models.add_version(version_of()).number == 3


def test_a_server_that_does_not_answer_is_said_without_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://me:secret@127.0.0.1:1/nowhere")
    assert "secret" not in str(caught.value)
    assert "CELLTRAIL_STORE" in caught.value.hint


def test_a_missing_driver_is_said_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingDependencyError) as caught:
        open_store("postgresql://localhost/nowhere")
    assert 'pip install "celltrail[postgres]"' in caught.value.hint
