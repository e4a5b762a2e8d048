"""Going on where a job ended: with what its cells left, or from the start."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from celltrail import jobs
from celltrail.jobs import Origin
from celltrail.records import Job, JobOptions
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]
CELLS = (
    "import os, signal\nimport numpy as np\nimport warnings; warnings.filterwarnings('ignore')",
    "np.random.seed(3)\nstart = np.random.rand(4)",
    "def shifted(values):\n    return values + 1\ncount = len(start)",
    "moved = shifted(start)\nopen('ran.txt', 'a').write('x')\nprint(moved)",
    "with open('go.txt') as file:\n    print(file.read())",
    "print(np.random.rand(2) + moved[:2], count)",
)


def outputs_of(job: Job) -> list[str]:
    read = nbformat.read(job.output or "", as_version=4)  # type: ignore[no-untyped-call]
    return [
        str([{k: v for k, v in out.items() if k != "execution_count"} for out in cell.outputs])
        for cell in read.cells
    ]


def resumed(workspace: Workspace, job: Job) -> Job:
    again = jobs.submit(workspace, Path(job.notebook), options=JobOptions(), origin=Origin(resumes=job.id))
    return jobs.wait(workspace, again.id)


def test_a_job_goes_on_with_the_state_of_the_one_that_failed(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    path = notebook(*CELLS)
    failed = jobs.wait(workspace, jobs.submit(workspace, path).id)
    assert failed.status == "failed"
    (tmp_path / "go.txt").write_text("go")
    job = resumed(workspace, failed)
    assert job.status == "finished", (job.error, job.notes)
    short = (failed.run_id or "")[-6:]
    assert job.notes == (
        f"Resumed at cell 5 of 6; the cells before it were taken from run {short}, but for 1, which ran again.",
    )
    assert (tmp_path / "ran.txt").read_text() == "x"  # the fourth cell ran once
    cells = workspace.store.runs.cells(job.run_id or "")
    assert [cell.cached_from for cell in cells] == [None, *[failed.run_id] * 3, None, None]
    undisturbed = jobs.run(workspace, path)
    assert outputs_of(job) == outputs_of(undisturbed)


def test_a_finished_tracked_cell_does_not_run_again_when_its_job_goes_on(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    path = notebook(
        "%load_ext celltrail",
        "import time\nimport numpy as np",
        (
            "%%track fit --seed 3\nopen('ran.txt', 'a').write('x')\nbegun = time.time() * 0 + 2\n"
            "weights = np.random.rand(3)\nscore = float(weights.sum()) + begun"
        ),  # a clock does not hinder a resume
        "with open('go.txt') as file:\n    print(file.read(), score, weights)",
    )
    failed = jobs.wait(workspace, jobs.submit(workspace, path).id)
    assert failed.status == "failed"
    then = workspace.store.runs.find("fit")
    (tmp_path / "go.txt").write_text("go")
    job = resumed(workspace, failed)
    assert job.status == "finished", (job.error, job.notes)
    assert (tmp_path / "ran.txt").read_text() == "x"
    now = workspace.store.runs.find("fit")
    assert (now.run.parent_id, now.tags["celltrail.cached"]) == (job.run_id, then.run.id)
    assert now.metrics == then.metrics
    assert f"{then.metrics['score']}" in outputs_of(job)[3]


def test_a_job_whose_kernel_was_killed_goes_on(
    notebook: Write, workspace: Workspace, tmp_path: Path, wait_for: Wait
) -> None:
    waiting = "import time\nwhile not os.path.exists('go.txt'): time.sleep(0.05)"
    path = notebook(*CELLS[:4], waiting, CELLS[5])
    job = jobs.submit(workspace, path)
    wait_for((tmp_path / "ran.txt").exists)
    wait_for(lambda: jobs.current(workspace, job.id).cells_done == 4)
    (kernel,) = [
        p for p in psutil.Process(job.pid or 0).children(recursive=True) if "ipykernel" in " ".join(p.cmdline())
    ] or [psutil.Process(job.pid or 0).children(recursive=True)[0]]
    os.kill(kernel.pid, signal.SIGKILL)
    killed = jobs.wait(workspace, job.id)
    assert killed.status == "failed"
    (tmp_path / "go.txt").write_text("go")
    again = resumed(workspace, killed)
    assert again.status == "finished"
    assert again.notes[0].startswith("Resumed at cell 5 of 6")
    assert (tmp_path / "ran.txt").read_text() == "x"
    assert outputs_of(again) == outputs_of(jobs.run(workspace, path))


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("lines = iter([1, 2, 3])", "first = next(lines)"), "lines of cell 3 does not come back"),
        (("a = [1]\nb = a", "a.append(2)"), "of cell 3 does not come back (its object is also another name's)"),
        (("import os\nos.environ['MODE'] = 'x'", "pass"), "cell 2 changes the environment of the process"),
        (
            (
                "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
                "pass",
            ),
            "cell 2 left a thread that still runs",
        ),
    ],
)
def test_what_cannot_be_brought_back_is_named_and_all_runs_again(
    notebook: Write, workspace: Workspace, tmp_path: Path, cells: tuple[str, str], why: str
) -> None:
    use = "open('go.txt').close()\n" + (
        "print(next(lines))" if "lines" in cells[0] else "print(a, b)" if "b = a" in cells[0] else "pass"
    )
    path = notebook("x = 1", *cells, use)
    failed = jobs.wait(workspace, jobs.submit(workspace, path).id)
    (tmp_path / "go.txt").write_text("")
    job = resumed(workspace, failed)
    assert job.status == "finished", (job.error, job.notes)
    assert why in job.notes[0]
    assert job.notes[0].startswith("All cells ran again")
    assert all(cell.cached_from is None for cell in workspace.store.runs.cells(job.run_id or ""))


def test_a_notebook_that_was_changed_before_that_cell_runs_from_the_start(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    failed = jobs.wait(workspace, jobs.submit(workspace, notebook("x = 1", "y = 2", "open('go.txt')")).id)
    (tmp_path / "go.txt").write_text("")
    notebook("x = 1", "y = 3", "print(x, y, open('go.txt').read())")
    job = resumed(workspace, failed)
    assert job.notes == ("All cells ran again, nothing was taken from the earlier job: cell 2 was changed.",)
    assert "1 3" in outputs_of(job)[2]
