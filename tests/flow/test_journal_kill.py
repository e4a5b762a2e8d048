"""The promise of the journal: what was acknowledged is there, once, however its process ended."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from subprocess import Popen
from typing import Any

import pytest

from celltrail.journal import journals
from celltrail.tracking import Workspace

Start = Callable[..., "Popen[str]"]

LOOP = """
import sys, celltrail
from celltrail.tracking.span import Span
with celltrail.track("loop") as run:
    depth = 6
    for number in range(10**9):
        celltrail.log_metric("m", number)
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
"""


def killed_after(process: Popen[str], count: int) -> int:
    """Kill a process as soon as it has acknowledged `count` facts, and return the last number acknowledged."""
    assert process.stdout
    for _ in range(count):
        process.stdout.readline()
    process.kill()
    rest = process.stdout.read().splitlines(keepends=True)
    assert process.wait() == -signal.SIGKILL
    complete = [int(line) for line in rest if line.endswith("\n")]
    return complete[-1] if complete else count - 1


@pytest.mark.parametrize("count", [1, 400, 3000])
def test_all_that_was_acknowledged_before_kill_9_is_in_the_store_once(
    count: int, python: Start, workspace: Workspace
) -> None:
    last = killed_after(python(LOOP), count)
    workspace.drain()
    row = workspace.store.runs.find("loop")
    numbers = [point.value for point in workspace.store.runs.points(row.run.id, "m")]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) in (last + 1, last + 2)  # one may have been written and not yet acknowledged
    assert (row.run.status, row.params) == ("lost", {"depth": 6})
    assert "without finishing" in (row.run.error or "")
    assert [cell.status for cell in workspace.store.runs.cells(row.run.id)] == ["failed"]
    assert list(journals(workspace.settings.journals)) == []
    assert workspace.drain() == 0


def test_a_dead_journal_with_a_torn_tail_is_finished_without_it(python: Start, workspace: Workspace) -> None:
    last = killed_after(python(LOOP.replace('track("loop")', 'track("loop") if True else 0')), 5)
    (path,) = journals(workspace.settings.journals)
    with path.open("ab") as file:
        file.write(b'1234abcd ["metric",["half a li')
    workspace.drain()
    assert len(workspace.store.runs.points(workspace.store.runs.find("loop").run.id, "m")) >= last + 1
    assert workspace.store.drift.alerts() == ()
    assert not path.exists()


DRAIN = """
import sys
from celltrail.tracking import workspace
here = workspace()
sys.stdin.readline()
print(sum(here.drain() for _ in range(20)))
"""


def test_two_processes_that_drain_at_once_apply_each_fact_once(python: Start, workspace: Workspace) -> None:
    logging = [python(LOOP) for _ in range(3)]
    for process in logging:
        killed_after(process, 500)
    drains = [python(DRAIN) for _ in range(3)]
    for process in drains:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    counts = [int(process.communicate()[0]) for process in drains]
    rows = workspace.store.runs.list()
    assert [row.run.status for row in rows] == ["lost"] * 3
    for row in rows:
        points = [point.value for point in workspace.store.runs.points(row.run.id, "m")]
        assert points == list(range(len(points)))
        (metric,) = workspace.store.runs.metrics(row.run.id)
        assert metric.count == len(points) >= 500
    assert sum(counts) >= sum(metric.count for row in rows for metric in workspace.store.runs.metrics(row.run.id))


def test_the_journal_of_a_living_process_is_read_and_left_to_it(
    python: Start, workspace: Workspace, wait_for: Callable[..., Any]
) -> None:
    process = python(LOOP)
    assert process.stdout
    acknowledged = int(process.stdout.readline())
    reader = threading.Thread(target=process.stdout.read, daemon=True)
    reader.start()
    workspace.drain()
    row = workspace.store.runs.find("loop")
    assert row.run.status == "running"
    assert len(workspace.store.runs.points(row.run.id, "m")) > acknowledged
    assert len(list(journals(workspace.settings.journals))) == 1
    process.kill()
    process.wait()
    reader.join()
    workspace.drain(only_finished=True)
    assert workspace.store.runs.find("loop").run.status == "lost"


def test_a_process_that_ends_by_itself_leaves_nothing_in_the_journal(python: Start, workspace: Workspace) -> None:
    code = "import celltrail\nwith celltrail.track('short'):\n    celltrail.log_metric('m', 1)"
    assert python(code).wait() == 0
    row = workspace.store.runs.find("short")
    assert (row.run.status, row.metrics) == ("finished", {"m": 1.0})


def test_a_child_made_by_fork_in_the_middle_of_a_block_loses_nothing(python: Start, workspace: Workspace) -> None:
    code = """
import multiprocessing, celltrail
def work(number):
    celltrail.log_metric("worker", number)
    return len(celltrail.list_runs())
if __name__ == "__main__":
    with celltrail.track("pool"):
        for number in range(50):
            celltrail.log_metric("m", number)
        with multiprocessing.get_context("fork").Pool(3) as pool:
            print(pool.map(work, range(30)))
"""
    out, err = python(code).communicate(timeout=60)
    assert out.strip() == str([1] * 30), err
    workspace.drain()
    row = workspace.store.runs.find("pool")
    assert row.run.status == "finished"
    assert {point.value for point in workspace.store.runs.points(row.run.id, "worker")} == set(range(30))


FORKING = """
import os, time, celltrail
with celltrail.track("forks"):
    for number in range(40):
        celltrail.log_metric("m", number)
        child = os.fork()
        if child == 0:
            celltrail.log_metric("forked", number)
            celltrail.list_runs()
            os._exit(0)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            time.sleep(0.01)
print("done")
"""


def test_a_fork_at_any_moment_of_the_first_drain_leaves_a_child_that_works(
    python: Start, workspace: Workspace
) -> None:
    """The thread that drains loads libraries and holds SQLite's locks, which a child would wait for in vain."""
    out, err = python(FORKING).communicate(timeout=60)
    assert out == "done\n", err
    workspace.drain()
    run_id = workspace.store.runs.find("forks").run.id
    assert {point.value for point in workspace.store.runs.points(run_id, "forked")} == set(range(40))


FULL = """
import resource, signal, sys
import celltrail
from celltrail.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with celltrail.track("full") as run:
    resource.setrlimit(resource.RLIMIT_FSIZE, (run.workspace.journal.path.stat().st_size + 5000, -1))
    kept = 0
    try:
        while True:
            celltrail.log_metric("m", kept)
            kept += 1
    except StoreError as error:
        print(kept, error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
    celltrail.log_metric("after", 1)
"""


def test_a_disk_that_is_full_is_said_nothing_acknowledged_is_lost_and_it_goes_on_when_there_is_room(
    python: Start, workspace: Workspace
) -> None:
    process = python(FULL)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    kept, _, said = out.partition(" ")
    assert "cannot be written" in said
    assert "Make room on the disk" in said
    row = workspace.store.runs.find("full")
    points = [point.value for point in workspace.store.runs.points(row.run.id, "m")]
    assert points == list(range(int(kept)))
    assert (row.run.status, row.metrics["after"]) == ("finished", 1.0)
    assert workspace.store.drift.alerts() == ()
