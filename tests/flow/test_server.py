"""The server extension, enabled in a real Jupyter Server."""

from __future__ import annotations

import asyncio
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import nbformat
import pytest
from jupyter_server.auth import Authorizer, IdentityProvider, User

import celltrail
from celltrail import jobs, registry
from celltrail.journal.line import encode
from celltrail.records import (
    Artifact,
    CauseSearch,
    CellExecution,
    Job,
    Pipeline,
    PipelineRun,
    Run,
    Schedule,
    Signature,
    Source,
    Step,
    StepState,
    Sweep,
    Trial,
    Trigger,
)
from celltrail.server import contract
from celltrail.server.endpoints import ENDPOINTS, PREFIX, Endpoint
from celltrail.server.messages import Problem
from celltrail.tracking import Workspace, start_run, track

pytest_plugins = ["pytest_jupyter.jupyter_server"]

Fetch = Callable[..., Awaitable[Any]]
NOWHERE = {"run_id": "nix", "cell_id": "nix", "key": "nix", "digest": "0" * 64, "name": "nix", "alias": "champion",
           "job_id": "nix",
           "deployment": "nix", "report_id": "nix", "writer": "0" * 32,
           "number": "1", "approval_id": "nix",
           "sweep_id": "nix", "schedule_id": "nix", "pipeline_run_id": "nix", "bisection_id": "nix"}  # fmt: skip
