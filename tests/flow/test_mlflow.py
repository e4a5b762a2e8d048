"""MLflow's own clients against our server, and our answers beside those of MLflow's own server."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import isolated_environment
from tests.flow.environments import environment_with

from celltrail.config import Settings
from celltrail.records import AliasPolicy
from celltrail.registry import resolve
from celltrail.tracking import Workspace

CURRENT, LAST_2 = "mlflow==3.17.2", "mlflow-skinny==2.22.5"
STORY = Path(__file__).parent / "mlflow_clients" / "story.py"
TOKEN, BASE = "not-so-secret", "/user/ada/celltrail/mlflow"
Ask = Callable[..., tuple[int, Any]]


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _ask(port: int, base: str) -> Ask:
    def ask(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        connection.request(method, f"{base}{path}", raw, headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        return answer.status, json.loads(said) if said[:1] in (b"{", b"[") else said

    return ask


def _started(command: list[str], folder: Path, ask: Ask) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=folder, env=isolated_environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(1800):
            try:
                if ask("GET", "/health")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mlflow")


@pytest.fixture(scope="module")
def here(home: Path) -> Workspace:
    """The store behind the server, as a notebook beside it sees it."""
    own = home / "home"
    return Workspace(Settings(home=own, store_url=f"sqlite:///{own / 'store.db'}", artifacts=own / "artifacts"))


@pytest.fixture(scope="module")
def port() -> int:
    return _free_port()


@pytest.fixture(scope="module")
def ask(home: Path, port: int) -> Iterator[Ask]:
    command = [
        *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}"),
        *("--ip=127.0.0.1", "--ServerApp.port_retries=0", "--ServerApp.base_url=/user/ada/"),
        *(f"--IdentityProvider.token={TOKEN}", "--ServerApp.jpserver_extensions={'celltrail': True}"),
    ]
    ask = _ask(port, BASE)
    for _ in _started(command, home, ask):
        yield ask


def _story(requirement: str, port: int, folder: Path, *arguments: str) -> dict[str, Any]:
    python = environment_with(requirement) / "python"
    environment = isolated_environment(folder) | {
        "MLFLOW_TRACKING_URI": f"http://127.0.0.1:{port}{BASE}", "MLFLOW_TRACKING_TOKEN": TOKEN, "PYTHONPATH": "",
    }  # fmt: skip
    done = subprocess.run(
        [str(python), str(STORY), *arguments], cwd=folder, env=environment, capture_output=True, text=True,
        timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.partition("SAID ")[2])
    return said


def _holds(said: dict[str, Any]) -> None:
    assert said["params"] == {"depth": "6", "rate": "0.1", "note": "1.50", "deep": "True"}
    assert said["metrics"] == {"auc": "0.625", "endless": "-inf", "late": "5.0", "wild": "2.0"}
    assert said["history"] == [[0, 0.5], [1, 0.75], [2, 0.625]]
    assert said["wild"] == ["1.0", "inf", "-inf", "nan", "2.0"]
    assert said["files"] == [["big.bin", False, 3_000_000], ["large", True, None], ["notes", True, None]]
    assert said["big.bin"]
    assert said["large/parts.bin"]
    assert said["searches"] == [1, 0, 1, 0, 1, 1, 0]
    assert (said["overwritten"], said["after"]) == ("INVALID_PARAMETER_VALUE", "6")


def test_the_current_client_tracks_logs_models_and_loads_them_unchanged(
    ask: Ask, port: int, here: Workspace, tmp_path: Path
) -> None:
    said = _story(CURRENT, port, tmp_path, "--models")
    _holds(said)
    assert said["autolog"] == "0.5"
    assert said["loaded"] == [True, True, True]
    assert (said["logged"], said["datasets"], said["versions"]) == (["model"], 1, ["1"])
    row = here.store.runs.find(said["run_id"])
    assert (row.run.name, row.run.project, row.run.status) == ("by hand", "story 3", "finished")
    assert {use.name for use in here.store.runs.uses_of_run(row.run.id)} == {
        "big.bin", "large/parts.bin", "notes/hello.txt",
    }  # fmt: skip
    version = here.store.models.version("story", 1)
    assert [column.name for column in version.signature.inputs] == ["x", "y"]
    assert version.unsafe
    assert version.framework.startswith("scikit-learn ")
    assert [change.alias for change in here.store.models.history("story")] == ["champion"]


def test_the_last_client_of_the_second_major_release_works_unchanged(ask: Ask, port: int, tmp_path: Path) -> None:
    _holds(_story(LAST_2, port, tmp_path))


def test_a_client_cannot_pass_by_the_policy_of_an_alias(ask: Ask, here: Workspace) -> None:
    assert ask("POST", "/api/2.0/mlflow/registered-models/create", {"name": "guarded"})[0] == 200
    source = {"name": "guarded", "source": "s3://elsewhere/model"}
    assert ask("POST", "/api/2.0/mlflow/model-versions/create", source)[0] == 200
    here.store.policies.set(AliasPolicy(model="guarded", alias="champion", approvals=1), expected=None)
    for path, more in (("registered-models/alias", {"alias": "champion", "version": "1"}),):
        status, said = ask("POST", f"/api/2.0/mlflow/{path}", {"name": "guarded", **more})
        assert (status, said["error_code"]) == (403, "PERMISSION_DENIED")
    assert here.store.models.get("guarded").aliases == {}


def test_a_model_whose_name_has_spaces_is_found_by_it_everywhere(ask: Ask, port: int, here: Workspace) -> None:
    name, quoted = "été of 2026", "%C3%A9t%C3%A9%20of%202026"
    assert ask("POST", "/api/2.0/mlflow/registered-models/create", {"name": name})[0] == 200
    made = ask("POST", "/api/2.0/mlflow/model-versions/create", {"name": name, "source": "s3://a/b"})
    assert made[0] == 200, made
    assert ask("GET", f"/api/2.0/mlflow/model-versions/get?name={quoted}&version=1")[0] == 200
    status, said = _ask(port, BASE.removesuffix("mlflow"))("GET", f"api/models/{quoted}")
    assert (status, said["name"], [one["number"] for one in said["versions"]]) == (200, name, [1])
    assert resolve(here, f"{name}/1").label == f"{name}/1"


@pytest.mark.parametrize(
    "path",
    ["/../../x", "/%2e%2e/x", "/%252e%252e/x", "//etc/passwd", "/..%5cx", "/C:%5cx", "/a/./b", "/a%00b", ""],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_path_that_leads_elsewhere_is_refused_and_changes_nothing(
    ask: Ask, home: Path, method: str, path: str
) -> None:
    run = ask("POST", "/api/2.0/mlflow/runs/create", {"experiment_id": "0"})[1]["run"]["info"]
    if method == "DELETE" and not path:
        return  # all files of a run may be deleted
    status, said = ask(
        method,
        f"/api/2.0/mlflow-artifacts/artifacts/0/{run['run_id']}/artifacts{path}",
        b"x" if method == "PUT" else None,
    )
    assert status in (400, 404), said
    assert said["error_code"] in ("INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST")
    assert ask("GET", f"/api/2.0/mlflow/artifacts/list?run_id={run['run_id']}")[1]["files"] == []
    assert not list(home.rglob("00/.partial-*"))


def test_nobody_comes_in_without_the_token(ask: Ask, port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for method, path in (
        ("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0"), ("GET", "/version"),
        ("POST", "/api/2.0/mlflow/runs/create"), ("PUT", "/api/2.0/mlflow-artifacts/artifacts/0/a/artifacts/x"),
    ):  # fmt: skip
        connection.request(method, f"{BASE}{path}", b"{}" if method != "GET" else None)
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (401, 403), path
    connection.close()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """MLflow's own server."""
    folder, port = tmp_path_factory.mktemp("original"), _free_port()
    programs = environment_with(CURRENT)
    command = [
        *(str(programs / "mlflow"), "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--backend-store-uri", f"sqlite:///{folder}/m.db", "--artifacts-destination", str(folder / "files")),
    ]
    ask = _ask(port, "")
    for _ in _started(command, folder, ask):
        yield ask
    shutil.rmtree(folder, ignore_errors=True)


