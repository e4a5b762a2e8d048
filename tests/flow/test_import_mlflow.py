"""Histories of a real MLflow, taken over from wherever it keeps them, and given back."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.flow.environments import environment_with

import celltrail
from celltrail.errors import InvalidInputError
from celltrail.tracking import workspace

MLFLOW = "mlflow==3.17.2"
SCRIPTS = Path(__file__).parent / "mlflow_scripts"


def mlflow_environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW", "PYTHON"))}
    return {**kept, "HOME": str(folder), "MLFLOW_DISABLE_TELEMETRY": "true", "GIT_PYTHON_REFRESH": "quiet"}


@pytest.fixture(scope="module")
def programs() -> Path:
    return environment_with(MLFLOW)


def told(programs: Path, uri: str, folder: Path) -> Any:
    done = subprocess.run(
        [programs / "python", SCRIPTS / "tell_history.py", uri],
        check=True, cwd=folder, env=mlflow_environment(folder), capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def history(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with MLflow's database, and its files beside it."""
    folder = tmp_path_factory.mktemp("mlflow")
    subprocess.run(
        [programs / "python", SCRIPTS / "make_history.py", "sqlite:///mlflow.db"],
        check=True, cwd=folder, env=mlflow_environment(folder),
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def server(programs: Path, history: Path) -> Iterator[str]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    process = subprocess.Popen(
        [
            programs / "mlflow", "server", "--backend-store-uri", f"sqlite:///{history / 'mlflow.db'}",
            "--port", str(port), "--workers", "1",
        ],
        cwd=history, env={**mlflow_environment(history), "PATH": f"{programs}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1800):
            try:
                urllib.request.urlopen(f"{address}/health", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)


def known() -> dict[str, Any]:
    """Return everything that the store has of what was taken over."""
    store = workspace().store
    runs = {row.run.id: store.client_runs.get(row.run.id) for row in store.runs.list(limit=1000)}
    return {
        "runs": runs,
        "points": {
            one: {m.key: store.client_runs.points(one, m.key) for m in run.metrics} for one, run in runs.items()
        },
        "files": {one: [(f.path, f.digest) for f in store.files.below(one)] for one in runs},
        "logged": store.logged_models.where(),
        "models": [(m.name, m.description, m.tags, m.aliases, m.versions) for m in store.models.all()],
    }


def test_what_was_taken_over_and_given_back_is_for_mlflow_the_same_history(
    programs: Path, history: Path, tmp_path: Path
) -> None:
    imported = celltrail.import_history("mlflow", f"sqlite:///{history / 'mlflow.db'}")
    assert (imported.new, imported.models, imported.left_out) == (3, 2, {})
    folder = tmp_path / "back" / "mlruns"
    assert celltrail.export_history("mlflow", folder).counts["runs"] == 3
    back = tmp_path / "back.db"
    subprocess.run(
        [programs / "mlflow", "migrate-filestore", "--source", folder.parent, "--target", f"sqlite:///{back}"],
        check=True, cwd=tmp_path, env=mlflow_environment(tmp_path), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    before = told(programs, f"sqlite:///{history / 'mlflow.db'}", history)
    after = told(programs, f"sqlite:///{back}", tmp_path)
    for part in before:  # one after the other, so that a difference can be read
        assert after[part] == before[part]
    assert len(before["runs"]) == 3
    assert sum(len(run["files"]) for run in before["runs"].values()) == 1


def test_a_server_gives_the_same_as_its_database(
    server: str, history: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    imported = celltrail.import_history("mlflow", server)
    assert (imported.new, imported.models, imported.left_out) == (3, 2, {})
    by_server = known()
    monkeypatch.setenv("CELLTRAIL_HOME", str(tmp_path / "other"))
    celltrail.import_history("mlflow", history)
    by_database = known()
    for part in ("runs", "points", "files"):
        assert by_server[part] == by_database[part], part
    assert [model.id for model in by_server["logged"]] == [model.id for model in by_database["logged"]]


def test_what_is_here_is_not_taken_twice_and_a_run_that_went_on_gets_the_rest(
    programs: Path, history: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(history, copy)
    script = (
        "import sys, mlflow; mlflow.set_tracking_uri(sys.argv[1]); c = mlflow.MlflowClient();"
        "r = c.create_run('0', run_name='going') if len(sys.argv) < 3 else c.get_run(sys.argv[2]);"
        "n = len(c.get_metric_history(r.info.run_id, 'm'));"
        "[c.log_metric(r.info.run_id, 'm', s, timestamp=1700000000000 + s, step=s) for s in range(n, n + 5)];"
        "len(sys.argv) < 3 or c.set_terminated(r.info.run_id); print(r.info.run_id)"
    )
    uri = f"sqlite:///{copy / 'mlflow.db'}"

    def go(*more: str) -> str:
        command = [programs / "python", "-c", script, uri, *more]
        done = subprocess.run(
            command, check=True, cwd=copy, env=mlflow_environment(copy), capture_output=True, text=True
        )
        return done.stdout.strip().splitlines()[-1]

    run_id = go()
    assert celltrail.import_history("mlflow", uri).new == 4
    go(run_id)
    again = celltrail.import_history("mlflow", uri)
    assert (again.new, again.models, sum(run.points for run in again.runs)) == (0, 0, 5)
    store = workspace().store
    assert store.client_runs.get(run_id).run.status == "finished"
    assert [step for _, _, step, _ in store.client_runs.points(run_id, "m")] == list(range(10))
    assert celltrail.import_history("mlflow", uri).new == 0


def test_files_outside_the_history_are_not_read_and_what_is_no_history_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("private")
    root = tmp_path / "mlruns"
    run = root / "1" / ("a" * 32)
    run.mkdir(parents=True)
    (root / "1" / "meta.yaml").write_text("experiment_id: '1'\nname: e\nlifecycle_stage: active\n")
    (run / "meta.yaml").write_text(
        f"run_id: {'a' * 32}\nexperiment_id: '1'\nstatus: 3\nstart_time: 1700000000000\n"
        f"artifact_uri: {secret.as_uri()}\n"
    )
    (run / "artifacts").mkdir()
    (run / "artifacts" / "link").symlink_to(secret / "key")
    (run / "artifacts" / "own").write_text("fine")
    imported = celltrail.import_history("mlflow", root)
    assert [one.files for one in imported.runs] == [1]
    assert [file.path for file in workspace().store.files.below("a" * 32)] == ["own"]
    (run / "meta.yaml").write_text("run_id: [")
    with pytest.raises(InvalidInputError, match="cannot be read"):
        celltrail.import_history("mlflow", root)
    for source, message in (
        (tmp_path / "nothing", "There is no"),
        (secret, "holds no history"),
        (secret / "key", "cannot be read|no database"),
        ("http://127.0.0.1:9", "does not answer"),
    ):
        with pytest.raises(Exception, match=message):
            celltrail.import_history("mlflow", source)
