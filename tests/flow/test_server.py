"""The server extension, enabled in a real Jupyter Server."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jupyter_server.auth import Authorizer

import celltrail
from celltrail import registry
from celltrail.records import Artifact, Job, Signature
from celltrail.server import contract
from celltrail.server.endpoints import ENDPOINTS, PREFIX, Endpoint
from celltrail.server.messages import Problem
from celltrail.tracking import Workspace, track

pytest_plugins = ["pytest_jupyter.jupyter_server"]

Fetch = Callable[..., Awaitable[Any]]
NOWHERE = {"run_id": "nix", "key": "nix", "digest": "0" * 64, "name": "nix", "alias": "champion", "job_id": "nix",
           "deployment": "nix", "report_id": "nix"}  # fmt: skip
BODIES: dict[str, Any] = {
    "promote": {"number": 1},
    "submit_job": {"notebook": "missing.ipynb"},
    "deploy": {"model": "nix"},
    "set_routes": {"routes": [{"version": 1, "weight": 1.0}]},
    "measure_drift": {"deployment": "nix"},
}
ids = [endpoint.name for endpoint in ENDPOINTS]


class Denying(Authorizer):
    """Lets nobody do anything with celltrail, and remembers what was asked."""

    asked: list[tuple[str, str]] = []  # noqa: RUF012

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        self.asked.append((action, resource))
        return resource != "celltrail"


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {"ServerApp": {"jpserver_extensions": {"celltrail": True}}}


@pytest.fixture
def fetch(jp_fetch: Fetch, jp_serverapp: Any) -> Any:
    """Ask an endpoint and return status and answer, whatever the status."""

    async def ask(method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        data = body if isinstance(body, str) or body is None else json.dumps(body)
        if method == "POST" and data is None:
            data = ""
        response = await jp_fetch(
            *PREFIX.split("/"), *path.split("/"), method=method, body=data, raise_error=False, **options
        )
        return response.code, json.loads(response.body)

    return ask


def path_of(endpoint: Endpoint, values: dict[str, str]) -> str:
    return endpoint.path.format_map(values)


@pytest.fixture
def filled(workspace: Workspace) -> dict[str, str]:
    """Fill the home with a run, a version and a job; return what endpoints are asked for."""
    with track("churn") as run:
        depth = 6
        celltrail.log_metric("auc", 0.5 + depth / 20)
        celltrail.log_metric("train/loss", 0.1)
        run.log_value("note", "text")
    workspace.drain()
    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)
    draft = registry.Draft(model="churn", artifact=artifact, signature=Signature(inputs=()), run_id=run.id)
    registry.register(workspace, draft)
    job = Job(
        id="job1",
        notebook="/x.ipynb",
        parameters={},
        status="finished",
        trigger="manual",
        created_at=1.0,
        run_id=run.id,
    )
    workspace.store.jobs.add(job)
    return {
        **NOWHERE,
        "run_id": run.id,
        "key": "auc",
        "digest": run.uses[-1].artifact.digest,
        "name": "churn",
        "job_id": "job1",
    }


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=ids)
async def test_without_a_token_nothing_is_told_and_nothing_done(endpoint: Endpoint, fetch: Fetch) -> None:
    body = BODIES.get(endpoint.name) if endpoint.method == "POST" else None
    status, answer = await fetch(endpoint.method, path_of(endpoint, NOWHERE), body, headers={"Authorization": ""})
    assert status in {401, 403}
    assert set(answer) >= {"code", "message", "hint"}


class TestDenied:
    @pytest.fixture
    def jp_server_config(self) -> dict[str, Any]:
        Denying.asked.clear()
        return {"ServerApp": {"jpserver_extensions": {"celltrail": True}, "authorizer_class": Denying}}

    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_the_authorizer_is_asked_and_obeyed(
        self, method: str, fetch: Fetch, workspace: Workspace
    ) -> None:
        for endpoint in ENDPOINTS:
            if endpoint.method == method:
                status, answer = await fetch(method, path_of(endpoint, NOWHERE), BODIES.get(endpoint.name))
                assert (endpoint.name, status) == (endpoint.name, 403)
                assert set(answer) >= {"code", "message", "hint"}
        action = {"GET": "read", "POST": "write"}[method]
        assert (action, "celltrail") in Denying.asked
        assert workspace.store.jobs.all() == ()


# A drift report needs a deployment and its log: the flow of the whole loop asks for one.
READS = [endpoint for endpoint in ENDPOINTS if endpoint.method == "GET" and endpoint.name != "get_drift_report"]


@pytest.mark.parametrize("endpoint", READS, ids=[endpoint.name for endpoint in READS])
async def test_each_question_is_answered_as_its_record_says(
    endpoint: Endpoint, fetch: Fetch, filled: dict[str, str], jp_root_dir: Path
) -> None:
    (jp_root_dir / "a.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    params = {"path": "a.ipynb"} if endpoint.name == "get_notebook_parameters" else {}
    status, answer = await fetch("GET", path_of(endpoint, filled), params=params)
    assert status == 200, answer
    msgspec.convert(answer, endpoint.answer)
    schema = contract.document()["components"]["schemas"][endpoint.answer.__name__]
    assert set(answer) == set(schema["properties"])


async def test_a_run_is_told_with_all_that_hangs_on_it(
    fetch: Fetch, filled: dict[str, str], http_server_client: Any, jp_base_url: str, jp_auth_header: dict[str, str]
) -> None:
    status, detail = await fetch("GET", f"runs/{filled['run_id']}")
    assert status == 200
    assert detail["row"]["params"] == {"depth": 6}
    assert [metric["key"] for metric in detail["metrics"]] == ["auc", "train/loss"]
    assert [use["name"] for use in detail["artifacts"]] == ["note"]
    assert detail["cells"][0]["status"] == "finished"
    assert detail["environment"]["python"]
    url = f"{jp_base_url}{PREFIX}/runs/{filled['run_id']}/metrics/train%2Floss"
    response = await http_server_client.fetch(url, headers=jp_auth_header)
    series = json.loads(response.body)
    assert (response.code, series["key"], series["points"][0]["value"]) == (200, "train/loss", 0.1)


async def test_lists_of_runs_come_in_pages(fetch: Fetch, workspace: Workspace) -> None:
    for number in range(5):
        with track(f"r{number}"):
            pass
    workspace.drain()
    names: list[str] = []
    params: dict[str, str] = {"limit": "2"}
    while True:
        status, page = await fetch("GET", "runs", params=params)
        assert status == 200
        names += [row["run"]["name"] for row in page["rows"]]
        if page["next"] is None:
            break
        params["before"] = page["next"]
    assert names == ["r4", "r3", "r2", "r1", "r0"]


async def test_a_version_is_promoted_and_the_history_tells(fetch: Fetch, filled: dict[str, str]) -> None:
    status, version = await fetch("POST", "models/churn/aliases/champion", {"number": 1, "reason": "best"})
    assert (status, version["aliases"]) == (200, ["champion"])
    _, history = await fetch("GET", "models/churn/history")
    assert [(change["number"], change["reason"]) for change in history["changes"]] == [(1, "best")]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "runs/nix", None, 404, "not_found"),
        ("GET", "runs/nix/metrics/auc", None, 404, "not_found"),
        ("GET", "runs/nix/lineage", None, 404, "not_found"),
        ("GET", "artifacts/nix", None, 404, "not_found"),
        ("GET", "models/nix", None, 404, "not_found"),
        ("GET", "models/nix/history", None, 404, "not_found"),
        ("GET", "jobs/nix", None, 404, "not_found"),
        ("GET", "drift/nix", None, 404, "not_found"),
        ("GET", "drift?deployment=nix", None, 404, "not_found"),
        ("POST", "jobs/nix/cancel", None, 404, "not_found"),
        ("POST", "deployments/nix/stop", None, 404, "not_found"),
        ("POST", "deployments", {"model": "nix"}, 404, "not_found"),
        ("POST", "drift", {"deployment": "nix"}, 404, "not_found"),
        ("POST", "models/nix/aliases/champion", {"number": 1}, 404, "not_found"),
        ("POST", "models/churn/aliases/champion", {"number": 99}, 404, "not_found"),
        ("POST", "models/churn/aliases/a%20b", {"number": 1}, 400, "invalid_input"),
        ("POST", "models/churn/aliases/champion", {}, 400, "invalid_input"),
        ("POST", "models/churn/aliases/champion", {"number": "one"}, 400, "invalid_input"),
        ("POST", "models/churn/aliases/champion", [], 400, "invalid_input"),
        ("POST", "models/churn/aliases/champion", "", 400, "invalid_input"),
        ("POST", "models/churn/aliases/champion", "{", 400, "invalid_json"),
        ("POST", "models/churn/aliases/champion", "\x00", 400, "invalid_json"),
        ("GET", "runs?limit=many", None, 400, "invalid_input"),
        ("GET", "runs?colour=red", None, 400, "invalid_input"),
        ("GET", "events?after=x", None, 400, "invalid_input"),
        ("GET", "notebook", None, 400, "invalid_input"),
        ("GET", "notebook?path=missing.ipynb", None, 400, "notebook"),
        ("GET", "notebook?path=../../etc/passwd", None, 400, "invalid_input"),
        ("GET", "notebook?path=%00", None, 400, None),
        ("POST", "jobs", {"notebook": "../x.ipynb"}, 400, "invalid_input"),
        ("POST", "jobs", {"notebook": "missing.ipynb"}, 400, "notebook"),
        ("POST", "jobs", {"notebook": 5}, 400, "invalid_input"),
        ("POST", "jobs", {"notebook": "a.ipynb", "parameters": {"x": 1}}, 400, "parameter"),
        ("POST", "runs", {}, 405, None),
        ("GET", "deployments/nix/stop", None, 405, None),
    ],
)  # fmt: skip
async def test_bad_input_is_refused_with_what_why_and_what_to_do(
    method: str, path: str, body: Any, status: int, code: str | None, fetch: Fetch, filled: dict[str, str],
    jp_root_dir: Path, jp_base_url: str, http_server_client: Any, jp_auth_header: dict[str, str],
) -> None:  # fmt: skip
    (jp_root_dir / "a.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    data = body if isinstance(body, str) or body is None else json.dumps(body)
    response = await http_server_client.fetch(
        f"{jp_base_url}{PREFIX}/{path}", method=method, headers=jp_auth_header, raise_error=False,
        body=("" if data is None and method == "POST" else data),
    )  # fmt: skip
    problem = json.loads(response.body)
    assert (response.code, set(problem) & {"code", "message", "hint"}) == (status, {"code", "message", "hint"})
    assert msgspec.convert(problem, Problem).message
    if code is not None:
        assert problem["code"] == code
    assert "Traceback" not in response.body.decode()


async def test_a_gate_that_fails_is_a_conflict_that_says_the_numbers(fetch: Fetch, workspace: Workspace) -> None:
    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)
    draft = registry.Draft(
        model="gated",
        artifact=artifact,
        signature=Signature(inputs=()),
        metrics={"auc": 0.5},
        gates=["auc >= 0.8"],
    )
    registry.register(workspace, draft)
    status, problem = await fetch("POST", "models/gated/aliases/champion", {"number": 1})
    assert (status, problem["code"]) == (409, "gate_failed")
    assert "auc = 0.5" in problem["message"]


async def test_a_link_that_leads_out_of_the_root_is_not_followed(
    fetch: Fetch, jp_root_dir: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.ipynb"
    outside.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    (jp_root_dir / "link.ipynb").symlink_to(outside)
    status, problem = await fetch("GET", "notebook", params={"path": "link.ipynb"})
    assert (status, problem["code"]) == (400, "invalid_input")


async def test_kernels_of_this_server_are_told_its_home(
    fetch: Fetch, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    status, version = await fetch("GET", "version")
    assert (status, version) == (200, {"version": celltrail.__version__, "home": str(home)})
    assert os.environ["CELLTRAIL_HOME"] == str(home)


async def test_the_events_since_then_are_told_in_order(fetch: Fetch, filled: dict[str, str]) -> None:
    _, now = await fetch("GET", "events", params={"after": "-1"})
    assert now["events"] == []
    _, all_events = await fetch("GET", "events")
    assert all_events["last"] == now["last"] == all_events["events"][-1]["seq"]
    assert {event["noun"] for event in all_events["events"]} == {"run", "model", "job"}


WRITING = """
import celltrail, sys
with celltrail.track("warm"):
    pass