BODIES: dict[str, Any] = {
    "promote": {"number": 1},
    "set_policy": {"approvals": 1},
    "rename_model": {"name": "other"},
    "request_approval": {"version": "nix", "alias": "champion"},
    "reject": {"comment": "no"},
    "save_card": {"texts": {"caveats": "x"}},
    "explain_row": {"row": {"a": 1}},
    "start_score": {"data": ["nix.csv"], "output": "out.csv"},
    "submit_job": {"notebook": "missing.ipynb"},
    "deploy": {"model": "nix"},
    "set_routes": {"routes": [{"version": 1, "weight": 1.0}]},
    "measure_drift": {"deployment": "nix"},
    "reproduce_run": {"tolerance": 2.0},
    "bisect_runs": {"other": "nix"},
    "start_sweep": {"notebook": "missing.ipynb", "space": {"a": "1..3"}, "metric": "auc"},
    "create_schedule": {"notebook": "missing.ipynb", "trigger": {"kind": "interval", "every_s": 60.0}},
    "preview_sweep": {"notebook": "missing.ipynb", "space": {"a": "1..3"}, "metric": "auc"},
    "preview_schedule": {"notebook": "missing.ipynb", "trigger": {"kind": "interval", "every_s": 60.0}},
    "create_pipeline": {"name": "p", "steps": [{"name": "a", "notebook": "missing.ipynb"}]},
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
    executed = workspace.settings.home / "x.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), executed)
    job = Job(
        id="job1",
        output=str(executed),
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
        "cell_id": workspace.store.runs.cells(run.id)[0].id,
        "key": "auc",
        "digest": run.uses[-1].artifact.digest,
        "name": "churn",
        "job_id": "job1",
        **plans_of(workspace),
    }


def plans_of(workspace: Workspace) -> dict[str, str]:
    """Keep a sweep, a schedule and a run of a pipeline; return their ids."""
    store = workspace.store
    sweep = Sweep(id="sweep1", name="s", notebook="/x.ipynb", space=(), sampler="grid", metric="auc",
                  direction="maximize", status="finished", created_at=1.0)  # fmt: skip
    store.sweeps.add(sweep)
    store.sweeps.add_trial(Trial(sweep_id="sweep1", number=0, point=0, parameters={"a": 1}, status="finished"))
    trigger = Trigger(kind="cron", cron="@daily")
    store.schedules.add(
        Schedule(id="schedule1", name="nightly", trigger=trigger, created_at=1.0, notebook="/x.ipynb")
    )
    steps = (Step(name="a", notebook="/x.ipynb"),)
    store.pipelines.put(Pipeline(name="p", steps=steps, created_at=1.0))
    states = (StepState(name="a", status="finished", job_id="job1"),)
    run = PipelineRun(
        id="prun1", pipeline="p", status="finished", steps=steps, states=states, started_at=1.0, ended_at=2.0
    )
    store.pipelines.runs.add(run)
    search = CauseSearch(id="search1", run_id="a", other_id="b", status="finished", started_at=1.0)
    store.bisections.add(search)
    return {
        "sweep_id": sweep.id,
        "schedule_id": "schedule1",
        "pipeline_run_id": run.id,
        "bisection_id": search.id,
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


def scored(folder: Path) -> str:
    """Score a table and return the id of the run."""
    import numpy as np
    from sklearn.linear_model import LinearRegression

    rows = np.arange(6.0).reshape(3, 2)
    celltrail.register(LinearRegression().fit(rows, rows[:, 0]), "line", data=rows)
    return str(celltrail.score("line", rows, folder / "out.csv").run_id)


async def test_a_table_is_scored_in_the_background_and_its_state_is_asked_for(
    fetch: Fetch, workspace: Workspace, jp_root_dir: Path
) -> None:
    scored(jp_root_dir)
    (jp_root_dir / "in.csv").write_text("x0,x1,true\n1,2,1\n3,4,3\n5,x,5\n")
    body = {"data": ["in.csv"], "output": "answers.csv", "on_bad": "skip", "labels": "true", "columns": ["x0"]}
    slow = {"request_timeout": 120}  # a process is started, which a busy machine takes its time for
    status, found = await fetch("POST", "models/line/versions/1/score", body, **slow)
    assert (status, found["model"], found["number"]) == (200, "line", 1), found
    until = time.monotonic() + 60
    while found["status"] == "running":
        assert time.monotonic() < until
        await asyncio.sleep(0.2)
        _, found = await fetch("GET", f"scores/{found['run_id']}")
    assert (found["status"], found["rows"], found["rejected"], found["error"]) == ("finished", 3, 1, None)
    assert found["metrics"]["labelled_rows"] == 2
    assert (jp_root_dir / "answers.csv").read_text().splitlines()[0] == '"x0","prediction"'
    assert (await fetch("POST", f"scores/{found['run_id']}/cancel"))[0] == 409
    assert (await fetch("POST", "models/line/versions/1/score", body, **slow))[1]["code"] == "name_taken"
    _, page = await fetch("GET", "scores")
    assert [one["status"] for one in page["scores"]] == ["finished", "finished"]


async def test_why_a_metric_changed_is_asked_for_beforehand_begun_and_stopped(
    fetch: Fetch, workspace: Workspace, jp_root_dir: Path
) -> None:
    cells = [nbformat.v4.new_code_cell(code) for code in ("rate = 1  # of learning", "score = 10.0 + rate")]
    cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), jp_root_dir / "train.ipynb")
    runs = [jobs.run(workspace, jp_root_dir / "train.ipynb", {"rate": rate}).run_id for rate in (1, 3)]
    slow = {"request_timeout": 120}  # a process is started, which a busy machine takes its time for
    asked = {"other": runs[1], "packages": "false"}
    status, plan = await fetch("GET", f"runs/{runs[0]}/bisect", params=asked, **slow)
    assert (status, plan["at_most"]) == (200, 3), plan
    assert plan["metrics"] == [{"metric": "score", "before": 11.0, "after": 13.0}]
    assert [one["label"] for one in plan["suspects"]] == ["parameter rate: 1 → 3"]
    body = {"other": runs[1], "metric": "score", "packages": False}
    status, begun = await fetch("POST", f"runs/{runs[0]}/bisect", body, **slow)
    assert (status, begun["status"]) == (200, "running"), begun
    status, ended = await fetch("POST", f"bisections/{begun['id']}/cancel", **slow)
    assert (status, ended["status"]) == (200, "cancelled"), ended
    assert (await fetch("POST", f"bisections/{begun['id']}/cancel"))[0] == 409
    assert (await fetch("GET", f"bisections/{begun['id']}"))[1]["status"] == "cancelled"
    _, page = await fetch("GET", f"runs/{runs[1]}/bisections")
    assert [one["id"] for one in page["bisections"]] == [begun["id"]]


