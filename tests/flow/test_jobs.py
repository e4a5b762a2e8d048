"""Notebooks as jobs: real processes, real kernels, papermill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from celltrail import jobs
from celltrail.errors import ConflictError, JobFailedError, NotFoundError
from celltrail.records import Job
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]
WAITING = "import celltrail, time\ncelltrail.log_metric('before', 1)\nprint('waits', flush=True)\ntime.sleep(120)"


def kernels_of(job: Job) -> list[psutil.Process]:
    assert job.pid
    return psutil.Process(job.pid).children(recursive=True)


def run_status(workspace: Workspace, job: Job) -> str:
    return workspace.store.runs.find(job.run_id or "").run.status


def waiting(workspace: Workspace, job_id: str) -> bool:
    """Whether the tracked cell of a job has logged its metric."""
    workspace.drain()
    return any(row.metrics.get("before") for row in workspace.store.runs.list())


def test_a_notebook_runs_with_its_parameters_and_everything_in_it_is_kept(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        "total = sum(months)\nprint(region, total)",
        "%load_ext celltrail",
        "%%track inner\nscore = total / 10",
        parameters="months = [1]  # which\nregion: str = 'eu'",
    )
    seen: list[Job] = []
    job = jobs.run(workspace, path, {"months": [1, 2, 3]}, progress=seen.append)
    assert (job.status, job.error, job.parameters, job.cells_done, job.cells_total) == (
        "finished", None, {"months": [1, 2, 3]}, 5, 5,
    )  # fmt: skip
    assert [found.status for found in seen][-1] == "finished"
    row = workspace.store.runs.find(job.run_id or "")
    assert (row.run.kind, row.run.status, row.params) == (
        "notebook", "finished", {"months": "[1, 2, 3]", "region": "eu"},
    )  # fmt: skip
    cells = workspace.store.runs.cells(row.run.id)
    assert [cell.status for cell in cells] == ["finished"] * 5
    assert any("eu 6" in output.get("text", "") for cell in cells for output in cell.outputs)
    inner = workspace.store.runs.find("inner")
    assert (inner.run.parent_id, inner.run.status, inner.metrics) == (row.run.id, "finished", {"score": 0.6})
    assert inner.run.source.notebook == str(path)
    assert [child.run.id for child in workspace.store.runs.list(parent=row.run.id)] == [inner.run.id]
    (kept,) = [use for use in workspace.store.runs.uses_of_run(row.run.id) if use.artifact.kind == "notebook"]
    executed = nbformat.reads(workspace.artifacts.get_bytes(kept.artifact.digest).decode(), as_version=4)
    assert "eu 6" in str(executed.cells)


def test_what_an_ordinary_cell_of_a_job_logs_belongs_to_the_jobs_run(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        "import celltrail\ncelltrail.log_param('kind', 'plain')",
        "for loss in (0.5, 0.25):\n    celltrail.log_metric('loss', loss)",
        "with celltrail.track('inner'):\n    celltrail.log_metric('own', 1)",
        "celltrail.set_tag('stage', 'done')",
    )
    job = jobs.run(workspace, path)
    row = workspace.store.runs.find(job.run_id or "")
    assert (row.run.status, row.params["kind"], row.metrics["loss"], row.tags["stage"]) == (
        "finished", "plain", 0.25, "done",
    )  # fmt: skip
    assert [point.value for point in workspace.store.runs.points(row.run.id, "loss")] == [0.5, 0.25]
    assert "own" not in row.metrics
    assert workspace.store.runs.find("inner").run.parent_id == row.run.id


def test_a_cell_that_fails_ends_the_job_with_its_error_and_the_notebook_up_to_there(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook("print('first')", "raise ValueError('no such month')", "print('never')")
    with pytest.raises(JobFailedError) as caught:
        jobs.run(workspace, path)
    (job,) = workspace.store.jobs.all()
    assert "no such month" in caught.value.message
    assert str(job.output) in caught.value.hint
    assert (job.status, job.cells_done) == ("failed", 2)
    assert "no such month" in (job.error or "")
    assert workspace.store.runs.find(job.run_id or "").run.status == "failed"
    assert [cell.status for cell in workspace.store.runs.cells(job.run_id or "")] == ["finished", "failed"]
    executed = nbformat.read(str(job.output), as_version=4)
    assert "first" in str(executed.cells)
    assert "no such month" in str(executed.cells)


def test_a_cancelled_job_stops_with_its_kernel_and_its_run_is_killed(
    notebook: Write, workspace: Workspace, wait_for: Wait
) -> None:
    job = jobs.submit(workspace, notebook("print('done before')", "%load_ext celltrail", f"%%track t\n{WAITING}"))
    wait_for(lambda: waiting(workspace, job.id))
    kernels = kernels_of(job)
    assert kernels
    cancelled = jobs.cancel(workspace, job.id)
    assert (cancelled.status, cancelled.error) == ("cancelled", "It was cancelled.")
    assert workspace.store.runs.find(cancelled.run_id or "").run.status == "killed"
    assert psutil.wait_procs(kernels, timeout=20)[1] == []
    assert "done before" in str(nbformat.read(str(cancelled.output), as_version=4).cells)
    with pytest.raises(ConflictError, match="cancelled already"):
        jobs.cancel(workspace, job.id)


def test_a_killed_job_is_lost_and_so_is_its_run_and_its_kernel_goes(
    notebook: Write, workspace: Workspace, wait_for: Wait
) -> None:
    job = jobs.submit(workspace, notebook("%load_ext celltrail", f"%%track t\n{WAITING}"))
    wait_for(lambda: waiting(workspace, job.id))
    kernels = kernels_of(job)
    os.kill(job.pid or 0, signal.SIGKILL)
    lost = jobs.wait(workspace, job.id)
    assert lost.status == "lost"
    assert "killed" in (lost.error or "")
    wait_for(lambda: workspace.drain(only_finished=True) or run_status(workspace, lost) == "lost")
    assert psutil.wait_procs(kernels, timeout=30)[1] == []
    workspace.drain()
    tracked = workspace.store.runs.find("t")
    assert (tracked.run.status, tracked.metrics) == ("lost", {"before": 1.0})


def test_a_kernel_that_dies_in_a_tracked_cell_fails_the_job_and_loses_nothing_logged_before(
    notebook: Write, workspace: Workspace, wait_for: Wait
) -> None:
    job = jobs.submit(workspace, notebook("%load_ext celltrail", f"%%track t\n{WAITING}"))
    wait_for(lambda: waiting(workspace, job.id))
    for kernel in kernels_of(job):
        kernel.kill()
    ended = jobs.wait(workspace, job.id)
    assert ended.status == "failed"
    assert "kernel" in (ended.error or "").lower()
    workspace.drain()
    tracked = workspace.store.runs.find("t")
    assert (tracked.run.status, tracked.metrics) == ("lost", {"before": 1.0})
    assert workspace.store.runs.find(ended.run_id or "").run.status == "failed"


def test_a_job_that_is_cancelled_before_its_process_has_begun_never_begins(
    notebook: Write, workspace: Workspace
) -> None:
    job = jobs.submit(workspace, notebook("open('touched', 'w')"))
    assert jobs.cancel(workspace, job.id).status == "cancelled"
    psutil.wait_procs([psutil.Process(job.pid)] if psutil.pid_exists(job.pid or 0) else [], timeout=30)
    assert not (Path(job.notebook).parent / "touched").exists()
    assert workspace.store.jobs.get(job.id).status == "cancelled"


def test_a_job_and_its_cell_say_what_a_magic_said_that_was_used_wrongly(
    notebook: Write, workspace: Workspace
) -> None:
    with pytest.raises(JobFailedError):
        jobs.run(workspace, notebook("%load_ext celltrail\nmodel = 1", "%register modle churn"))
    (job,) = workspace.store.jobs.all()
    workspace.drain()
    said = "UsageError: There is no variable 'modle'"
    *_, cell = workspace.store.runs.cells(job.run_id or "")
    assert (job.error or "").startswith(said)
    assert (cell.status, (cell.error or "")[: len(said)]) == ("failed", said)


def test_a_job_that_is_not_there_is_not_found(workspace: Workspace) -> None:
    for ask in (jobs.current, jobs.cancel, jobs.wait):
        with pytest.raises(NotFoundError):
            ask(workspace, "nix")


def test_papermill_itself_runs_a_notebook_under_a_run_with_our_engine(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    path = notebook("%load_ext celltrail", "%%track child\nx = n * 2", parameters="n = 1")
    command = [sys.executable, "-m", "papermill", "--engine", "celltrail", "-p", "n", "4", str(path), "out.ipynb"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    workspace.drain()
    run, child = workspace.store.runs.find("out"), workspace.store.runs.find("child")
    assert (run.run.kind, run.run.status, run.cells_done) == ("notebook", "finished", 4)
    assert (child.run.parent_id, child.metrics) == (run.run.id, {"x": 8.0})


def test_papermill_with_our_engine_fails_as_papermill_does(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "papermill", "--engine", "celltrail", str(notebook("1 / 0")), "out.ipynb"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stderr
    workspace.drain()
    assert workspace.store.runs.find("out").run.status == "failed"
