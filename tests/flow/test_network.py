"""Hosts that share one folder and a database: clusters, workers, and cables that are pulled."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from tests.flow.network import Host, need_network, network, stop

from celltrail.records import Firing, Job
from celltrail.store import Store, open_store

Write = Callable[..., Path]
Wait = Callable[..., Any]
Hosts = tuple[Host, ...]
DASK = [sys.executable, "-m", "distributed.cli.dask_"]
SHORTEST_S = "12s"
"""As soon as Dask can be made to take a silent connection for dead."""
TRAIN = (
    """import pathlib, socket, time
host = socket.gethostname()
pathlib.Path(f'on-{host}').touch()
while not pathlib.Path(f'go-{host}').exists(): time.sleep(0.05)""",
    "%load_ext celltrail",
    "%%track fit\nauc = depth / 10",
    "import celltrail\ncelltrail.log_metric('reached', 1)\nprint('came through on', host)",
    """from sklearn.linear_model import LinearRegression
model = LinearRegression().fit([[1], [2]], [1, 2])
celltrail.register(model, 'churn')""",
)
HOLD = """import sys, time
from celltrail.store.database import Database
with Database(sys.argv[1]).write():
    print('held', flush=True)
    time.sleep(600)"""
AHEAD = "import time\n_time = time.time\ntime.time = lambda: _time() + 3600\n"


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Hosts]:
    need_network()
    with network(tmp_path, "alpha", "beta", "gamma", "delta") as made:
        for host in made:
            host.environment["DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP"] = SHORTEST_S
            host.environment["CELLTRAIL_ARTIFACTS"] = str(tmp_path / "shared" / "artifacts")
        yield made


class Postgres:
    """A PostgreSQL server on a host, which can be reached from outside of all hosts too."""

    def __init__(self, host: Host, programs: Path, folder: Path) -> None:
        self._host, self._programs, self._folder = host, programs, folder
        self.url = f"postgresql://celltrail@/postgres?host={folder}"
        options = ["--username=celltrail", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", *options)
        with (folder / "data" / "pg_hba.conf").open("a") as allowed:
            allowed.write("host all all 10.99.0.0/24 trust\n")

    def start(self) -> None:
        where = f"-c listen_addresses={self._host.address} -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "-w", "-l", self._folder / "log", "-o", where, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "fast", "stop")

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [self._programs / program, "-D", self._folder / "data", *arguments]
        done = self._host.start(*command, user="postgres", cwd=self._folder, log=program)
        assert done.wait() == 0, program


@pytest.fixture
def postgres(hosts: Hosts) -> Iterator[Postgres]:
    """Give a server on the first host, which all of them use."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        assert not os.environ.get("CI"), "PostgreSQL's programs are missing: .ci/run installs them"
        pytest.skip("PostgreSQL's programs are not installed")
    with tempfile.TemporaryDirectory(prefix="celltrail-pg-", dir="/tmp") as name:
        shutil.chown(name, "postgres")
        server = Postgres(hosts[0], found[-1].parent, Path(name))
        server.start()
        for host in hosts:
            host.environment["CELLTRAIL_STORE"] = f"postgresql://celltrail@{hosts[0].address}/postgres"
        yield server


@pytest.fixture
def rows(postgres: Postgres) -> Iterator[Store]:
    """Look at the rows from outside of all hosts."""
    opened = open_store(postgres.url)
    yield opened
    opened.close()


def start_scheduler(host: Host) -> str:
    host.start(*_dask("scheduler"), "--host", host.address, "--port", "8786", "--no-dashboard", log="scheduler")
    return f"{host.address}:8786"


def start_worker(host: Host, scheduler: str) -> None:
    host.start(
        *_dask("worker"), f"tcp://{scheduler}", "--name", host.name, "--no-nanny", "--nthreads", "1",
        "--no-dashboard", "--host", host.address, "--local-directory", host.own / "dask", "--death-timeout", "60",
        log="worker",
    )  # fmt: skip


def _dask(what: str) -> list[str]:
    return [*DASK[:2], DASK[2] + what]


def notebook_in(shared: Path, notebook: Write, *cells: str, name: str, parameters: str) -> Path:
    return notebook(*cells, name=name, parameters=parameters).rename(shared / name)