# A drift report needs a deployment and its log: the flow of the whole loop asks for one. A plan needs runs of
# notebooks: the test above asks for one. Bytes are no record.
UNREAD = ("get_drift_report", "preview_bisection")
READS = [
    endpoint
    for endpoint in ENDPOINTS
    if endpoint.method == "GET" and endpoint.name not in UNREAD and endpoint.answer is not bytes
]


@pytest.mark.parametrize("endpoint", READS, ids=[endpoint.name for endpoint in READS])
async def test_each_question_is_answered_as_its_record_says(
    endpoint: Endpoint, fetch: Fetch, filled: dict[str, str], jp_root_dir: Path
) -> None:
    (jp_root_dir / "a.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    params = {"path": "a.ipynb"} if "notebook" in endpoint.name else {}
    if endpoint.name == "compare_runs":
        with track("other") as other:
            pass
        params = {"runs": f"{filled['run_id']},{other.id}"}
    if endpoint.name == "get_score":
        filled["run_id"] = scored(jp_root_dir)
    if endpoint.name == "diff_card":
        celltrail.card("churn/1", caveats="x")
        params = {"one": "1"}
    if endpoint.name == "diff_executions":
        with track("other") as other:
            pass
        params = {"a": filled["run_id"], "b": other.id}
    status, answer = await fetch("GET", path_of(endpoint, filled), params=params)
    assert status == 200, answer
    msgspec.convert(answer, endpoint.answer)
    schema = contract.document()["components"]["schemas"][endpoint.answer.__name__]
    assert set(answer) == set(schema["properties"])


async def test_a_bill_of_materials_comes_as_the_file_that_it_is(fetch: Fetch, jp_root_dir: Path) -> None:
    scored(jp_root_dir)
    status, bill = await fetch("GET", "models/line/versions/1/bom")
    assert status == 200, bill
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "line")


@pytest.mark.parametrize("told", ["as it is", "through a link"])
async def test_the_cells_of_a_notebook_are_found_by_the_path_that_its_kernel_was_told(
    told: str, fetch: Fetch, workspace: Workspace, jp_root_dir: Path
) -> None:
    (jp_root_dir / "deep").mkdir()
    whole = jp_root_dir / "deep" / "a.ipynb"
    whole.write_text("{}")
    if told == "through a link":
        (jp_root_dir / "link").symlink_to(jp_root_dir / "deep")
    run = start_run(workspace, "fit", "cell", source=Source(notebook=str(whole), cell_id="c1"))
    run.finish()
    workspace.drain()
    path = "link/a.ipynb" if told == "through a link" else "deep/a.ipynb"
    status, answer = await fetch("GET", "notebooks/cells", params={"path": path})
    assert status == 200
    assert answer == {
        "cells": [{"cell_id": "c1", "run_id": run.id, "stale": False, "status": "finished", "reasons": []}]
    }
    status, problem = await fetch("GET", "notebooks/cells", params={"path": "../secret.ipynb"})
    assert (status, problem["code"]) == (400, "invalid_input")


@pytest.mark.parametrize("keys", [("a/loss", "z/loss"), ("z/loss", "a/loss")])
async def test_a_row_lists_the_newest_metrics_first(
    keys: tuple[str, str], fetch: Fetch, workspace: Workspace
) -> None:
    with track("fit") as run:
        for key in keys:
            run.log_metric(key, 0.1)
    workspace.drain()
    _, page = await fetch("GET", "runs")
    assert [list(row["metrics"]) for row in page["rows"]] == [[*reversed(keys)]]


async def test_runs_are_compared_with_the_first_of_them_and_what_is_the_same_is_only_counted(
    fetch: Fetch, workspace: Workspace
) -> None:
    ids = []
    for depth in (6, 8):
        with track(f"depth {depth}") as run:
            run.log_param("depth", depth)
            run.log_param("rate", 0.1)
            run.log_metric("auc", depth / 10)
        ids.append(run.id)
    status, found = await fetch("GET", "compare", params={"runs": ",".join(ids)})
    assert status == 200
    assert [side["run_id"] for side in found["sides"]] == ids
    params = [(one["name"], one["before"], one["after"]) for one in found["params"]]
    assert (params, found["same"]["params"]) == ([("depth", 6, 8)], 1)
    assert [(row["side"], row["mean"]) for row in found["metrics"]] == [("A", 0.6), ("B", 0.8)]
    assert found["metrics"][1]["is_real"] is None


