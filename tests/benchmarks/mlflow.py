"""MLflow's own client against our server and against MLflow's own (SQLite), in one run.

``python -m tests.benchmarks mlflow``. Both servers have 10,000 runs of 10 parameters and 5 metrics, written
straight into their databases.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from tests.flow.environments import environment_with

TITLE = "## MLflow's client"
RUNS = 10_000
MEGABYTES = 100
MLFLOW = "mlflow==3.17.2"
TOKEN = "benchmark"
START_S = 180
_EXPERIMENT = "benchmark"
_ROWS = (
    ("run", "create a run, 20 parameters, 1 metric, finish", "-"),
    ("batch", "a batch of 1,000 points", "-"),
    ("search", f"the top 100 of {RUNS:,} runs, filtered and ordered", "≤ 140 ms, ≤ 1/20"),
    ("up", f"a file of {MEGABYTES} MB up", "-"),
    ("down", "the same down (with writing it)", "-"),
)
_CLIENT = Path(__file__).parent / "scripts" / "mlflow_client.py"
_OURS = """
import random, sys
from celltrail import ids
from celltrail.tracking import workspace
store = workspace().store
store.experiments.create("benchmark", {})
draw = random.Random(0)
for start in range(0, RUNS, 1000):
    facts = []
    for number in range(start, start + 1000):
        id, at = ids.new_id(), 1_700_000_000.0 + number
        facts.append(("run", {"id": id, "name": f"run{number}", "kind": "client", "status": "finished",
                              "started_at": at, "ended_at": at + 1, "project": "benchmark", "who": "ada"}))
        facts += [("param", {"run_id": id, "key": f"p{i}", "value": draw.choice("abc")}) for i in range(10)]
        facts += [("metric", [id, f"m{i}", repr(draw.random()), 0, at]) for i in range(5)]
    store.facts.write(facts)
"""


def section() -> list[str]:
    """Measure and return the lines of the page's section."""
    programs = environment_with(MLFLOW)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with _ours(root) as (address, process):
            ours = _measure(programs, root, address) | {"memory": _memory(process)}
        with _theirs(programs, root) as (address, process):
            theirs = _measure(programs, root, address) | {"memory": _memory(process)}
    return [
        TITLE,
        "",
        f"By `python -m tests.benchmarks mlflow`: the client of {MLFLOW.replace('==', ' ')} over HTTP, against a",
        "Jupyter Server with celltrail and against MLflow's own server with one worker, both on SQLite, in turn.",
        f"Medians of 30 runs, 10 batches, 7 searches; each has {RUNS:,} runs of 10 parameters and 5 metrics.",
        "",
        "| what | celltrail | MLflow's server | ratio | goal |",
        "|---|---|---|---|---|",
        *(
            f"| {what} | {_ms(ours[key])} | {_ms(theirs[key])} | {ours[key] / theirs[key]:.3f} | {goal} |"
            for key, what, goal in _ROWS
        ),
        _memory_row(ours["memory"], theirs["memory"]),
    ]


def _measure(programs: Path, root: Path, address: str) -> dict[str, float]:
    done = subprocess.run(
        [programs / "python", _CLIENT, address, _EXPERIMENT, str(MEGABYTES)],
        check=True, cwd=root, env=_environment(root) | {"MLFLOW_TRACKING_TOKEN": TOKEN},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@contextlib.contextmanager
def _ours(root: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    environment = _environment(root) | {
        "CELLTRAIL_HOME": str(root / "ours"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    fill = _OURS.replace("RUNS", str(RUNS))
    subprocess.run([sys.executable, "-c", fill], check=True, cwd=root, env=environment)
    port = _port()
    command = [
        sys.executable, "-m", "jupyter", "server", "--allow-root", "--no-browser", f"--port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}",
        "--ServerApp.jpserver_extensions={'celltrail': True}",
    ]  # fmt: skip
    with _running(command, root, environment) as process:
        yield _answering(f"http://127.0.0.1:{port}/celltrail/mlflow"), process


@contextlib.contextmanager
def _theirs(programs: Path, root: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    environment = _environment(root) | {"PATH": f"{programs}:/usr/bin:/bin"}
    database = root / "theirs.db"
    make = f"import mlflow; mlflow.set_tracking_uri('sqlite:///{database}')"
    make += f"; mlflow.create_experiment('{_EXPERIMENT}')"
    subprocess.run([programs / "python", "-c", make], check=True, cwd=root, env=environment, capture_output=True)
    _fill(database)
    port = _port()
    command = [
        programs / "mlflow", "server", "--backend-store-uri", f"sqlite:///{database}", "--port", str(port),
        "--workers", "1", "--artifacts-destination", str(root / "files"),
    ]  # fmt: skip
    with _running(command, root, environment) as process:
        yield _answering(f"http://127.0.0.1:{port}"), process


def _fill(database: Path) -> None:
    draw = random.Random(0)
    connection = sqlite3.connect(database)
    of = connection.execute("SELECT experiment_id FROM experiments WHERE name = ?", (_EXPERIMENT,)).fetchone()[0]
    for number in range(RUNS):
        run_id, at = f"{draw.getrandbits(128):032x}", 1_700_000_000_000 + number * 1000
        connection.execute(
            "INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status,"
            " start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id)"
            " VALUES (?, ?, 'LOCAL', '', '', 'ada', 'FINISHED', ?, ?, '', 'active', ?, ?)",
            (run_id, f"run{number}", at, at + 1000, f"mlflow-artifacts:/{of}/{run_id}/artifacts", of),
        )
        params = [(f"p{i}", draw.choice("abc"), run_id) for i in range(10)]
        connection.executemany("INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)", params)
        metrics = [(f"m{i}", draw.random(), at, run_id, 0, False) for i in range(5)]
        for table in ("metrics", "latest_metrics"):
            connection.executemany(
                f"INSERT INTO {table} (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)",
                metrics,
            )
    connection.commit()
    connection.close()


@contextlib.contextmanager
def _running(command: list[Any], root: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, 15)
        process.wait(60)


def _answering(address: str) -> str:
    until = time.monotonic() + START_S
    while True:
        request = urllib.request.Request(f"{address}/health", headers={"Authorization": f"Bearer {TOKEN}"})
        try:
            urllib.request.urlopen(request, timeout=2)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return address


def _memory(process: subprocess.Popen[bytes]) -> float:
    """Return the resident memory of a server and its workers, in MB."""
    own = psutil.Process(process.pid)
    return sum(one.memory_info().rss for one in (own, *own.children(recursive=True))) / 1e6


def _environment(root: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin", "HOME": str(root), "JUPYTER_CONFIG_DIR": str(root / "config"),
        "JUPYTER_DATA_DIR": str(root / "data"), "JUPYTER_RUNTIME_DIR": str(root / "runtime"),
        "MLFLOW_DISABLE_TELEMETRY": "true", "GIT_PYTHON_REFRESH": "quiet",
    }  # fmt: skip


def _port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _memory_row(ours: float, theirs: float) -> str:
    what = "the server's memory after all that"
    return f"| {what} | {ours:,.0f} MB | {theirs:,.0f} MB | {ours / theirs:.3f} | ≤ 200 MB |"


def _ms(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds >= 1 else f"{seconds * 1000:,.1f} ms"