def test_a_pipeline_outlives_a_worker_that_falls_silent_and_results_arrive_once_when_it_is_heard_again(  # noqa: PLR0915 - a story
    hosts: Hosts, rows: Store, notebook: Write, tmp_path: Path, wait_for: Wait
) -> None:
    alpha, beta, gamma, delta = hosts
    shared = tmp_path / "shared"
    notebook_in(shared, notebook, *TRAIN, name="train.ipynb", parameters="depth = 3")
    notebook_in(shared, notebook, "double = auc * 2", name="report.ipynb", parameters="auc = 0.0")
    scheduler = start_scheduler(beta)
    start_worker(gamma, scheduler)
    steps = """steps:
      - {name: train, notebook: train.ipynb, parameters: {depth: 5}}
      - {name: report, notebook: report.ipynb, parameters: {auc: "${train.auc}"}}"""
    (shared / "nightly.yaml").write_text(f"options: {{on: 'dask://{scheduler}'}}\n{steps}")
    asked = alpha.start(sys.executable, "-m", "celltrail", "pipeline", shared / "nightly.yaml")
    wait_for((shared / "on-gamma").exists)
    start_worker(delta, scheduler)
    holding = gamma.start(sys.executable, "-c", HOLD, gamma.environment["CELLTRAIL_STORE"])
    assert holding.stdout
    assert holding.stdout.readline() == "held\n"  # the lock that every writer takes

    gamma.cut()
    (shared / "go-gamma").touch()  # its kernel does not notice, and tracks what nobody may count
    wait_for((shared / "on-delta").exists)
    gamma.mend()
    wait_for(lambda: "celltrail.jobs" not in gamma.run("ps", "axww"))
    (shared / "go-delta").touch()
    said, wrong = asked.communicate(timeout=120)
    assert (asked.returncode, "nightly finished" in said) == (0, True), said + wrong

    gamma.celltrail("runs")  # brings what lay there
    train, report = sorted(rows.jobs.where(), key=lambda job: job.created_at)
    assert (train.status, train.attempt, report.status) == ("finished", 2, "finished")
    assert [was_on(train), was_on(report)] == ["delta", "delta"]
    assert any("was lost; it ran again on" in said and "gamma" in said for said in train.notes)
    finished = [row for row in rows.runs.list() if row.run.status == "finished"]
    assert sorted((row.run.name, row.metrics.get("auc"), row.metrics.get("double")) for row in finished) == [
        ("fit", 0.5, None), ("report", None, 1.0), ("train", 0.5, None),
    ]  # fmt: skip
    assert {row.run.status for row in rows.runs.list()} == {"finished", "killed"}
    assert [version.number for version in rows.models.get("churn").versions] == [1]
    executed = nbformat.reads(alpha.reads(Path(train.output or "")), as_version=4)
    assert "came through on delta" in str(executed.cells)


def was_on(job: Job) -> str:
    """Return the name of the host that ran a job."""
    return (job.worker or "").partition("(")[2].partition(",")[0]


def test_of_workers_on_two_hosts_one_takes_each_start_though_the_clock_of_one_is_an_hour_off(
    hosts: Hosts, rows: Store, notebook: Write, tmp_path: Path, wait_for: Wait
) -> None:
    _, beta, gamma, _ = hosts
    shared = tmp_path / "shared"
    gamma.writes(gamma.own / "ahead" / "sitecustomize.py", AHEAD)
    gamma.environment["PYTHONPATH"] += f"{os.pathsep}{gamma.own / 'ahead'}"
    path = notebook_in(shared, notebook, "open('ran.txt', 'a').write('x')", name="a.ipynb", parameters="n = 1")
    beta.celltrail("schedule", path, "--every", "3s", "--overlap", "allow", "--name", "often")
    works, too = (host.start(sys.executable, "-m", "celltrail", "worker", log="works") for host in (beta, gamma))
    (schedule,) = rows.schedules.all()

    def starts(by: str = "") -> list[Firing]:
        known = rows.schedules.firings(schedule.id)
        return [one for one in known if one.status == "submitted" and one.worker.startswith(by)]

    def warnings() -> list[str]:
        return [worker.warning for worker in rows.schedules.workers.all() if worker.host == "gamma"]

    wait_for(lambda: warnings() and starts("beta~") and len(starts()) > 2)
    assert "The clock of gamma is 3600 s ahead" in warnings()[0]
    stop(works)  # the other one can
    wait_for(lambda: starts("gamma~"))
    beta.celltrail("schedules", "pause", "often")
    stop(too)
    wait_for(lambda: not [job for job in rows.jobs.where() if job.status in ("queued", "running")])
    due = [one.due_at for one in starts()]
    assert len(set(due)) == len(due) == len(rows.jobs.where())
    assert (shared / "ran.txt").read_text() == "x" * len(due)


def test_what_a_worker_of_another_host_does_not_see_is_named_with_what_to_do(
    hosts: Hosts, postgres: Postgres, notebook: Write
) -> None:
    alpha, beta, *_ = hosts
    start_worker(beta, scheduler := start_scheduler(beta))
    path = alpha.own / "work" / "train.ipynb"
    alpha.writes(path, notebook("1").read_text())
    said = alpha.celltrail("run", path, "--on", f"dask://{scheduler}", code=1)
    assert f"on beta does not see the notebook's folder, {path.parent}" in said
    assert "Put the notebook, with the files that it reads, into a folder that is there for both of you" in said


def test_who_waits_for_a_job_outlives_a_database_that_is_started_anew(
    hosts: Hosts, postgres: Postgres, notebook: Write, tmp_path: Path, wait_for: Wait
) -> None:
    _, beta, gamma, _ = hosts
    start_worker(gamma, scheduler := start_scheduler(beta))
    path = notebook_in(tmp_path / "shared", notebook, *TRAIN[:3], name="a.ipynb", parameters="depth = 3")
    asked = beta.start(sys.executable, "-m", "celltrail", "run", path, "--on", f"dask://{scheduler}")
    wait_for((tmp_path / "shared" / "on-gamma").exists)
    postgres.stop()
    time.sleep(3)  # everybody who waits has looked meanwhile
    postgres.start()
    (tmp_path / "shared" / "go-gamma").touch()
    said, wrong = asked.communicate(timeout=120)
    assert (asked.returncode, "a.ipynb finished" in said) == (0, True), said + wrong