@pytest.mark.parametrize(
    ("runs", "refusal"),
    [("", (400, "invalid_input")), ("nix", (400, "invalid_input")), ("nix,nox", (404, "not_found"))],
)
async def test_what_cannot_be_compared_is_refused_with_the_reason(
    runs: str, refusal: tuple[int, str], fetch: Fetch
) -> None:
    status, problem = await fetch("GET", "compare", params={"runs": runs})
    assert (status, problem["code"]) == refusal
    assert problem["hint"]


async def test_a_run_is_told_with_all_that_hangs_on_it(
    fetch: Fetch, filled: dict[str, str], http_server_client: Any, jp_base_url: str, jp_auth_header: dict[str, str]
) -> None:
    status, detail = await fetch("GET", f"runs/{filled['run_id']}")
    assert status == 200
    assert detail["row"]["params"] == {"depth": 6}
    assert [metric["key"] for metric in detail["metrics"]] == [
        "train/loss",
        "auc",
    ]  # the newest of what was logged
    assert [use["name"] for use in detail["artifacts"]] == ["note"]
    assert detail["cells"][0]["status"] == "finished"
    assert detail["environment"]["python"]
    url = f"{jp_base_url}{PREFIX}/runs/{filled['run_id']}/metrics/train%2Floss"
    response = await http_server_client.fetch(url, headers=jp_auth_header)
    series = json.loads(response.body)
    assert (response.code, series["key"], series["points"][0]["value"]) == (200, "train/loss", 0.1)


async def test_a_run_that_failed_is_shown_where_it_ended_and_a_cell_comes_by_itself(
    fetch: Fetch, workspace: Workspace
) -> None:
    run = start_run(workspace, "train", "notebook")
    for position in range(250):
        cell = CellExecution(
            id=f"c{position}", run_id=run.id, position=position, source="1", status="finished", started_at=1.0,
            reads=(), binds=(),
        )  # fmt: skip
        run.log_cell(cell)
    run.finish("failed", "no")
    workspace.drain()
    _, detail = await fetch("GET", f"runs/{run.id}")
    assert (detail["cells_first"], len(detail["cells"]), detail["cells_total"]) == (200, 50, 250)
    _, detail = await fetch("GET", f"runs/{run.id}", params={"first": 0, "count": 10})
    assert [cell["position"] for cell in detail["cells"]] == list(range(10))
    status, cell = await fetch("GET", f"runs/{run.id}/cells/c17")
    assert (status, cell["position"]) == (200, 17)
    status, _ = await fetch("GET", f"runs/{run.id}/cells/nix")
    assert status == 404


async def test_the_server_starts_what_is_due_and_a_schedule_is_made_and_changed(
    fetch: Fetch, jp_serverapp: Any, jp_root_dir: Path, notebook: Callable[..., Path]
) -> None:
    await jp_serverapp.extension_manager.start_all_extensions()
    notebook("pass").rename(jp_root_dir / "a.ipynb")
    trigger = {"kind": "interval", "every_s": 1.0}
    status, made = await fetch("POST", "schedules", {"notebook": "a.ipynb", "trigger": trigger, "name": "often"})
    assert (status, made["notebook"]) == (200, str(jp_root_dir / "a.ipynb"))
    path = f"schedules/{made['id']}"
    (jp_root_dir / "a.ipynb").unlink()  # so that a start costs no process
    until = time.monotonic() + 30
    while not (found := (await fetch("GET", path))[1]["firings"]):
        assert time.monotonic() < until
        await asyncio.sleep(0.1)
    assert "a.ipynb" in found[-1]["reason"]
    _, page = await fetch("GET", "schedules")
    assert (len(page["workers"]), page["advice"]) == (1, "")
    assert len((await fetch("GET", f"{path}/next", params={"count": "3"}))[1]["times"]) == 3
    assert (await fetch("POST", f"{path}/pause"))[1]["paused"]
    assert (await fetch("POST", f"{path}/pause"))[0] == 409
    assert not (await fetch("POST", f"{path}/resume"))[1]["paused"]
    assert (await fetch("POST", "schedules", {"pipeline": "nix", "trigger": trigger}))[0] == 404
    assert (await fetch("POST", f"{path}/remove"))[0] == 200
    assert (await fetch("GET", path))[0] == 404


