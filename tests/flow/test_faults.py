"""Processes that are killed, forked, spawned or out of disk: nothing acknowledged is lost, no cell notices."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from celltrail.journal import journals
from celltrail.store import migrate
from celltrail.tracking import Workspace

Start = Callable[..., "Popen[str]"]
KILLS = Path(__file__).parents[1] / "benchmarks" / "scripts" / "kills.py"


def test_of_processes_killed_at_random_moments_nothing_acknowledged_is_missing_or_there_twice(home: Path) -> None:
    """A share of the fault run in tests/benchmarks, which kills 200."""
    done = subprocess.run(
        [sys.executable, str(KILLS), "30", "11"], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    said, wrong = done.stdout.split("\n")[-3:-1]
    killed, facts = (int(word) for word in said.replace(",", "").split() if word.isdigit())
    assert killed == 30
    assert facts > 500
    assert wrong == "0", done.stdout


SPAWN = """
import multiprocessing, celltrail
from concurrent.futures import ProcessPoolExecutor
def own(number):
    with celltrail.track(f"spawned {number}"):
        celltrail.log_metric("m", number)
def shared(number):
    celltrail.log_metric("worker", number)
if __name__ == "__main__":
    with celltrail.track("parent") as run:
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(own, range(4)))
        with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
            list(pool.map(shared, range(20)))
        celltrail.log_metric("m", 1)
    print("done")
"""


def test_pools_of_spawned_and_forked_processes_log_too(python: Start, workspace: Workspace) -> None:
    """A spawned process knows nothing of the run around it, so it tracks runs of its own; a forked one knows."""
    out, err = python(SPAWN).communicate(timeout=120)
    assert out == "done\n", err
    workspace.drain()
    rows = {row.run.name: row for row in workspace.store.runs.list()}
    assert {name: (row.run.status, row.metrics["m"]) for name, row in rows.items()} == {
        "parent": ("finished", 1.0),
        **{f"spawned {number}": ("finished", float(number)) for number in range(4)},
    }
    points = workspace.store.runs.points(rows["parent"].run.id, "worker")
    assert sorted(point.value or 0.0 for point in points) == list(range(20))
    assert list(journals(workspace.settings.journals)) == []


AT_ONCE = """
import asyncio, threading, celltrail
async def task(name):
    with celltrail.track(name):
        for number in range(200):
            celltrail.log_metric("m", number)
            if number % 20 == 0:
                await asyncio.sleep(0)
def thread(name):
    with celltrail.track(name):
        for number in range(200):
            celltrail.log_metric("m", number)
async def main():
    await asyncio.gather(*(task(f"task {number}") for number in range(4)))
threads = [threading.Thread(target=thread, args=(f"thread {number}",)) for number in range(4)]
for each in threads: each.start()
asyncio.run(main())
for each in threads: each.join()
"""


def test_threads_and_tasks_that_log_at_once_log_to_the_run_around_them(
    python: Start, workspace: Workspace
) -> None:
    process = python(AT_ONCE)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    workspace.drain()
    rows = workspace.store.runs.list()
    assert {row.run.name for row in rows} == {f"{kind} {n}" for kind in ("task", "thread") for n in range(4)}
    for row in rows:
        assert [point.value for point in workspace.store.runs.points(row.run.id, "m")] == list(range(200))


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def fill():
    here = celltrail.active_run().workspace
    resource.setrlimit(resource.RLIMIT_FSIZE, (here.journal.path.stat().st_size + 10, resource.RLIM_INFINITY))
def make_room():
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
import celltrail
%load_ext celltrail
"""


def test_a_disk_that_fills_up_in_the_middle_of_a_cell_is_said_and_leaves_its_result_alone(
    start_kernel: Callable[..., Any],
) -> None:
    kernel = start_kernel()
    assert kernel.run(FULL).reply["status"] == "ok"
    answer = kernel.run("%%track full\nfill()\nanswer = 6 * 7\nanswer")
    kernel.run("make_room()")
    assert answer.reply["status"] == "ok"
    assert [content["data"]["text/plain"] for content in answer.of("execute_result")] == ["42"]
    assert "Make room on the disk" in answer.text
    assert "Traceback" not in answer.text
    later = kernel.run("%%track later\nanswer = answer * 2\nanswer")
    assert [content["data"]["text/plain"] for content in later.of("execute_result")] == ["84"]
    assert kernel.last_run("later").metrics == {"answer": 84.0}


def test_a_folder_that_may_only_be_read_is_said_and_leaves_the_cell_alone(
    start_kernel: Callable[..., Any], tmp_path: Path
) -> None:
    """A file in the place of the home cannot be written by root either, whom permissions do not stop."""
    (tmp_path / "no-folder").write_text("")
    kernel = start_kernel(CELLTRAIL_HOME=str(tmp_path / "no-folder"))
    kernel.run("%load_ext celltrail")
    answer = kernel.run("%%track x\n6 * 7")
    assert answer.reply["status"] == "ok"
    assert [content["data"]["text/plain"] for content in answer.of("execute_result")] == ["42"]
    assert "CELLTRAIL_HOME" in answer.text
    assert "Traceback" not in answer.text


OPENING = """
import sys
from celltrail.tracking import workspace
print("ready", flush=True)
sys.stdin.readline()
workspace().store
print("open", flush=True)
"""


@pytest.mark.parametrize("wait_ms", [1, 20, 60, 120, 240])
def test_a_store_whose_making_was_killed_is_made_by_the_next_one(
    wait_ms: int, python: Start, workspace: Workspace
) -> None:
    process = python(OPENING)
    assert process.stdin
    assert process.stdout
    process.stdout.readline()
    process.stdin.write("go\n")
    process.stdin.flush()
    try:
        process.wait(wait_ms / 1000)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert workspace.store.runs.list() == ()
    assert workspace.store.events.last() == 0
    assert migrate.HEAD
