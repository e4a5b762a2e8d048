"""Which runs are stale: those that read what has another content now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celltrail import ids
from celltrail.records import Artifact, ArtifactUse, CellExecution, NotebookCell, Param, Run, Source
from celltrail.store import Store

NOTEBOOK = "/work/train.ipynb"
A, B, C = ("aa" * 32, "bb" * 32, "cc" * 32)


class Process:
    """A process whose tracked cells come into the store through a journal of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.writer = ids.new_id()
        self.end = 0

    def bring(self, *facts: tuple[str, Any]) -> None:
        plain = [(kind, msgspec.json.decode(msgspec.json.encode(body))) for kind, body in facts]
        assert self.store.facts.apply(self.writer, plain, self.end, self.end + 1)
        self.end += 1

    def run(
        self,
        cell_id: str | None = None,
        *,
        reads: dict[str, Any] | None = None,
        makes: dict[str, Any] | None = None,
        files: dict[str, str] | None = None,
        writes: dict[str, str] | None = None,
        notebook: str | None = NOTEBOOK,
        **values: Any,
    ) -> str:
        """Bring the facts of a cell that reads and makes names and files; text of 64 letters is a digest."""
        reads, makes, files, writes = reads or {}, makes or {}, files or {}, writes or {}
        run = Run(
            id=ids.new_id(), name="cell", status="running",
            **{"kind": "cell", "started_at": 1.0, "source": Source(notebook=notebook, cell_id=cell_id)} | values,
        )  # fmt: skip
        cell = CellExecution(
            id=ids.new_id(), run_id=run.id, position=0, source="", status="running", started_at=run.started_at,
            reads=tuple(reads), binds=tuple(makes),
        )  # fmt: skip
        done = replace(
            cell, status="finished", files_read=tuple(files), files_written=tuple(writes),
            file_digests={**files, **writes}, wall_s=1.0,
        )  # fmt: skip
        self.bring(
            ("run", run),
            ("cell", cell),
            *(self._fact(run, cell, name, value, "input") for name, value in reads.items()),
            *(self._fact(run, cell, name, value, "output") for name, value in makes.items()),
            ("cell", done),
            ("run", replace(run, status="finished", ended_at=2.0)),
        )
        return run.id

    @staticmethod
    def _fact(run: Run, cell: CellExecution, name: str, value: Any, direction: Any) -> tuple[str, Any]:
        if isinstance(value, str) and len(value) == len(A):
            artifact = Artifact(digest=value, kind="frame", codec="frame/1", size_bytes=1)
            use = ArtifactUse(
                run_id=run.id,
                cell_execution_id=cell.id,
                name=name,
                direction=direction,
                artifact=artifact,
                version=0,
            )
            return ("use", use)
        if isinstance(value, float) and direction == "output":
            return ("metric", [run.id, name, repr(value), 0, 1.0])
        return ("param", Param(run_id=run.id, key=name, value=value))


@pytest.fixture
def process(store: Store) -> Process:
    return Process(store)


def is_stale(store: Store, run_id: str) -> bool:
    stale = store.runs.find(run_id).run.stale
    assert {row.run.id: row.run.stale for row in store.runs.list()}[run_id] is stale
    return stale


def test_a_run_is_stale_when_what_it_read_has_changed_and_fresh_when_it_is_back(
    store: Store, process: Process
) -> None:
    load = process.run("load", makes={"X": A})
    reader = process.run("fit", reads={"X": A}, makes={"model": C})
    assert not is_stale(store, reader)
    process.run("load", makes={"X": B})
    assert is_stale(store, reader)
    process.run("load", makes={"X": A})
    assert not is_stale(store, reader)
    assert not is_stale(store, load)


def test_what_a_later_run_read_tells_of_a_change_that_nobody_tracked(store: Store, process: Process) -> None:
    first = process.run(reads={"X": A})
    second = process.run(reads={"X": B})
    assert (is_stale(store, first), is_stale(store, second)) == (True, False)