LONG = "x" * 300
REQUESTS: list[tuple[str, str, Any]] = [
    ("GET", "experiments/get?experiment_id=0", None),
    ("GET", "experiments/get?experiment_id=77777", None),
    ("GET", "experiments/get", None),
    ("GET", "experiments/get-by-name?experiment_name=none", None),
    ("POST", "experiments/create", {"name": "twice"}),
    ("POST", "experiments/create", {"name": "twice"}),
    ("POST", "experiments/create", {}),
    ("POST", "experiments/create", {"name": 7}),
    ("POST", "experiments/create", {"name": "n" * 501}),
    ("POST", "experiments/search", {"max_results": 10, "filter": "name = 'twice'"}),
    ("POST", "experiments/search", {"max_results": 10, "filter": "metrics.a > 1"}),
    ("POST", "experiments/search", {"max_results": 10, "filter": "name = "}),
    ("POST", "runs/create", {"experiment_id": "77777"}),
    ("GET", "runs/get?run_id=none", None),
    ("POST", "runs/log-metric", {"run_id": "RUN", "key": "m", "value": 1.5, "timestamp": 1, "step": 2}),
    ("POST", "runs/log-metric", {"run_id": "RUN", "key": "m", "value": "NaN", "timestamp": 1}),
    ("POST", "runs/log-metric", {"run_id": "RUN", "key": "m", "value": "many", "timestamp": 1}),
    ("POST", "runs/log-metric", {"run_id": "RUN", "key": LONG, "value": 1.0, "timestamp": 1}),
    ("POST", "runs/log-metric", {"run_id": "RUN", "key": "../m", "value": 1.0, "timestamp": 1}),
    ("POST", "runs/log-metric", {"run_id": "RUN", "value": 1.0, "timestamp": 1}),
    ("POST", "runs/log-parameter", {"run_id": "RUN", "key": "p", "value": "1"}),
    ("POST", "runs/log-parameter", {"run_id": "RUN", "key": "p", "value": "1"}),
    ("POST", "runs/log-parameter", {"run_id": "RUN", "key": "p", "value": "2"}),
    ("POST", "runs/set-tag", {"run_id": "RUN", "key": "t", "value": "v"}),
    ("POST", "runs/set-tag", {"run_id": "RUN", "key": "a;b", "value": "v"}),
    ("POST", "runs/delete-tag", {"run_id": "RUN", "key": "t"}),
    ("POST", "runs/delete-tag", {"run_id": "RUN", "key": "t"}),
    ("POST", "runs/log-batch", {"run_id": "RUN", "params": [{"key": "q", "value": "1"}] * 2}),
    ("POST", "runs/log-batch", {"run_id": "RUN", "tags": [{"key": f"k{n}", "value": "v"} for n in range(101)]}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "filter": "metrics.m > 1"}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "filter": "metrics.m > 'a'"}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "filter": "params.p > '1'"}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "filter": "params.p = '1' OR params.p = '2'"}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "filter": "params.p = '1'; DROP TABLE runs"}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "filter": "nothing.p = '1'"}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "max_results": 60000}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "order_by": ["metrics.m DESC", "start_time ASC"]}),
    ("POST", "runs/search", {"experiment_ids": ["0"], "page_token": "hmm"}),
    ("POST", "registered-models/create", {"name": "one"}),
    ("POST", "registered-models/create", {"name": "one"}),
    ("POST", "registered-models/create", {"name": "a/b"}),
    ("POST", "registered-models/create", {"name": "prévision of 2026"}),
    ("POST", "model-versions/create", {"name": "prévision of 2026", "source": "s3://a/b"}),
    ("POST", "registered-models/alias", {"name": "prévision of 2026", "alias": "best", "version": "1"}),
    ("GET", "registered-models/alias?name=pr%C3%A9vision%20of%202026&alias=best", None),
    ("GET", "registered-models/get?name=pr%C3%A9vision+of+2026", None),
    ("GET", "model-versions/search?filter=name%3D%27pr%C3%A9vision%20of%202026%27", None),
    ("GET", "registered-models/get?name=none", None),
    ("POST", "model-versions/create", {"name": "one", "source": "/etc/passwd"}),
    ("POST", "model-versions/create", {"name": "none", "source": "s3://a/b"}),
    ("POST", "model-versions/create", {"name": "one", "source": "s3://a/b"}),
    ("GET", "model-versions/get?name=one&version=9", None),
    ("GET", "model-versions/get?name=one&version=x", None),
    ("POST", "registered-models/alias", {"name": "one", "alias": "best", "version": "1"}),
    ("POST", "registered-models/alias", {"name": "one", "alias": "v1", "version": "1"}),
    ("POST", "registered-models/alias", {"name": "one", "alias": "a b", "version": "1"}),
    ("GET", "registered-models/alias?name=one&alias=best", None),
    ("GET", "registered-models/alias?name=one&alias=none", None),
    ("GET", "model-versions/search?filter=name%3D%27one%27", None),
    ("GET", "model-versions/search?filter=color%3D%27one%27", None),
    ("GET", "logged-models/m-none", None),
    ("POST", "logged-models", {"experiment_id": "0", "name": "a/b"}),
    ("POST", "logged-models", {"experiment_id": "0", "name": "fine"}),
    ("POST", "logged-models/search", {"experiment_ids": ["0"]}),
    ("POST", "runs/delete", {"run_id": "RUN"}),
    ("POST", "runs/log-parameter", {"run_id": "RUN", "key": "late", "value": "1"}),
    ("POST", "runs/restore", {"run_id": "RUN"}),
]


def _told(ask: Ask) -> list[tuple[int, Any]]:
    run = ask("POST", "/api/2.0/mlflow/runs/create", {"experiment_id": "0", "start_time": 1})[1]["run"]
    told = []
    for method, path, body in REQUESTS:
        given = {**body, "run_id": run["info"]["run_id"]} if body and body.get("run_id") == "RUN" else body
        status, said = ask(method, f"/api/2.0/mlflow/{path}", given)
        told.append((status, said.get("error_code") if isinstance(said, dict) else None))
    return told


def test_requests_are_answered_and_refused_as_by_mlflows_own_server(ask: Ask, original: Ask) -> None:
    ours, theirs = _told(ask), _told(original)
    different = [
        (request, mine, other)
        for request, mine, other in zip(REQUESTS, ours, theirs, strict=True)
        if mine != other
    ]
    assert different == []
