"""Real processes, real sockets, a real scikit-learn model."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest

from celltrail.config import Settings
from celltrail.errors import DeploymentError, NameTakenError, PortInUseError
from celltrail.records import Column, Deployment, ModelVersion, Route, Signature
from celltrail.serving import client, process, requestlog
from celltrail.serving.deploy import Address, deploy, reconcile, set_routes, stop
from celltrail.serving.place import Place
from celltrail.serving.requestlog import LogQuery
from celltrail.tracking.workspace import Workspace

SIGNATURE = Signature(
    inputs=(
        Column(name="age", type="double"),
        Column(name="calls", type="int64"),
        Column(name="plan", type="string"),
    )
)
ROW = {"age": 41.5, "calls": 3, "plan": "basic"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = tmp_path_factory.mktemp("home")
    made = Workspace(Settings(home=home, store_url=f"sqlite:///{home / 'store.db'}", artifacts=home / "artifacts"))
    yield made
    for one in made.store.deployments.all(live=True):
        stop(made, one.id)
    made.store.close()


@pytest.fixture(scope="module")
def versions(workspace: Workspace) -> tuple[ModelVersion, ModelVersion]:
    """Two versions that differ in what they answer."""
    import numpy as np
    import pandas as pd
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    rng = np.random.default_rng(7)
    data = pd.DataFrame({
        "age": rng.normal(40, 10, 600),
        "calls": rng.integers(0, 9, 600),
        "plan": rng.choice(["basic", "pro"], 600),
    })
    kept = []
    for iterations in (5, 10):
        encode = make_column_transformer((OrdinalEncoder(), ["plan"]), remainder="passthrough")
        model = make_pipeline(encode, HistGradientBoostingClassifier(max_iter=iterations)).fit(data, data.age > 40)
        kept.append(add_version(workspace, model))
    return kept[0], kept[1]


def add_version(workspace: Workspace, estimator: Any, **changes: Any) -> ModelVersion:
    artifact = workspace.artifacts.put(estimator)
    draft = ModelVersion(
        model="churn", number=0, artifact=artifact.digest, codec=artifact.codec, run_id=None,
        signature=SIGNATURE, created_at=0.0,
    )  # fmt: skip
    return workspace.store.models.add_version(replace(draft, **changes))


@pytest.fixture(scope="module")
def endpoint(workspace: Workspace, versions: tuple[ModelVersion, ModelVersion]) -> Deployment:
    return deploy(workspace, versions[0], name="shared")


def raw(url: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    with contextlib.closing(connection):
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read()
        return response.status, json.loads(text) if response.getheader(
            "content-type"
        ) == "application/json" else text


def eventually(claim: Callable[[], bool], within_s: float = 20.0) -> None:
    until = time.monotonic() + within_s
    while not claim():
        assert time.monotonic() < until, "it never became true"
        time.sleep(0.05)


def worker_pid(workspace: Workspace, deployment: Deployment) -> int:
    state = Place(workspace.settings.serving, deployment.id).state()
    return state.pid if state else 0


def test_an_endpoint_answers_with_classes_probabilities_ids_and_its_version(endpoint: Deployment) -> None:
    answer = client.predict(endpoint.url, [ROW, ROW | {"age": 20}], request_ids=["one", "two"])

    assert answer["predictions"] == [True, False]
    assert answer["classes"] == [False, True]
    assert [round(sum(chances), 6) for chances in answer["probabilities"]] == [1.0, 1.0]
    assert (answer["request_ids"], answer["model"], answer["version"]) == (["one", "two"], "churn", 1)


def test_a_single_row_gets_an_id(endpoint: Deployment) -> None:
    status, answer = raw(endpoint.url, "POST", "/predict", json.dumps({"row": ROW}).encode())

    assert (status, len(answer["predictions"]), len(answer["request_ids"][0])) == (200, 1, 32)


def test_null_in_a_column_of_floats_is_a_missing_number(endpoint: Deployment) -> None:
    assert len(client.predict(endpoint.url, [ROW | {"age": None}])["predictions"]) == 1


@pytest.mark.parametrize(
    ("body", "status", "names"),
    [
        (b"not json", 400, "not JSON"),
        (b'{"rows": NaN}', 400, "null, not NaN"),
        (b'{"rows": []}', 400, "no rows"),
        (b"[]", 400, "another form"),
        (json.dumps({"rows": [{"age": 1.0, "calls": 2}]}).encode(), 422, "'plan' is missing in rows[0]"),
        (json.dumps({"rows": [ROW, ROW | {"zip": 1}]}).encode(), 422, "'zip' in rows[1] is unknown"),
        (json.dumps({"rows": [ROW | {"age": "old"}]}).encode(), 422, "Column 'age' in rows[0]"),
        (json.dumps({"rows": [ROW | {"calls": None}]}).encode(), 422, "Column 'calls' in rows[0]"),
        (json.dumps({"row": ROW | {"calls": 10**30}}).encode(), 422, "Column 'calls' in row"),
        (json.dumps({"rows": [ROW], "request_ids": ["a", "b"]}).encode(), 400, "2 request_ids for 1 rows"),
        (json.dumps({"rows": [ROW | {"plan": "gold"}]}).encode(), 422, "unknown categories"),
    ],
)
def test_bad_rows_are_refused_with_the_name_of_what_is_wrong(
    endpoint: Deployment, body: bytes, status: int, names: str
) -> None:
    answered, problem = raw(endpoint.url, "POST", "/predict", body)

    assert answered == status
    assert set(problem) == {"code", "message", "hint"}
    assert names in f"{problem['message']} {problem['hint']}"


def test_a_row_that_the_model_refuses_fails_no_neighbour_in_its_batch(endpoint: Deployment) -> None:
    statuses: list[int] = []
    rows = [ROW | {"plan": "gold" if i % 4 == 0 else "pro"} for i in range(40)]

    def ask(row: dict[str, Any]) -> None:
        statuses.append(raw(endpoint.url, "POST", "/predict", json.dumps({"row": row}).encode())[0])

    threads = [threading.Thread(target=ask, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200] * 30 + [422] * 10


def test_a_body_larger_than_the_limit_is_refused_before_it_is_read(endpoint: Deployment) -> None:
    parts = urlsplit(endpoint.url)
    with socket.create_connection((parts.hostname, parts.port or 0), timeout=10) as sock:
        sock.sendall(b"POST /predict HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\n\r\n")
        assert b"413" in sock.recv(1000).split(b"\r\n")[0]


def test_what_a_web_page_sends_is_refused(endpoint: Deployment) -> None:
    body = json.dumps({"rows": [ROW]}).encode()
    status, problem = raw(endpoint.url, "POST", "/predict", body, Origin="https://somewhere.example")
    assert (status, problem["code"]) == (403, "foreign_page")
    assert "https://somewhere.example" in problem["message"]


def test_mlflow_and_open_inference_clients_are_understood(endpoint: Deployment) -> None:
    split = {"dataframe_split": {"columns": list(ROW), "data": [list(ROW.values())]}}
    tensors = [{"name": k, "shape": [1], "datatype": "BYTES", "data": [v]} for k, v in ROW.items()]

    assert client.post(endpoint.url, "/invocations", split)["predictions"] == [True]
    outputs = client.post(endpoint.url, "/v2/models/churn/infer", {"inputs": tensors})["outputs"]
    assert outputs[0] == {"name": "predictions", "datatype": "BOOL", "shape": [1], "data": [True]}
    for path in ("/ping", "/ready", "/v2/health/live", "/v2/health/ready", "/v2/models/churn"):
        assert raw(endpoint.url, "GET", path)[0] == 200
    assert raw(endpoint.url, "GET", "/v2/models/other")[0] == 404


def test_metrics_are_read_by_the_prometheus_parser(endpoint: Deployment) -> None:
    from prometheus_client.parser import text_string_to_metric_families

    client.predict(endpoint.url, [ROW])
    families = {
        f.name: f for f in text_string_to_metric_families(raw(endpoint.url, "GET", "/metrics")[1].decode())
    }

    assert families["celltrail_latency_seconds"].type == "histogram"
    assert any(
        sample.labels == {"path": "/predict", "status": "200"} for sample in families["celltrail_requests"].samples
    )


def test_the_log_holds_what_was_asked_and_answered_with_labels_that_came_later(
    workspace: Workspace, endpoint: Deployment
) -> None:
    asked = [ROW | {"age": None}, ROW | {"age": 20.0}, ROW]
    answer = client.predict(endpoint.url, asked, window="2013-04", request_ids=["a", "b", "c"])
    client.send_labels(endpoint.url, {"a": True, "c": 0})
    client.flush(endpoint.url)
    log = requestlog.read(workspace.settings.serving, endpoint.id, LogQuery(window="2013-04"))

    assert requestlog.features(log).to_pylist() == asked
    assert log.column("prediction").to_pylist() == [float(p) for p in answer["predictions"]]
    assert log.column("probability").to_pylist() == [chances[1] for chances in answer["probabilities"]]
    assert log.column("label").to_pylist() == [1.0, None, 0.0]
    assert requestlog.window_of(endpoint.id, log, "2013-04").labelled_rows == 2
    assert requestlog.read(workspace.settings.serving, endpoint.id, LogQuery(to_at=0.0)).num_rows == 0


def test_a_second_endpoint_gets_neither_the_name_nor_the_port_of_the_first(
    workspace: Workspace, endpoint: Deployment, versions: tuple[ModelVersion, ModelVersion]
) -> None:
    with pytest.raises(NameTakenError, match="celltrail stop shared"):
        deploy(workspace, versions[0], name="shared")
    with pytest.raises(PortInUseError, match="by deployment 'shared'"):
        deploy(workspace, versions[0], name="other", address=Address(port=urlsplit(endpoint.url).port or 0))
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortInUseError, match="Choose another"):
        deploy(workspace, versions[0], name="other", address=Address(port=taken.getsockname()[1]))


def test_a_model_that_cannot_be_loaded_fails_the_deployment_with_the_reason(workspace: Workspace) -> None:
    broken = add_version(workspace, {"no": "model"}, model="broken")

    with pytest.raises(DeploymentError, match="does not predict"):
        deploy(workspace, broken, name="broken")
    kept = workspace.store.deployments.get("broken")
    assert kept.status == "failed"
    assert "A dict does not predict" in (kept.error or "")


def test_a_killed_worker_is_replaced_and_answers_again(workspace: Workspace, endpoint: Deployment) -> None:
    before = worker_pid(workspace, endpoint)
    os.kill(before, signal.SIGKILL)
    eventually(lambda: worker_pid(workspace, endpoint) not in (0, before))

    assert client.predict(endpoint.url, [ROW])["version"] == 1
    assert workspace.store.deployments.get("shared").status == "running"


def test_a_rollout_under_load_fails_no_request(
    workspace: Workspace, endpoint: Deployment, versions: tuple[ModelVersion, ModelVersion]
) -> None:
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def load() -> None:
        parts = urlsplit(endpoint.url)
        with contextlib.closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)) as link:
            while not done.is_set():
                link.request("POST", "/predict", json.dumps({"row": ROW}))
                response = link.getresponse()
                seen.append((response.status, json.loads(response.read()).get("version", 0)))

    clients = [threading.Thread(target=load) for _ in range(8)]
    for one in clients:
        one.start()
    for number in (2, 1, 2):
        changed = set_routes(workspace, "shared", [Route(version=number, weight=1.0)])
        time.sleep(0.2)
    done.set()
    for one in clients:
        one.join()

    assert {status for status, _ in seen} == {200}
    assert {version for _, version in seen} == {1, 2}
    assert seen[-1][1] == 2
    assert changed.routes == (Route(version=2, weight=1.0),)


def test_a_canary_takes_its_share_and_a_shadow_is_only_logged(
    workspace: Workspace, endpoint: Deployment, versions: tuple[ModelVersion, ModelVersion]
) -> None:
    set_routes(workspace, "shared", [Route(version=1, weight=0.7), Route(version=2, weight=0.3)])
    answered = [client.predict(endpoint.url, [ROW])["version"] for _ in range(200)]
    set_routes(workspace, "shared", [Route(version=1, weight=1.0), Route(version=2, weight=0.0, shadow=True)])
    shadowed = [client.predict(endpoint.url, [ROW], window="shadow")["version"] for _ in range(20)]
    client.flush(endpoint.url)
    log = requestlog.read(workspace.settings.serving, endpoint.id, LogQuery(window="shadow", shadows=True))

    assert 30 < answered.count(2) < 95  # 60 expected; six standard deviations
    assert set(shadowed) == {1}
    assert sorted(log.column("version").to_pylist()) == [1] * 20 + [2] * 20
    set_routes(workspace, "shared", [Route(version=1, weight=1.0)])


def test_a_version_that_cannot_be_loaded_leaves_the_routes_as_they_were(
    workspace: Workspace, endpoint: Deployment, versions: tuple[ModelVersion, ModelVersion]
) -> None:
    broken = add_version(workspace, {"no": "model"})

    with pytest.raises(DeploymentError, match="goes on as it was"):
        set_routes(workspace, "shared", [Route(version=broken.number, weight=1.0)])
    assert client.predict(endpoint.url, [ROW])["version"] == 1
    assert workspace.store.deployments.get("shared").routes == (Route(version=1, weight=1.0),)


def test_stopping_writes_the_log_and_counts_it(
    workspace: Workspace, versions: tuple[ModelVersion, ModelVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_SECRET_TOKEN", "hunter2")
    made = deploy(workspace, versions[0], name="short")
    environment = psutil.Process(worker_pid(workspace, made)).environ()
    client.predict(made.url, [ROW] * 7)
    ended = stop(workspace, "short")

    assert (ended.status, ended.requests, ended.pid) == ("stopped", 7, None)
    assert requestlog.read(workspace.settings.serving, made.id).num_rows == 7
    assert "MY_SECRET_TOKEN" not in environment
    assert "CELLTRAIL_STORE" not in environment
    with pytest.raises(DeploymentError, match="does not answer"):
        client.predict(made.url, [ROW])


DEPLOYER = """
import sys
from pathlib import Path
from celltrail.config import Settings
from celltrail.serving.deploy import deploy
from celltrail.tracking.workspace import Workspace
home = Path(sys.argv[1])
settings = Settings(home=home, store_url=f"sqlite:///{home / 'store.db'}", artifacts=home / "artifacts")
workspace = Workspace(settings)
print(deploy(workspace, workspace.store.models.version("churn", 1), name="orphan").url)
"""


def test_an_endpoint_outlives_its_deployer_and_its_death_is_noticed(
    workspace: Workspace, versions: tuple[ModelVersion, ModelVersion]
) -> None:
    # run() would hang if a process of the deployment held its output open
    done = subprocess.run(
        [sys.executable, "-c", DEPLOYER, str(workspace.settings.home)], capture_output=True, text=True, check=False
    )
    url = done.stdout.strip()
    assert client.predict(url, [ROW])["version"] == 1, done.stderr

    orphan = workspace.store.deployments.get("orphan")
    worker = worker_pid(workspace, orphan)
    os.kill(orphan.pid or 0, signal.SIGKILL)
    eventually(lambda: not process.is_alive(orphan.pid, orphan.id))
    assert reconcile(workspace) == 1
    assert workspace.store.deployments.get("orphan").status == "failed"
    eventually(lambda: not psutil.pid_exists(worker) or psutil.Process(worker).status() == psutil.STATUS_ZOMBIE)


def test_nothing_of_a_deployment_can_be_read_by_other_users(workspace: Workspace, endpoint: Deployment) -> None:
    folder: Path = Place(workspace.settings.serving, endpoint.id).root

    assert folder.stat().st_mode & 0o077 == 0