def test_a_run_that_changes_its_own_input_is_not_stale_by_that(store: Store, process: Process) -> None:
    clean = process.run(reads={"df": A, "n": 1}, makes={"df": B, "n": 2.0})
    assert not is_stale(store, clean)
    process.run(makes={"df": A, "n": 1})
    assert not is_stale(store, clean)
    process.run(makes={"df": C})
    assert is_stale(store, clean)


@pytest.mark.parametrize(
    ("before", "after"),
    [(6, 8), (6, "6"), (True, False), (0.5, 0.25), ("eu", "us"), ("nan", 1.0), (1, None), ("a" * 999, "b" * 999)],
)
def test_a_plain_value_is_an_input_like_any_other(before: Any, after: Any, store: Store, process: Process) -> None:
    process.run(makes={"depth": before})
    reader = process.run(reads={"depth": before})
    assert not is_stale(store, reader)
    process.run(makes={"depth": after})
    assert is_stale(store, reader)
    process.run(makes={"depth": before})
    assert not is_stale(store, reader)


def test_a_number_that_was_computed_is_the_one_that_is_read_later(store: Store, process: Process) -> None:
    process.run(makes={"rows": 100.0, "share": float("nan")})
    reader = process.run(reads={"rows": 100, "share": "nan"})
    assert not is_stale(store, reader)
    process.run(makes={"rows": 101.0})
    assert is_stale(store, reader)


def test_a_name_that_holds_a_number_instead_of_a_frame_has_changed(store: Store, process: Process) -> None:
    reader = process.run(reads={"X": A})
    process.run(makes={"X": 6})
    assert is_stale(store, reader)


def test_what_is_logged_by_hand_is_no_variable(store: Store, process: Process) -> None:
    reader = process.run(reads={"lr": 0.1, "X": A}, makes={"auc": 0.8})
    other = Run(id=ids.new_id(), name="b", kind="cell", status="running", started_at=5.0,
                source=Source(notebook=NOTEBOOK))  # fmt: skip
    artifact = Artifact(digest=B, kind="frame", codec="frame/1", size_bytes=1)
    by_hand = ArtifactUse(
        run_id=other.id, cell_execution_id=None, name="X", direction="output", artifact=artifact, version=0
    )
    process.bring(
        ("run", other),
        ("param", Param(run_id=reader, key="lr", value=0.2)),
        ("param", Param(run_id=other.id, key="lr", value=0.3)),
        ("metric", [other.id, "lr", "0.5", 0, 1.0]),
        ("use", by_hand),
    )
    assert not is_stale(store, reader)


def test_notebooks_jobs_and_processes_do_not_disturb_each_other(store: Store, process: Process) -> None:
    other = Process(store)
    job = ids.new_id()
    readers = [
        process.run(reads={"X": A}),
        process.run(reads={"X": A}, notebook="/work/other.ipynb"),
        process.run(reads={"X": A}, parent_id=job),
        process.run(reads={"X": A}, notebook=None),
        other.run(reads={"X": A}, notebook=None),
    ]
    process.run(makes={"X": B}, parent_id=job)
    other.run(makes={"X": B}, notebook=None)
    assert [is_stale(store, reader) for reader in readers] == [False, False, True, False, True]


def test_a_kernel_that_is_started_again_goes_on_in_the_scope_of_its_notebook(
    store: Store, process: Process
) -> None:
    reader = process.run(reads={"X": A}, started_at=1.0)
    Process(store).run(makes={"X": B}, started_at=2.0)
    assert is_stale(store, reader)


def test_a_journal_that_comes_late_does_not_undo_what_came_after_it(store: Store, process: Process) -> None:
    late = Process(store)
    reader = process.run(reads={"X": B}, started_at=2.0)
    old = late.run(reads={"X": A}, started_at=1.0)
    assert (is_stale(store, reader), is_stale(store, old)) == (False, True)


def test_a_file_is_the_same_for_everyone(store: Store, process: Process) -> None:
    reader = process.run(files={"/data/x.csv": A})
    own = process.run(files={"/data/y.csv": B}, writes={"/data/y.csv": B})
    Process(store).run(writes={"/data/x.csv": A}, notebook=None, started_at=10.0)
    assert not is_stale(store, reader)
    Process(store).run(writes={"/data/x.csv": B}, notebook=None, started_at=20.0)
    assert (is_stale(store, reader), is_stale(store, own)) == (True, False)
    Process(store).run(files={"/data/x.csv": A}, notebook=None, started_at=30.0)
    assert not is_stale(store, reader)


