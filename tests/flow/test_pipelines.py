"""Pipelines by real notebooks: values flow, failures stop what needs them, and nothing is run twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import celltrail
from celltrail import clock, jobs, scheduling
from celltrail.errors import ConflictError, JobFailedError, ScheduleError
from celltrail.records import PipelineRun, StepState, Trigger
from celltrail.scheduling import Draft, pipelines
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]
LOAD = "import celltrail\nwith celltrail.track('load') as run:\n    celltrail.log_metric('rows', 7)\n    run.log_value('table', [1, 2])"  # noqa: E501


def states(run: PipelineRun) -> dict[str, StepState]:
    return {state.name: state for state in run.states}


def test_values_flow_from_step_to_step_with_their_types(workspace: Workspace, notebook: Write) -> None:
    load = notebook(LOAD, name="load.ipynb", parameters="day = 3")
    check = notebook(
        "import celltrail\nassert celltrail.load(table) == [1, 2]\nassert source.endswith('load.ipynb')",
        name="check.ipynb", parameters="rows: float\nday: int\nnote: str\ntable: str\nsource: str",
    )  # fmt: skip
    given = {
        "rows": "${load.rows}", "day": "${load.params.day}", "note": "of ${load.rows} rows",
        "table": "${load.artifact.table}", "source": "${load.output}",
    }  # fmt: skip
    celltrail.pipeline(
        "p",
        [{"name": "load", "notebook": str(load)}, {"name": "check", "notebook": str(check), "parameters": given}],
    )
    run = celltrail.run_pipeline("p")
    assert run.status == "finished"
    found = states(run)["check"].parameters
    assert (found["rows"], found["day"], found["note"]) == (7.0, 3, "of 7.0 rows")
    job = jobs.current(workspace, states(run)["check"].job_id or "")
    assert (job.trigger, job.pipeline_run_id) == ("pipeline", run.id)


def test_a_failure_stops_what_needs_it_and_resume_runs_only_what_is_missing(
    workspace: Workspace, notebook: Write, tmp_path: Path
) -> None:
    mended = tmp_path / "mended"
    good = notebook("pass", name="good.ipynb")
    bad = notebook(f"import pathlib\nassert pathlib.Path({str(mended)!r}).exists(), 'not yet'", name="bad.ipynb")
    steps = [
        {"name": "a", "notebook": str(good)}, {"name": "b", "notebook": str(bad), "after": ["a"]},
        {"name": "c", "notebook": str(good), "after": ["b"]},
    ]  # fmt: skip
    celltrail.pipeline("p", steps)
    with pytest.raises(JobFailedError, match="not yet") as failed:
        celltrail.run_pipeline("p")
    (run,) = workspace.store.pipelines.runs.all()
    assert run.id in failed.value.hint
    before = states(run)
    assert [before[name].status for name in "abc"] == ["finished", "failed", "skipped"]
    mended.touch()
    again = celltrail.resume_pipeline(run.id)
    after = states(again)
    assert [state.status for state in again.states] == ["finished"] * 3
    assert after["a"].job_id == before["a"].job_id, "what has finished is not run again"
    with pytest.raises(ConflictError):
        celltrail.resume_pipeline(run.id)


def test_a_steering_process_that_is_killed_is_seen_and_its_jobs_are_joined_again(
    workspace: Workspace, notebook: Write, tmp_path: Path, wait_for: Wait
) -> None:
    gate = tmp_path / "gate"
    slow = notebook(f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.05)")
    celltrail.pipeline("p", [{"name": "slow", "notebook": str(slow)}])
    run = celltrail.run_pipeline("p", wait=False)
    wait_for(lambda: workspace.store.jobs.where(pipeline_run_id=run.id, status="running"))
    os.kill(workspace.store.pipelines.runs.get(run.id).pid or 0, signal.SIGKILL)
    wait_for(lambda: pipelines.current(workspace, run.id).status == "lost")
    again = celltrail.resume_pipeline(run.id, wait=False)
    gate.touch()
    assert pipelines.wait(workspace, again.id).status == "finished"
    assert len(workspace.store.jobs.all()) == 1


def test_cancel_ends_the_notebooks_too(workspace: Workspace, notebook: Write, wait_for: Wait) -> None:
    slow, quick = notebook("import time; time.sleep(600)"), notebook("pass", name="quick.ipynb")
    steps = [{"name": "a", "notebook": str(slow)}, {"name": "b", "notebook": str(quick), "after": ["a"]}]
    celltrail.pipeline("p", steps)
    run = celltrail.run_pipeline("p", wait=False)
    wait_for(lambda: workspace.store.jobs.where(pipeline_run_id=run.id, status="running"))
    ended = celltrail.cancel_pipeline(run.id)
    assert ended.status == "cancelled"
    assert {state.status for state in ended.states} == {"cancelled"}
    (job,) = workspace.store.jobs.all()
    assert job.status == "cancelled"
    with pytest.raises(ConflictError):
        celltrail.cancel_pipeline(run.id)


def test_a_metric_that_a_step_did_not_log_is_named(workspace: Workspace, notebook: Write) -> None:
    load = notebook(LOAD, name="load.ipynb")
    train = notebook("pass", parameters="n = 1")
    steps = [{"name": "load", "notebook": str(load)},
             {"name": "train", "notebook": str(train), "parameters": {"n": "${load.row}"}}]  # fmt: skip
    celltrail.pipeline("p", steps)
    with pytest.raises(JobFailedError, match=r"'load' has no metric 'row'. Its metrics are: rows"):
        celltrail.run_pipeline("p")


def test_a_pipeline_runs_by_schedule_and_by_file(
    workspace: Workspace, notebook: Write, tmp_path: Path, wait_for: Wait
) -> None:
    notebook("pass", name="a.ipynb")
    (tmp_path / "nightly.yaml").write_text("steps:\n- {name: a, notebook: a.ipynb}\n")
    command = [sys.executable, "-m", "celltrail", "pipeline", "nightly.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert "nightly finished" in done.stdout
    assert "a  finished" in done.stderr
    trigger = Trigger(kind="interval", every_s=3600)
    with pytest.raises(ScheduleError, match="takes no parameters"):
        scheduling.create(workspace, Draft(trigger=trigger, pipeline="nightly", parameters={"a": 1}))
    schedule = scheduling.create(workspace, Draft(trigger=trigger, pipeline="nightly"))
    workspace.store.schedules.change(schedule.id, next_at=clock.now() - 1)
    scheduling.Loop(lambda: workspace, lambda _said: None).turn()
    (firing,) = workspace.store.schedules.firings(schedule.id)
    run = pipelines.wait(workspace, firing.pipeline_run_id or "")
    assert (run.status, run.schedule_id) == ("finished", schedule.id)
