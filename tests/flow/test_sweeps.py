"""Sweeps: real notebooks, real jobs, and a steering process that is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

import celltrail
from celltrail import jobs, sweeping
from celltrail.errors import ConflictError
from celltrail.records import Sweep, Trial
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]
LOAD = "%load_ext celltrail"
GATE = """
import pathlib, time
with open('ran.txt', 'a') as file: file.write(f'{depth}\\n')
first = not pathlib.Path('first').exists()
pathlib.Path('first').touch()
while not first and not pathlib.Path('go').exists(): time.sleep(0.05)
"""
STEPS = """%%track fit
import time
for step in range(3 if depth > 1 else 3000):
    celltrail.log_metric('auc', depth - step * 0.1)
    time.sleep(0.02 if depth > 1 else 0.2)
"""


def trials_of(workspace: Workspace, sweep: Sweep) -> tuple[Trial, ...]:
    return workspace.store.sweeps.trials(sweep.id)


def finished(workspace: Workspace, sweep: Sweep, count: int) -> bool:
    trials = trials_of(workspace, sweep)
    return sum(t.status == "finished" for t in trials) == count and any(t.status == "running" for t in trials)


def test_a_grid_runs_each_point_once_marks_the_best_run_and_is_not_run_again(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        LOAD, "%%track fit\nauc = 1 - abs(depth - 4) / 10 - rate", parameters="depth: int = 3\nrate = 0.5"
    )
    begun = celltrail.sweep(path, {"depth": range(3, 6), "rate": 0.25}, metric="auc", parallel=3)
    ended = sweeping.wait(workspace, begun.id)
    assert (ended.status, ended.error, ended.sampler) == ("finished", None, "grid")
    trials = trials_of(workspace, ended)
    assert {t.parameters["depth"]: t.value for t in trials} == {3: 0.65, 4: 0.75, 5: 0.65}
    best = trials[ended.best_trial or 0]
    assert best.parameters == {"depth": 4}
    tags = {t.number: workspace.store.runs.find(t.run_id or "").tags for t in trials}
    assert [n for n, of_run in tags.items() if of_run.get("celltrail.best") == ended.id] == [best.number]
    compared = celltrail.compare(*(t.run_id or "" for t in trials)).metrics
    assert [(row.metric, row.mean) for row in compared] == [("auc", t.value) for t in trials]
    job = workspace.store.jobs.get(best.job_id or "")
    assert (job.trigger, job.sweep_id, job.parameters) == ("sweep", ended.id, {"depth": 4, "rate": 0.25})
    again = celltrail.sweep(path, {"depth": "3..5", "rate": 0.25}, metric="auc", parallel=3)
    assert again.id == ended.id
    assert sweeping.wait(workspace, again.id).status == "finished"
    assert trials_of(workspace, again) == trials
    assert len(workspace.store.jobs.all()) == 3
    assert [s.id for s in celltrail.sweeps()] == [ended.id]
    assert celltrail.sweep_summary(ended.id).best == best.point


def test_a_sweep_whose_steering_process_is_killed_goes_on_where_it_was(
    notebook: Write, workspace: Workspace, wait_for: Wait
) -> None:
    path = notebook(GATE, LOAD, "%%track fit\nauc = depth / 10", parameters="depth = 3")
    begun = celltrail.sweep(path, {"depth": "1..3"}, metric="auc", parallel=1)
    wait_for(lambda: finished(workspace, begun, 1) and (path.parent / "ran.txt").read_text().count("\n") == 2)
    first, second = trials_of(workspace, begun)
    os.kill(begun.pid or 0, signal.SIGKILL)
    wait_for(lambda: sweeping.current(workspace, begun.id).status == "lost")
    os.killpg(workspace.store.jobs.get(second.job_id or "").pid or 0, signal.SIGKILL)
    (path.parent / "go").touch()
    again = celltrail.sweep(path, {"depth": "1..3"}, metric="auc", parallel=1)
    ended = sweeping.wait(workspace, again.id)
    assert (again.id, ended.status, ended.error) == (begun.id, "finished", None)
    trials = trials_of(workspace, ended)
    assert trials[0] == first
    assert [t.status for t in trials] == ["finished"] * 3
    assert trials[1].parameters == second.parameters
    assert trials[1].job_id != second.job_id
    ran = (path.parent / "ran.txt").read_text().split()
    order = [str(t.parameters["depth"]) for t in trials]
    assert ran == [order[0], order[1], order[1], order[2]]


def test_a_job_that_outlives_the_steering_process_is_taken_over_and_not_run_twice(
    notebook: Write, workspace: Workspace, wait_for: Wait
) -> None:
    path = notebook(GATE, LOAD, "%%track fit\nauc = depth / 10", parameters="depth = 3")
    begun = celltrail.sweep(path, {"depth": "1..2"}, metric="auc", parallel=1)
    wait_for(lambda: finished(workspace, begun, 1) and (path.parent / "ran.txt").read_text().count("\n") == 2)
    os.kill(begun.pid or 0, signal.SIGKILL)
    wait_for(lambda: sweeping.current(workspace, begun.id).status == "lost")
    again = celltrail.continue_sweep(begun.id)
    (path.parent / "go").touch()
    assert sweeping.wait(workspace, again.id).status == "finished"
    assert len((path.parent / "ran.txt").read_text().split()) == 2


def test_a_trial_that_falls_behind_while_it_runs_is_stopped(notebook: Write, workspace: Workspace) -> None:
    path = notebook(f"{LOAD}\nimport celltrail", STEPS, parameters="depth = 3")
    begun = celltrail.sweep(path, {"depth": [1, 2, 3, 4]}, metric="auc", parallel=2, prune=True)
    ended = sweeping.wait(workspace, begun.id)
    assert (ended.status, ended.error) == ("finished", None)
    by_depth = {t.parameters["depth"]: t for t in trials_of(workspace, ended)}
    assert [by_depth[depth].status for depth in (1, 2, 3, 4)] == ["pruned", "finished", "finished", "finished"]
    pruned = by_depth[1]
    assert pruned.value is None
    assert pruned.last_value is not None
    assert pruned.last_value <= 1
    assert jobs.wait(workspace, pruned.job_id or "").status == "cancelled"
    assert ended.best_trial == by_depth[4].number


def test_seeds_give_each_point_an_interval(notebook: Write, workspace: Workspace) -> None:
    path = notebook(LOAD, "%%track fit\nloss = depth + seed / 10", parameters="depth = 3\nseed = 7")
    begun = celltrail.sweep(path, {"depth": [1, 2]}, metric="loss", minimize=True, seeds=2, parallel=2)
    ended = sweeping.wait(workspace, begun.id)
    found = celltrail.sweep_summary(ended.id)
    best = next(point for point in found.points if point.point == found.best)
    assert (best.parameters, best.rank, sorted(best.values)) == ({"depth": 1}, 1, [1.0, 1.1])
    assert best.mean == pytest.approx(1.05)
    assert (best.low, best.high) == (
        pytest.approx(1.05 - 0.6353, abs=1e-3),
        pytest.approx(1.05 + 0.6353, abs=1e-3),
    )
    assert [t.seed for t in trials_of(workspace, ended)] == [0, 1, 0, 1]


def test_a_notebook_that_fails_alike_again_and_again_ends_the_sweep_with_that_error(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook("raise ValueError('no such month')", parameters="depth = 3")
    begun = celltrail.sweep(path, {"depth": "1..50"}, metric="auc", parallel=3)
    ended = sweeping.wait(workspace, begun.id)
    assert ended.status == "failed"
    assert "no such month" in (ended.error or "")
    assert len(trials_of(workspace, ended)) < 10
    assert workspace.store.jobs.open() == ()


def test_ctrl_c_stops_the_sweep_and_its_jobs(
    notebook: Write, workspace: Workspace, wait_for: Wait, python: Callable[..., Any]
) -> None:
    path = notebook("open('began', 'w').close()\nimport time\ntime.sleep(600)", parameters="depth = 3")
    asked = ["sweep", str(path), "-p", "depth=1..4", "--metric", "auc", "--parallel", "1"]
    terminal = python(f"import sys\nfrom celltrail.cli import main\nsys.exit(main({asked!r}))")
    wait_for((path.parent / "began").exists)
    (sweep,) = workspace.store.sweeps.all()
    (job,) = workspace.store.jobs.all()
    os.kill(terminal.pid, signal.SIGINT)
    _, said = terminal.communicate(timeout=60)
    assert terminal.returncode == 130, said
    assert "goes on with it" in said
    ended = workspace.store.sweeps.get(sweep.id)
    assert (ended.status, workspace.store.jobs.get(job.id).status) == ("cancelled", "cancelled")
    assert [t.status for t in trials_of(workspace, ended)] == ["cancelled"]
    wait_for(lambda: not psutil.pid_exists(ended.pid or 0))
    with pytest.raises(ConflictError, match="cancelled already"):
        celltrail.cancel_sweep(sweep.id)