def test_values_of_a_block_are_what_it_was_called_with_and_its_data_are_inputs(
    store: Store, process: Process
) -> None:
    loop = [process.run(reads={"depth": depth}, kind="block", notebook=None) for depth in (2, 4)]
    assert [is_stale(store, run) for run in loop] == [False, False]
    reader = process.run(reads={"X": A}, kind="block", notebook=None)
    process.run(makes={"X": B}, kind="block", notebook=None)
    assert is_stale(store, reader)


def test_the_end_of_a_run_and_what_its_journal_says_of_it_leave_it_stale(store: Store, process: Process) -> None:
    reader = process.run(reads={"X": A})
    process.run(makes={"X": B})
    run = store.runs.find(reader).run
    process.bring(("run", replace(run, stale=False, status="failed")))
    assert is_stale(store, reader)


def test_a_run_downstream_of_a_stale_one_is_stale_when_its_own_input_has_changed(
    store: Store, process: Process
) -> None:
    process.run("load", makes={"X": A})
    fit = process.run("fit", reads={"X": A}, makes={"model": A})
    score = process.run("score", reads={"model": A})
    process.run("load", makes={"X": B})
    assert (is_stale(store, fit), is_stale(store, score)) == (True, False)
    process.run("fit", reads={"X": B}, makes={"model": B})
    assert is_stale(store, score)


def test_runs_that_became_stale_or_fresh_are_announced_and_no_others(store: Store, process: Process) -> None:
    reader, bystander = process.run(reads={"X": A}), process.run(reads={"Y": A})
    elsewhere = process.run(reads={"X": C})
    for content in (B, B, A):
        before = store.events.last()
        change = process.run(makes={"X": content})
        told = {event.id for event in store.events.after(before)}
        assert told - {change} <= {reader, elsewhere}
    assert told == {change, reader}
    assert bystander not in told


def test_the_cells_of_a_notebook_are_known_by_their_latest_run_and_say_what_changed(
    store: Store, process: Process
) -> None:
    process.run("fit", reads={"X": C})
    load = process.run("load", makes={"X": A, "depth": 6}, writes={"/x.csv": A})
    fit = process.run("fit", reads={"X": A, "depth": 6}, files={"/x.csv": A})
    process.run(None, reads={"X": A})
    process.run("fit", reads={"X": A}, parent_id=ids.new_id())
    process.run("fit", notebook="/work/other.ipynb")
    assert store.staleness.cells([NOTEBOOK, "train.ipynb"]) == (
        NotebookCell(cell_id="load", run_id=load, stale=False),
        NotebookCell(cell_id="fit", run_id=fit, stale=False),
    )
    again = process.run("load", makes={"X": B, "depth": 8}, writes={"/x.csv": B})
    reasons = ("/x.csv", "X", "depth (6, now 8)")
    assert store.staleness.cells([NOTEBOOK]) == (
        NotebookCell(cell_id="fit", run_id=fit, stale=True, reasons=reasons),
        NotebookCell(cell_id="load", run_id=again, stale=False),
    )
    assert store.staleness.cells(["/nowhere.ipynb"]) == ()


STEP = st.tuples(st.sampled_from("XYZ"), st.sampled_from((A, B, C, 1, 2.5, "eu")), st.booleans())


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    max_examples=30,
)
@given(steps=st.lists(STEP, max_size=12))
def test_staleness_is_what_a_plain_replay_of_the_runs_says(
    steps: list[tuple[str, Any, bool]], store: Store
) -> None:
    process, now, read = Process(store), {}, {}
    scope = f"/{process.writer}.ipynb"
    for name, value, reads in steps:
        done = process.run(**{"reads" if reads else "makes": {name: value}}, notebook=scope)
        now[name] = value
        if reads:
            read[done] = (name, value)
    for run_id, (name, value) in read.items():
        assert is_stale(store, run_id) == (now[name] != value)
