"""What a job's kernel sees of the job's own cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from celltrail import jobs
from celltrail.records import CellExecution, Job, JobOptions
from celltrail.tracking import Workspace

Write = Callable[..., Path]


def cells_of(workspace: Workspace, job: Job) -> tuple[CellExecution, ...]:
    return workspace.store.runs.cells(job.run_id or "")


def test_each_cell_of_a_job_is_seen_without_a_magic(notebook: Write, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a\n1\n2\n")
    path = notebook(
        "import pandas as pd\nimport numpy as np\nrows = pd.read_csv('data.csv')\nfactor = 3",
        "def scaled(frame):\n    return frame * factor",
        "rows['a'] = scaled(rows)['a']\ntotal = float(rows['a'].sum())\nprint(total)",
        "np.random.rand(3)",
        "import warnings; warnings.warn('careful')\nopen('out.txt', 'w').write('x')",
    )
    job = jobs.run(workspace, path)
    first, second, third, fourth, fifth = cells_of(workspace, job)
    data = str(path.parent / "data.csv")
    assert first.files_read == (data,)
    assert first.trace is not None
    assert first.trace.made["factor"] == "= 3"
    assert first.trace.made["np"] == "m numpy"
    assert first.trace.made["rows"].startswith("a frame/1 ")
    assert first.trace.refusals == ()
    assert third.trace is not None
    assert second.trace is not None
    assert third.trace.inputs == {
        "factor": "= 3", "rows": first.trace.made["rows"], "scaled": second.trace.made["scaled"]
    }  # fmt: skip
    assert third.trace.made["rows"] not in ("", first.trace.made["rows"])
    assert third.trace.made["total"] == "= 9.0"
    assert third.trace.environment
    assert fourth.unseeded == ("numpy.random",)
    assert any("careful" in warning for warning in fifth.warnings)
    assert fifth.files_written == (str(path.parent / "out.txt"),)
    uses = workspace.store.runs.uses_of_run(job.run_id or "")
    assert {(use.name, use.direction) for use in uses if use.cell_execution_id == third.id} == {
        ("rows", "input"), ("rows", "output"),
    }  # fmt: skip
    assert workspace.store.runs.find(job.run_id or "").metrics["total"] == 9.0


def test_what_a_job_shows_is_the_same_whether_it_is_watched_or_not(notebook: Write, workspace: Workspace) -> None:
    import nbformat

    from celltrail.records import JobOptions

    path = notebook("x = [1]\nprint('a')\nx", "from IPython.display import display\ndisplay(x)\n_ is x", "dir()")
    shown = []
    for capture in (True, False):
        job = jobs.run(workspace, path, options=JobOptions(capture=capture))
        read = nbformat.read(job.output or "", as_version=4)  # type: ignore[no-untyped-call]
        shown.append([(cell.outputs, cell.execution_count) for cell in read.cells])
        assert (cells_of(workspace, job)[0].trace is not None) is capture
    assert shown[0] == shown[1]


def test_a_tracked_cell_in_a_job_stays_a_run_of_its_own(notebook: Write, workspace: Workspace) -> None:
    path = notebook("%load_ext celltrail", "y = 1", "%%track inner\nz = y + 1.5", "z")
    job = jobs.run(workspace, path)
    inner = workspace.store.runs.find("inner")
    assert inner.run.parent_id == job.run_id
    assert inner.metrics == {"z": 2.5}
    outer = cells_of(workspace, job)[2]
    assert outer.trace is not None
    assert outer.trace.made == {"z": "= 2.5"}
    assert outer.trace.refusals == ()
    assert outer.trace.run == inner.run.id
    (cell,) = workspace.store.runs.cells(inner.run.id)
    assert cell.binds == ("z",)


def test_a_cell_that_fails_is_seen_too(notebook: Write, workspace: Workspace) -> None:
    path = notebook("a = [1]", "a.append(2)\nraise ValueError('no')")
    job = jobs.wait(workspace, jobs.submit(workspace, path).id)
    last = cells_of(workspace, job)[1]
    assert (last.status, job.status) == ("failed", "failed")
    assert last.trace is not None
    assert "a" in last.trace.made


def test_computed_numbers_are_metrics_of_the_job_without_capture_too(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        "import numpy as np\nclass Odd:\n    def __float__(self):\n        raise ValueError",
        "auc = np.float64(0.5) + 0.25\nlost = float('nan') * 1\nodd = Odd()",
        "text = str(auc)\nyes = auc > 0\n_own = auc * 1",
        "float = None\nauc = auc + 0.125",
    )
    job = jobs.run(workspace, path, options=JobOptions(capture=False))
    assert workspace.store.runs.find(job.run_id or "").metrics == {"auc": 0.875}
