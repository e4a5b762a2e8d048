"""Jobs on a real Dask cluster whose workers and scheduler are killed."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

import celltrail
from celltrail import jobs, sweeping
from celltrail.errors import ClusterError
from celltrail.jobs import warm
from celltrail.jobs.dask.remote import take
from celltrail.records import Job, JobOptions
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]
GATE = """import pathlib, time
with open('ran.txt', 'a') as file: file.write('x')
while not pathlib.Path('go').exists(): time.sleep(0.05)
print('came through')"""


class Cluster:
    """A scheduler and workers, each a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.on = f"dask://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")

    def add_worker(self, name: str) -> None:
        self._start(
            name, "worker", f"tcp://127.0.0.1:{self.port}", "--name", name, "--no-nanny", "--nthreads", "1",
            "--no-dashboard", "--host", "127.0.0.1", "--local-directory", str(self.folder / name),
            "--death-timeout", "30",
        )  # fmt: skip

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait()

    def worker_of(self, job: Job) -> str:
        """Return the name of the worker that has a job."""
        pid = int((job.worker or "").rpartition("process ")[2].rstrip(")"))
        return next(name for name, process in self.processes.items() if process.pid == pid)

    def _start(self, name: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
            )


@pytest.fixture
def cluster(tmp_path: Path, home: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    yield made
    for process in made.processes.values():
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def on(cluster: Cluster) -> JobOptions:
    return JobOptions(on=cluster.on, capture=False)


def test_a_job_whose_worker_is_killed_runs_again_elsewhere_once_and_says_so(
    notebook: Write, workspace: Workspace, cluster: Cluster, wait_for: Wait
) -> None:
    cluster.add_worker("one")
    path = notebook(GATE, "%load_ext celltrail", "%%track fit\nauc = depth / 10", parameters="depth = 3")
    job = jobs.submit(workspace, path, {"depth": 5}, options=on(cluster))
    ran = path.parent / "ran.txt"
    wait_for(lambda: ran.exists() and ran.read_text() == "x")
    first = workspace.store.jobs.get(job.id)
    assert cluster.worker_of(first) == "one"
    cluster.add_worker("two")
    cluster.kill("one")
    wait_for(lambda: ran.read_text() == "xx")
    second = workspace.store.jobs.get(job.id)
    assert (second.status, second.attempt, cluster.worker_of(second)) == ("running", 2, "two")
    (path.parent / "go").touch()
    ended = jobs.wait(workspace, job.id)
    assert (ended.status, ended.error, ended.attempt) == ("finished", None, 2)
    assert any(f"Worker {first.worker} was lost; it ran again on {second.worker}" in said for said in ended.notes)
    assert jobs.metric_of(workspace, ended, "auc") == 0.5
    assert ended.run_id != first.run_id
    assert workspace.store.runs.find(first.run_id or "").run.status == "killed"
    assert [row.run.name for row in workspace.store.runs.list() if "auc" in row.metrics] == ["fit"]
    assert "came through" in str(nbformat.read(str(ended.output), as_version=4).cells)
    assert ran.read_text() == "xx"


def test_a_job_for_a_cluster_without_workers_says_that_it_waits_for_one(
    notebook: Write, workspace: Workspace, cluster: Cluster, wait_for: Wait
) -> None:
    job = jobs.submit(workspace, notebook("print(1)"), options=on(cluster))
    wait_for(lambda: workspace.store.jobs.get(job.id).notes)
    waiting = workspace.store.jobs.get(job.id)
    assert waiting.status == "queued"
    assert "had no workers when it was asked: the job waits until one comes." in waiting.notes[0]
    cluster.add_worker("one")
    assert jobs.wait(workspace, job.id).status == "finished"


def test_a_job_whose_scheduler_is_killed_ends_lost_and_nothing_goes_on(
    notebook: Write, workspace: Workspace, cluster: Cluster, wait_for: Wait
) -> None:
    cluster.add_worker("one")
    path = notebook(GATE)
    job = jobs.submit(workspace, path, options=on(cluster))
    wait_for((path.parent / "ran.txt").exists)
    (remote,) = [
        child
        for child in psutil.Process(cluster.processes["one"].pid).children()
        if "remote" in " ".join(child.cmdline())
    ]
    cluster.kill("scheduler")
    ended = jobs.wait(workspace, job.id)
    assert ended.status == "lost"
    assert "scheduler" in (ended.error or "")
    assert psutil.wait_procs([remote], timeout=60)[1] == []
    (path.parent / "go").touch()
    now = workspace.store.jobs.get(job.id)
    assert (now.status, now.error, now.attempt) == ("lost", ended.error, 1)


def test_a_job_on_a_worker_stops_when_it_is_cancelled_and_keeps_its_notebook(
    notebook: Write, workspace: Workspace, cluster: Cluster, wait_for: Wait
) -> None:
    cluster.add_worker("one")
    path = notebook("print('before')", GATE)
    job = jobs.submit(workspace, path, options=on(cluster))
    wait_for((path.parent / "ran.txt").exists)
    cancelled = jobs.cancel(workspace, job.id)
    assert (cancelled.status, cancelled.error) == ("cancelled", "It was cancelled.")
    worker = psutil.Process(cluster.processes["one"].pid)
    wait_for(lambda: not worker.children(recursive=True))
    wait_for(lambda: not psutil.pid_exists(cancelled.pid or 0))
    workspace.drain()
    assert workspace.store.runs.find(cancelled.run_id or "").run.status == "killed"
    assert "before" in str(nbformat.read(str(cancelled.output), as_version=4).cells)


def test_a_worker_that_was_given_up_has_no_say_any_more(workspace: Workspace) -> None:
    job = Job(
        id="j", notebook="n.ipynb", parameters={}, status="queued", trigger="manual", created_at=1.0,
        options=JobOptions(on="dask://host:8786"),
    )  # fmt: skip
    workspace.store.jobs.add(job)
    assert take(workspace, "j", "one")
    assert take(workspace, "j", "two")
    assert not workspace.store.jobs.change("j", by="one", status="failed")
    assert workspace.store.jobs.change("j", by="two", status="finished")
    assert not take(workspace, "j", "three")
    assert workspace.store.jobs.get("j").attempt == 2


def test_a_job_for_a_scheduler_that_is_not_there_fails_and_names_it(notebook: Write, workspace: Workspace) -> None:
    job = jobs.submit(workspace, notebook("1"), options=JobOptions(on="dask://127.0.0.1:9"))
    ended = jobs.wait(workspace, job.id)
    assert ended.status == "failed"
    assert "tcp://127.0.0.1:9" in (ended.error or "")


def test_a_sweep_on_a_local_cluster_starts_it_once_and_ends_it(
    notebook: Write, workspace: Workspace, wait_for: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLTRAIL_WARM_MINUTES", "1")
    path = notebook("%load_ext celltrail", "%%track fit\nauc = depth / 10", parameters="depth = 3")
    begun = celltrail.sweep(path, {"depth": "1..3"}, metric="auc", on="dask://local?workers=2")
    ended = sweeping.wait(workspace, begun.id)
    assert (ended.status, ended.error) == ("finished", None)
    assert ended.best_trial is not None
    assert {t.parameters["depth"]: t.value for t in workspace.store.sweeps.trials(ended.id)} == {
        1: 0.1,
        2: 0.2,
        3: 0.3,
    }
    of_jobs = workspace.store.jobs.where(sweep_id=ended.id)
    assert {job.options.on for job in of_jobs} == {of_jobs[0].options.on}
    assert all((job.worker or "").startswith("tcp://127.0.0.1:") for job in of_jobs)
    wait_for(lambda: not psutil.pid_exists(ended.pid or 0))
    (sender,) = (kept for kept in warm.listed(workspace.settings.home) if kept.kind == "sender")
    assert sender.served == len(of_jobs)  # the process that steers the sweep left it behind
    warm.stop(workspace.settings.home)


def test_a_worker_with_another_celltrail_says_both_versions(
    notebook: Write, workspace: Workspace, cluster: Cluster
) -> None:
    from dataclasses import replace

    from celltrail.jobs.dask.cluster import connected
    from celltrail.jobs.dask.sender import envelope_of
    from celltrail.jobs.dask.task import run_on_worker

    cluster.add_worker("one")
    job = Job(
        id="j", notebook=str(notebook("1")), parameters={}, status="queued", trigger="manual", created_at=1.0,
    )  # fmt: skip
    with connected(cluster.on) as client:
        other = replace(envelope_of(workspace, job), version="0.0.1")
        with pytest.raises(ClusterError, match=f"celltrail 0.0.1, worker tcp.* has {celltrail.__version__}"):
            client.submit(run_on_worker, other).result(timeout=60)
