"""The law of journals: whole good lines are in the store, once each, whatever happened to the files."""

from __future__ import annotations

import importlib
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from celltrail.config import Settings
from celltrail.journal import Piece, journals
from celltrail.journal import reader as journal_reader
from celltrail.journal.line import decode, encode
from celltrail.records import CellExecution, Run
from celltrail.tracking import Workspace, shipping, track
from celltrail.tracking.ingest import ingest

workspaces = importlib.import_module("celltrail.tracking.workspace")  # the package has a function of this name
WRITERS = ("a", "b", "c")
RUN = "0" * 32


def point(writer: str, number: int) -> bytes:
    return encode(("metric", (RUN, writer, repr(float(number)), number, 1.0)))


def points_in(data: bytes) -> Counter[tuple[str, int]]:
    """Return what the whole good lines of a file say."""
    found = [decode(line) for line in data.split(b"\n")[:-1]]
    return Counter((fact[1][1], fact[1][3]) for fact in found if fact and fact[0] == "metric")


def points_of(workspace: Workspace) -> Counter[tuple[str, int]]:
    return Counter(
        (writer, point.step) for writer in WRITERS for point in workspace.store.runs.points(RUN, writer)
    )


def opened(folder: str) -> Workspace:
    home = Path(folder)
    return Workspace(Settings(home=home, store_url=f"sqlite:///{home}/store.db", artifacts=home / "artifacts"))


harm = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 10**6), st.just(0)),
    st.tuples(st.just("flip"), st.integers(0, 10**6), st.integers(0, 7)),
    st.tuples(st.just("nothing"), st.just(0), st.just(0)),
)


def harmed(data: bytes, what: tuple[str, int, int]) -> bytes:
    kind, at, bit = what
    if kind == "cut":
        return data[: at % (len(data) + 1)]
    if kind == "flip" and data:
        changed = bytearray(data)
        changed[at % len(data)] ^= 1 << bit
        return bytes(changed)
    return data


@settings(max_examples=25)
@given(
    order=st.lists(st.sampled_from(WRITERS), min_size=1, max_size=60),
    harms=st.tuples(harm, harm, harm),
    size=st.integers(1, 2000),
    drains=st.sets(st.integers(0, 60), max_size=3),
)
def test_whatever_is_cut_flipped_or_interleaved_the_store_holds_the_whole_good_lines_once_each(
    order: Sequence[str], harms: Any, size: int, drains: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal_reader, "PIECE_BYTES", size)
        # Growing files are read by one who takes them for alive; at the end they are those of dead writers.
        patch.setattr(workspaces, "is_finished", lambda _path: False)
        here, other = opened(folder), opened(folder)
        here.settings.journals.mkdir(parents=True)
        files = {writer: here.settings.journals / f"{writer}.journal" for writer in WRITERS}
        for number, writer in enumerate(order):
            with files[writer].open("ab") as file:
                file.write(point(writer, number))
            if number in drains:
                here.drain()
        arrived = {writer: here.store.facts.offset(writer) for writer in WRITERS}
        expected: Counter[tuple[str, int]] = Counter()
        damaged = False
        for writer, what in zip(WRITERS, harms, strict=True):
            before = files[writer].read_bytes() if files[writer].exists() else b""
            after = before[: arrived[writer]] + harmed(before[arrived[writer] :], what)
            files[writer].write_bytes(after)
            expected += points_in(before[: arrived[writer]]) + points_in(after[arrived[writer] :])
            damaged |= any(decode(line) is None for line in after[arrived[writer] :].split(b"\n")[:-1])
        patch.undo()
        patch.setattr(journal_reader, "PIECE_BYTES", size)
        drainers = [threading.Thread(target=workspace.drain) for workspace in (here, other)]
        for drainer in drainers:
            drainer.start()
        for drainer in drainers:
            drainer.join()
        assert points_of(here) == expected
        assert list(journals(here.settings.journals)) == []
        assert bool(here.store.drift.alerts()) == damaged
        assert (here.settings.journals / "damaged").exists() == damaged
        here.store.close()
        other.store.close()


def test_a_line_that_the_database_refuses_costs_that_line_and_no_other(workspace: Workspace) -> None:
    run = Run(id=RUN, name="r", kind="block", status="running", started_at=1.0)
    huge = CellExecution(id="c", run_id=RUN, position=2**70, source="", status="finished", started_at=1.0)
    lines = [encode(("run", run)), point("a", 1), encode(("cell", huge)), point("a", 2), point("a", 3)]
    data = b"".join(lines)
    taken = ingest(workspace.store, "w", Piece(data, 0))
    assert (taken.offset, taken.facts, taken.damaged) == (len(data), 4, 1)
    assert [point.step for point in workspace.store.runs.points(RUN, "a")] == [1, 2, 3]
    again = ingest(workspace.store, "w", Piece(data, 0))
    assert (again.offset, again.facts, again.damaged) == (len(data), 0, 0)


def test_a_piece_that_does_not_fit_on_what_is_there_changes_nothing(workspace: Workspace) -> None:
    first, second = point("a", 1), point("a", 2)
    assert ingest(workspace.store, "w", Piece(second, len(first))).offset == 0
    assert ingest(workspace.store, "w", Piece(first, 0)).offset == len(first)
    assert ingest(workspace.store, "w", Piece(first, 0)).facts == 0
    assert [point.step for point in workspace.store.runs.points(RUN, "a")] == [1]


def test_a_fault_that_nobody_thought_of_does_not_end_the_thread_that_ships(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, wait_for: Any
) -> None:
    with monkeypatch.context() as broken, track("r") as run:
        broken.setattr(Workspace, "ship", lambda _self: 1 / 0)
        run.log_metric("m", 1)
        thread = shipping._threads[workspace]
        wait_for(lambda: "ZeroDivisionError" in str(thread.fault))
    wait_for(lambda: thread.fault is None)
    assert workspace.store.runs.find("r").metrics == {"m": 1.0}


def test_what_is_shipped_is_on_the_disk_before_it_is_in_the_store(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    with track("r") as run:
        workspace.drain()
        delivery = workspace.delivery
        bring = delivery.bring
        monkeypatch.setattr(workspaces, "make_durable", lambda _path: order.append("disk"))
        monkeypatch.setattr(delivery, "bring", lambda *args: (order.append("store"), bring(*args))[1])
        run.log_metric("m", 1)
        workspace.drain()
    assert order[:2] == ["disk", "store"]