celltrail.list_runs()
print("warm", flush=True)
sys.stdin.readline()
with celltrail.track("elsewhere"):
    sys.stdout.write("begun\\n"); sys.stdout.flush()
    sys.stdin.readline()
"""


async def test_a_run_of_another_process_is_told_on_the_event_channel_within_a_second(
    fetch: Fetch, jp_ws_fetch: Fetch, jp_serverapp: Any, workspace: Workspace
) -> None:
    """The other process has begun before, as a kernel has: what loading libraries takes is not the channel's."""
    channel = await jp_ws_fetch("api", "events", "subscribe")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITING, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    await process.stdout.readline()
    await jp_serverapp.extension_manager.start_all_extensions()
    _, page = await fetch("GET", "events")
    process.stdin.write(b"go\n")
    await process.stdout.readline()
    begun = time.monotonic()
    while True:
        message = json.loads(await asyncio.wait_for(channel.read_message(), 10))
        if message.get("last", 0) > page["last"]:
            break
    waited = time.monotonic() - begun
    found = workspace.store.runs.find("elsewhere")
    assert found.run.status == "running"
    assert found.run.id in {event["id"] for event in message["events"]}
    assert message["last"] == message["events"][-1]["seq"]
    assert waited < 1.0
    process.kill()
    await process.wait()
    channel.close()
    await jp_serverapp.extension_manager.stop_all_extensions()


def test_the_committed_contract_is_the_one_that_the_code_makes() -> None:
    committed = contract.DOCUMENT.read_text(encoding="utf-8")
    assert committed == contract.text(), "openapi.json is stale: run `npm run contract`"


def test_every_endpoint_has_one_function_that_answers_it_and_says_what_it_does() -> None:
    from celltrail.server.handler import answer_of

    assert all(answer_of(endpoint).__doc__ for endpoint in ENDPOINTS)
    assert len({(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}) == len(ENDPOINTS)
