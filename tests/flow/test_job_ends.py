"""However a job ends, it says so truly, keeps the notebook up to there and leaves no process behind."""

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
from celltrail.errors import ConflictError, JobFailedError, ParameterError
from celltrail.jobs.launch import launch
from celltrail.records import Job, JobOptions
from celltrail.scheduling import Loop
from celltrail.tracking import Workspace
from celltrail.verbs import jobs as verbs

Write = Callable[..., Path]
Wait = Callable[..., Any]
CHILD = "import subprocess, sys\nchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])"
MARK = "from pathlib import Path\nPath('mark').write_text(str(__import__('os').getpid()))"


def executed(job: Job) -> Any:
    return nbformat.read(str(job.output), as_version=4)


def kernel_of(job: Job, wait_for: Wait) -> psutil.Process:
    """Return the kernel of a job whose notebook has written its mark."""
    return kernel_in(Path(job.notebook).parent, wait_for)


def kernel_in(folder: Path, wait_for: Wait) -> psutil.Process:
    mark = folder / "mark"
    return psutil.Process(int(wait_for(lambda: mark.is_file() and mark.read_text())))


def started(workspace: Workspace, path: Path, **options: Any) -> Job:
    return jobs.submit(workspace, path, options=JobOptions(capture=False, **options))


def run_of(workspace: Workspace, job: Job) -> Any:
    workspace.drain()
    return workspace.store.runs.find(job.run_id or "").run


@pytest.mark.parametrize("warm", [True, False])
def test_a_kernel_that_is_killed_is_named_with_its_signal_and_takes_its_children_along(
    warm: bool,  # noqa: FBT001
    notebook: Write,
    workspace: Workspace,
    wait_for: Wait,
) -> None:
    path = notebook("print('kept')", f"{CHILD}\n{MARK}\nimport time\ntime.sleep(300)", "print('never')")
    job = started(workspace, path, warm=warm)
    kernel = kernel_of(job, wait_for)
    family = [kernel, *kernel.children(recursive=True)]
    assert len(family) == 2
    kernel.kill()
    ended = jobs.wait(workspace, job.id)
    assert ended.status == "failed"
    assert "killed by signal 9 (SIGKILL), probably because memory ran out" in (ended.error or "")
    assert run_of(workspace, ended).status == "failed"
    cells = executed(ended).cells
    assert "kept" in str(cells[0].outputs)
    assert "killed by signal 9" in cells[1].outputs[-1].evalue
    assert cells[1].metadata.papermill.status == "failed"
    assert [cell.status for cell in workspace.store.runs.cells(ended.run_id or "")] == ["finished", "failed"]
    assert psutil.wait_procs(family, timeout=20)[1] == []


def test_nothing_survives_a_job_whose_process_was_killed(
    notebook: Write, workspace: Workspace, wait_for: Wait
) -> None:
    path = notebook("print('kept')", f"{CHILD}\n{MARK}\nimport re\nre.match('(a+)+$', 'a' * 200 + 'b')")
    job = started(workspace, path, warm=False)
    kernel = kernel_of(job, wait_for)  # it is in C code now and looks after nothing
    family = [kernel, *kernel.children(recursive=True)]
    os.kill(job.pid or 0, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(job.pid or 0)] if psutil.pid_exists(job.pid or 0) else [], timeout=20)
    Loop(lambda: workspace, print).turn()  # of a worker, or the server: nobody has to look at the job
    lost = workspace.store.jobs.get(job.id)
    assert lost.status == "lost"
    assert executed(lost).cells[1].outputs[-1].ename == "Lost"
    assert psutil.wait_procs(family, timeout=20)[1] == []
    assert "kept" in str(executed(lost).cells[0].outputs)


def test_a_cell_and_a_run_that_take_too_long_say_which_limit(notebook: Write, workspace: Workspace) -> None:
    path = notebook("print('kept')", "import time\ntime.sleep(300)")
    for options, said in (
        ({"cell_timeout_s": 1.5}, "A cell took longer than the 1.5 seconds that it was given"),
        ({"timeout_s": 15.0}, "It took longer than the 15 seconds that it was given"),
    ):
        ended = jobs.wait(workspace, started(workspace, path, **options).id)
        assert ended.status == "failed"
        assert said in (ended.error or "")
        assert "kept" in str(executed(ended).cells[0].outputs)
        assert said in executed(ended).cells[1].outputs[-1].evalue
        assert run_of(workspace, ended).status == "failed"