async def test_a_schedule_is_looked_at_before_it_is_made_and_each_field_says_what_is_wrong(
    fetch: Fetch, jp_root_dir: Path, notebook: Callable[..., Path], workspace: Workspace
) -> None:
    notebook("pass", parameters="depth: int = 3").rename(jp_root_dir / "a.ipynb")
    trigger = {"kind": "cron", "cron": "30 6 * * 1", "timezone": "Europe/Zurich"}
    status, seen = await fetch("POST", "previews/schedule", {"notebook": "a.ipynb", "trigger": trigger})
    assert (status, len(seen["times"]), seen["problems"]) == (200, 5, [])
    zone = ZoneInfo("Europe/Zurich")
    assert {datetime.fromtimestamp(at, zone).strftime("%a %H:%M") for at in seen["times"]} == {"Mon 06:30"}
    workspace.store.schedules.add(
        Schedule(id="s", name="taken", trigger=Trigger(kind="cron", cron="@daily"), created_at=1.0, notebook="/x")
    )
    trigger = {"kind": "cron", "cron": "30 6 31 2 *"}
    wrong = {"notebook": "a.ipynb", "trigger": trigger, "name": "taken", "parameters": {"depth": "deep"}}
    _, seen = await fetch("POST", "previews/schedule", wrong)
    assert seen["times"] == []
    assert {one["field"]: one["code"] for one in seen["problems"]} == {
        "target": "parameter", "name": "name_taken", "trigger": "schedule",
    }  # fmt: skip
    wrong = {"notebook": "a.ipynb", "trigger": {**trigger, "cron": "@daily", "timezone": "Europe/Zurch"}}
    _, seen = await fetch("POST", "previews/schedule", wrong)
    assert [(one["field"], one["hint"]) for one in seen["problems"]] == [
        ("timezone", "Did you mean 'Europe/Zurich'?")
    ]
    assert len(workspace.store.schedules.all()) == 1


async def test_a_sweep_is_looked_at_before_it_starts_and_each_field_says_what_is_wrong(
    fetch: Fetch, jp_root_dir: Path, notebook: Callable[..., Path], workspace: Workspace
) -> None:
    cell = "depth: int = 3\nrate: float = 0.1\nmonths: list = [1]\nregion: str"
    notebook("pass", parameters=cell).rename(jp_root_dir / "a.ipynb")
    asked = {"notebook": "a.ipynb", "metric": "auc", "space": {"depth": "2..5", "rate": [0.1, 0.2]}}
    fixed = {"months": [1, 2], "region": "a,b"}
    status, seen = await fetch("POST", "previews/sweep", {**asked, "fixed": fixed, "parallel": 2})
    assert (status, seen) == (
        200, {"trials": 8, "points": 8, "sampler": "grid", "parallel": 2, "problems": []},
    )  # fmt: skip
    wrong = {**asked, "metric": "", "seeds": 0, "space": {"depth": "5..2", "rate": "log:0..1", "dpth": "1..2"}}
    _, seen = await fetch("POST", "previews/sweep", wrong)
    assert [one["field"] for one in seen["problems"]] == [
        "metric", "seeds", "parameters.depth", "parameters.rate", "parameters.dpth",
    ]  # fmt: skip
    _, seen = await fetch("POST", "previews/sweep", asked)  # it has a parameter without a default
    assert [(one["field"], "region" in one["message"]) for one in seen["problems"]] == [("search", True)]
    assert workspace.store.sweeps.all() == ()


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
        ("GET", "models/churn/versions/99/card", None, 404, "not_found"),
        ("GET", "models/churn/versions/one/card", None, 400, "invalid_input"),
        ("GET", "models/churn/versions/%D9%A1/card", None, 400, "invalid_input"),
        ("GET", "models/churn/versions/1/card?revision=7", None, 404, "not_found"),
        ("GET", "models/churn/versions/1/card/diff?one=7", None, 404, "not_found"),
        ("POST", "models/churn/versions/1/card", {"texts": {"nix": "x"}}, 400, "invalid_input"),
        ("POST", "models/churn/versions/1/card", {"texts": {}, "expected": 3}, 409, "conflict"),
        ("POST", "models/churn/versions/1/card", {"texts": {"caveats": "x" * 60_000}}, 413, "too_large"),
        ("POST", "models/churn/versions/1/explanations", {"method": "lime"}, 400, "invalid_input"),
        ("POST", "models/churn/versions/1/why", {"row": 3}, 400, "invalid_input"),
        ("POST", "models/churn/versions/1/score", {"data": ["../x.csv"], "output": "o.csv"}, 400, "invalid_input"),
        ("POST", "models/churn/versions/1/score", {"data": [], "output": "o.csv"}, 400, "invalid_input"),
        ("POST", "models/churn/versions/1/score", {"data": ["nix.csv"], "output": "o.csv"}, 404, "not_found"),
        ("GET", "scores/nix", None, 404, "not_found"),
        ("POST", "scores/churn/cancel", None, 404, "not_found"),
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
    assert {event["noun"] for event in all_events["events"]} >= {"run", "model", "job"}


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


