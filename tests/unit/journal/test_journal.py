from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.errors import StoreError
from celltrail.journal import Writer, is_finished, journals, read, reader, writer_id
from celltrail.journal.line import decode, encode

NEWLINE = ord("\n")
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
facts = st.lists(st.tuples(st.sampled_from(["run", "metric", "tag"]), plain), min_size=1, max_size=20)
Facts = list[tuple[str, Any]]


def facts_of(path: Path) -> Facts:
    return [fact for chunk in read(path) for fact in chunk.facts]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journal") / "one.journal"


@given(facts=facts)
def test_what_was_written_is_read_in_the_same_order(facts: Facts, file: Path) -> None:
    file.write_bytes(b"".join(map(encode, facts)))
    assert json.dumps(facts_of(file)) == json.dumps(facts)


@given(facts=facts, data=st.data())
def test_a_torn_tail_is_cut_and_everything_before_it_is_kept(
    facts: Facts, data: st.DataObject, file: Path
) -> None:
    lines = [encode(fact) for fact in facts]
    whole = b"".join(lines)
    cut = data.draw(st.integers(0, len(whole)))
    file.write_bytes(whole[:cut])
    acknowledged = sum(cut >= sum(map(len, lines[: n + 1])) for n in range(len(lines)))
    assert json.dumps(facts_of(file)) == json.dumps(facts[:acknowledged])
    assert [chunk.damaged for chunk in read(file)] == [0] * (acknowledged > 0)


@given(facts=facts, data=st.data())
def test_a_flipped_bit_costs_the_line_it_is_in_and_no_other(facts: Facts, data: st.DataObject, file: Path) -> None:
    lines = [encode(fact) for fact in facts]
    hit = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[hit]) - 2))  # its newline is the next test's
    line = bytearray(lines[hit])
    line[at] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(b"".join([*lines[:hit], bytes(line), *lines[hit + 1 :]]))
    assert json.dumps(facts_of(file)) == json.dumps(facts[:hit] + facts[hit + 1 :])
    assert sum(chunk.damaged for chunk in read(file)) >= 1


def test_a_lost_newline_costs_the_two_lines_that_it_parted(tmp_path: Path) -> None:
    lines = [encode(("tag", number)) for number in range(4)]
    lines[1] = lines[1].rstrip(b"\n") + b"\x0b"
    path = tmp_path / "one.journal"
    path.write_bytes(b"".join(lines))
    assert facts_of(path) == [("tag", 0), ("tag", 3)]


@given(line=st.binary())
def test_bytes_that_are_no_line_are_damage_and_never_an_error(line: bytes) -> None:
    assert decode(line) is None


def test_half_a_surrogate_pair_does_not_stop_a_fact_from_being_kept() -> None:
    line = encode(("cell", {"text": "a\ud800b", "at": 0.5, "nothing": None}))
    assert decode(line.rstrip(b"\n")) == ("cell", {"text": "a?b", "at": 0.5, "nothing": None})


def test_a_journal_longer_than_a_chunk_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "PIECE_BYTES", 100)
    written = [("tag", "x" * length) for length in (10, 300, 0, 99, 5, 1000, 1)]
    path = tmp_path / "one.journal"
    path.write_bytes(b"".join(map(encode, written)))
    chunks = list(read(path))
    assert [fact for chunk in chunks for fact in chunk.facts] == written
    assert [chunk.start for chunk in chunks[1:]] == [chunk.end for chunk in chunks[:-1]]
    assert facts_of(path)[3:] == [fact for chunk in read(path, chunks[2].start) for fact in chunk.facts][-4:]


def test_threads_may_append_at_once(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    start = threading.Barrier(8)

    def log(thread: int) -> None:
        start.wait()
        for number in range(200):
            writer.append(("metric", [thread, number]))

    threads = [threading.Thread(target=log, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [value for _, value in facts_of(writer.path)]
    writer.close()
    assert all([n for t, n in found if t == thread] == list(range(200)) for thread in range(8))
    assert len(found) == 1600


def test_after_a_fork_the_child_writes_a_journal_of_its_own(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.append(("tag", "before"))
    mine = writer.path
    child = os.fork()
    if child == 0:
        writer.append(("tag", "child"))
        os._exit(0)
    os.waitpid(child, 0)
    writer.append(("tag", "after"))
    (its,) = set(journals(tmp_path)) - {mine}
    assert (facts_of(mine), facts_of(its)) == ([("tag", "before"), ("tag", "after")], [("tag", "child")])
    assert (is_finished(mine), is_finished(its)) == (False, True)
    writer.close()


def test_a_fork_while_another_thread_appends_does_not_hang_the_child(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    done = threading.Event()

    def log() -> None:
        while not done.is_set():
            writer.append(("tag", "x" * 1000))

    thread = threading.Thread(target=log)
    thread.start()
    for _ in range(20):
        child = os.fork()
        if child == 0:
            writer.append(("tag", "child"))
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    done.set()
    thread.join()
    writer.close()
    assert sum(facts_of(path) == [("tag", "child")] for path in journals(tmp_path)) == 20


def test_a_closed_journal_is_not_begun_again_in_a_child(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.close()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    assert list(journals(tmp_path)) == [writer.path]
    with pytest.raises(StoreError, match="cannot be written"):
        writer.append(("tag", "late"))


def test_a_journal_counts_as_finished_when_its_writer_lets_it_go(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    assert (is_finished(writer.path), writer_id(writer.path)) == (False, writer.id)
    writer.close()
    assert is_finished(writer.path)
    assert is_finished(tmp_path / "gone.journal")


def test_a_new_journal_never_looks_like_one_of_a_dead_process(tmp_path: Path) -> None:
    """Between being made and being locked, a drain of another process would have removed it."""
    done = threading.Event()
    seen: list[Path] = []

    def look() -> None:
        while not done.is_set():
            seen.extend(path for path in journals(tmp_path) if is_finished(path) and path.exists())

    thread = threading.Thread(target=look)
    thread.start()
    writers = [Writer(tmp_path) for _ in range(200)]
    done.set()
    thread.join()
    for writer in writers:
        writer.close()
    assert seen == []


def test_a_folder_that_cannot_be_made_is_said_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        Writer(tmp_path / "file" / "journal")
    assert "cannot be made" in caught.value.message
    assert "CELLTRAIL_HOME" in caught.value.hint