def test_a_job_is_tried_again_each_attempt_a_run_of_its_own(notebook: Write, workspace: Workspace) -> None:
    tries = "from pathlib import Path\nlog = Path('tries')\nlog.open('a').write('x')\n"
    path = notebook(tries + "assert len(log.read_text()) == 3, 'not yet'")
    job = jobs.run(workspace, path, options=JobOptions(retries=4, retry_wait_s=0.1, capture=False))
    assert (job.status, job.attempt, (path.parent / "tries").read_text()) == ("finished", 3, "xxx")
    assert [note.split(":")[0] for note in job.notes if "Attempt" in note] == [
        "Attempt 1 failed",
        "Attempt 2 failed",
    ]
    assert "tried again after 0.2 s" in job.notes[-1]
    runs = [row.run.status for row in workspace.store.runs.list() if row.run.kind == "notebook"]
    assert runs == ["finished", "failed", "failed"]


def test_a_job_whose_secret_is_not_there_fails_once(
    notebook: Write, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_TOKEN", "s3cret")

    def without_it(*arguments: Any) -> int:
        monkeypatch.delenv("API_TOKEN")
        return launch(*arguments)

    path = notebook("x = 1", parameters="token = ''")
    options = JobOptions(retries=3, retry_wait_s=0.1)
    job = jobs.submit(workspace, path, {"token": "env:API_TOKEN"}, options=options, start=without_it)
    ended = jobs.wait(workspace, job.id)
    assert (ended.status, ended.attempt) == ("failed", 1)
    assert "API_TOKEN is not set" in (ended.error or "")


def test_interrupting_the_command_stops_the_job(
    notebook: Write, workspace: Workspace, wait_for: Wait, tmp_path: Path
) -> None:
    path = notebook("print('kept')", f"{MARK}\nimport time\ntime.sleep(300)")
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 130)):
        (tmp_path / "mark").unlink(missing_ok=True)
        command = [sys.executable, "-m", "celltrail", "run", str(path), "--no-capture"]
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        kernel = psutil.Process(
            int(wait_for(lambda: (tmp_path / "mark").is_file() and (tmp_path / "mark").read_text()))
        )
        process.send_signal(number)
        assert process.wait(60) == code
        process.communicate()
        job = workspace.store.jobs.all()[0]
        assert (job.status, run_of(workspace, job).status) == ("cancelled", "killed")
        assert "It was cancelled." in str(executed(job).cells[1].outputs)
        assert psutil.wait_procs([kernel], timeout=20)[1] == []


def test_a_full_disk_ends_the_job_with_that_reason_and_a_whole_notebook(
    notebook: Write, tmp_path: Path, environment_in: Callable[[Path], dict[str, str]]
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can make a small disk")
    try:
        fill = (
            f"with open({str(small / 'fill')!r}, 'wb') as file:\n    try:\n"
            "        while file.write(b'x' * 4096): file.flush()\n    except OSError as error: print(error)"
        )
        path = notebook(
            "print('kept')", fill, "print('x' * 2_000_000)", "import time\ntime.sleep(2)", "print('never')"
        )
        environment = {**environment_in(tmp_path), "CELLTRAIL_HOME": str(small / "home")}
        command = [sys.executable, "-m", "celltrail", "run", str(path), "--no-capture", "--no-warm"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
        said = done.stdout + done.stderr
        assert done.returncode == 1
        assert "ended as failed" in said
        assert "The disk is full" in said
        (output,) = small.glob("home/jobs/*/train.ipynb")
        assert "kept" in str(nbformat.read(str(output), as_version=4).cells[0].outputs)
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)


def test_what_a_cell_prints_is_seen_and_saved_while_it_runs(
    notebook: Write, workspace: Workspace, wait_for: Wait
) -> None:
    job = started(workspace, notebook("print('epoch 1', flush=True)\nimport time\ntime.sleep(300)"))

    def seen() -> bool:
        workspace.drain()
        known = jobs.current(workspace, job.id)
        cells = workspace.store.runs.cells(known.run_id) if known.run_id else ()
        return any("epoch 1" in str(cell.outputs) and cell.status == "running" for cell in cells)

    wait_for(seen)
    wait_for(lambda: "epoch 1" in Path(str(job.output)).read_text(encoding="utf-8"))
    assert jobs.cancel(workspace, job.id).status == "cancelled"


def test_a_job_is_run_again_and_resumed_only_after_its_end(notebook: Write, workspace: Workspace) -> None:
    path = notebook("print(n)", "assert n < 0", parameters="n = 1")
    with pytest.raises(JobFailedError, match="AssertionError") as failed:
        verbs.run_notebook(path, n=7, retries=0)
    job = workspace.store.jobs.all()[0]
    assert f"--resume {job.id}" in failed.value.hint
    resumed, again = verbs.submit(path, resume=True), jobs.retry(workspace, job.id)
    assert (resumed.parameters, resumed.resumes) == ({"n": 7}, job.id)
    assert (again.parameters, again.resumes) == ({"n": 7}, None)
    with pytest.raises(ParameterError, match="keeps its parameters"):
        verbs.submit(path, {"n": 1}, resume=job.id)
    for one in (again, resumed):
        assert jobs.wait(workspace, one.id).status == "failed"
    with pytest.raises(ConflictError, match="failed already"):
        jobs.cancel(workspace, again.id)