class Hub(IdentityProvider):
    """Knows who asks, as JupyterHub's does."""

    def get_user(self, handler: Any) -> User:
        return User(username="ada", name="Ada Lovelace")

    def is_token_authenticated(self, handler: Any) -> bool:
        return True


class TestIdentity:
    @pytest.fixture
    def jp_server_config(self) -> dict[str, Any]:
        return {"ServerApp": {"jpserver_extensions": {"celltrail": True}, "identity_provider_class": Hub}}

    async def test_a_run_that_is_sent_is_that_of_the_user_whom_the_server_knows(
        self, jp_fetch: Fetch, jp_serverapp: Any, workspace: Workspace
    ) -> None:
        await send_run(jp_fetch)
        assert workspace.store.runs.find("sent").run.who == "ada"


async def test_a_bare_token_names_nobody_so_that_the_run_is_that_of_whom_the_sender_says(
    jp_fetch: Fetch, jp_serverapp: Any, workspace: Workspace
) -> None:
    await send_run(jp_fetch)
    assert workspace.store.runs.find("sent").run.who == "grace"


async def send_run(jp_fetch: Fetch) -> None:
    run = Run(id="1" * 32, name="sent", kind="block", status="running", started_at=1.0, who="grace")
    path = (*PREFIX.split("/"), "journals", "2" * 32)
    response = await jp_fetch(*path, method="POST", body=encode(("run", run)), params={"start": "0"})
    assert json.loads(response.body)["facts"] == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (gzip.compress(b"x" * 70_000_000), 413, "too_large"),
        (gzip.compress(b"no line\n" * 1000)[:-20], 400, "invalid_input"),
        (b"no gzip", 400, "invalid_input"),
    ],
    ids=["bomb", "cut", "none"],
)
async def test_a_compressed_body_that_is_too_large_or_none_is_refused(
    body: bytes, status: int, code: str, jp_fetch: Fetch, jp_serverapp: Any
) -> None:
    path = (*PREFIX.split("/"), "journals", "2" * 32)
    response = await jp_fetch(
        *path,
        method="POST",
        body=body,
        params={"start": "0"},
        headers={"Content-Encoding": "gzip", "Content-Type": "application/octet-stream"},
        raise_error=False,
    )
    assert (response.code, json.loads(response.body)["code"]) == (status, code)


def test_the_committed_contract_is_the_one_that_the_code_makes() -> None:
    committed = contract.DOCUMENT.read_text(encoding="utf-8")
    assert committed == contract.text(), "openapi.json is stale: run `npm run contract`"


def test_every_endpoint_has_one_function_that_answers_it_and_says_what_it_does() -> None:
    from celltrail.server.handler import answer_of

    assert all(answer_of(endpoint).__doc__ for endpoint in ENDPOINTS)
    assert len({(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}) == len(ENDPOINTS)
