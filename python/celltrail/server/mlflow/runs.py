"""Runs: made, changed, deleted and searched by MLflow's clients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from celltrail import clock, ids
from celltrail.records import ClientRun, Run, RunStatus, Source
from celltrail.server.mlflow import limits
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError, invalid
from celltrail.server.mlflow.experiments import Tag, experiment_of, view
from celltrail.server.mlflow.filters import parse, parse_orders
from celltrail.server.mlflow.languages import RUNS
from celltrail.server.mlflow.limits import check_key, check_length, check_run_id
from celltrail.server.mlflow.paging import offset_of, token_of
from celltrail.server.mlflow.wire import OURS, PARENT, RUN_NAME, USER, Json, as_dict, info_json, run_json

_PAGE = 1000
_NAME_LENGTH = 250
_COMMIT = "mlflow.source.git.commit"


class CreateRun(msgspec.Struct):
    experiment_id: str | None = None
    user_id: str | None = None
    run_name: str | None = None
    start_time: int | None = None
    tags: list[Tag] = []


class OneRun(msgspec.Struct):
    run_id: str | None = None
    run_uuid: str | None = None


class UpdateRun(msgspec.Struct):
    run_id: str | None = None
    run_uuid: str | None = None
    status: str | int | None = None
    end_time: int | None = None
    run_name: str | None = None


class RunTag(msgspec.Struct):
    run_id: str | None = None
    run_uuid: str | None = None
    key: str | None = None
    value: str | None = None


class SearchRuns(msgspec.Struct):
    experiment_ids: list[str] = []
    filter: str | None = None
    run_view_type: str | int | None = None
    max_results: int | None = None
    order_by: list[str] = []
    page_token: str | None = None


def create_run(call: Call) -> Json:
    """Begin a run."""
    request = call.request
    experiment = experiment_of(call, request.experiment_id or "0")
    tags = _checked_tags(request.tags)
    id = ids.new_id()  # noqa: A001
    run = Run(
        id=id,
        name=_name(request.run_name, tags.get(RUN_NAME), id),
        kind="client",
        status="running",
        started_at=clock.now() if request.start_time is None else request.start_time / 1000,
        project=experiment.name,
        who=call.who or request.user_id or tags.get(USER, ""),
        parent_id=tags.get(PARENT) or None,
        source=_source(tags),
    )
    call.workspace.store.client_runs.create(run, {**tags, RUN_NAME: run.name}, experiment.id)
    return {"run": run_json(run_of(call, run.id), experiment.id)}


def get_run(call: Call) -> Json:
    """Return a run."""
    found = run_of(call, call.request.run_id or call.request.run_uuid)
    return {"run": run_json(found, experiment_id_of(call, found))}


def update_run(call: Call) -> Json:
    """Set the status, end or name of a run."""
    request = call.request
    run_id = check_run_id(request.run_id or request.run_uuid)
    changes: dict[str, Any] = {}
    if request.status is not None:
        changes["status"] = _status(request.status)
    if request.end_time is not None:
        changes["ended_at"] = request.end_time / 1000
    if request.run_name:
        changes["name"] = check_length(request.run_name, _NAME_LENGTH, "run_name")
    tags = {RUN_NAME: changes["name"]} if "name" in changes else {}
    call.workspace.store.client_runs.log(run_id, tags=tags, edit=lambda run: replace(run, **changes))
    found = run_of(call, run_id)
    return {"run_info": info_json(found, experiment_id_of(call, found))}


def delete_run(call: Call) -> Json:
    """Hide a run."""
    found = run_of(call, call.request.run_id or call.request.run_uuid)
    call.workspace.store.client_runs.delete(found.run.id)
    return {}


def restore_run(call: Call) -> Json:
    """Bring a hidden run back."""
    found = run_of(call, call.request.run_id or call.request.run_uuid)
    call.workspace.store.client_runs.restore(found.run.id)
    return {}


def set_tag(call: Call) -> Json:
    """Mark a run; the tags that name it and its parent change the run itself."""
    request = call.request
    key, value = check_key(limits.needed(request.key, "key")), request.value or ""
    check_length(value, limits.TAG_LENGTH, "value")
    run_id, tags = check_run_id(request.run_id or request.run_uuid), {key: value}
    call.workspace.store.client_runs.log(run_id, tags=tags, edit=edit_of(tags))
    return {}


def delete_tag(call: Call) -> Json:
    """Take a mark from a run."""
    run_id = check_run_id(call.request.run_id)
    key = limits.needed(call.request.key, "key")
    if not call.workspace.store.client_runs.remove_tag(run_id, key):
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", f"No tag with name: {key} in run with id {run_id}")
    return {}


def search_runs(call: Call) -> Json:
    """Return a page of the runs that fulfil a filter."""
    request = call.request
    most = _PAGE if request.max_results is None else request.max_results
    if most > limits.RUNS_PER_PAGE:
        raise limits.wrong("max_results", most, f"It must be at most {limits.RUNS_PER_PAGE}.")
    if most < 1:
        raise limits.wrong("max_results", most, "It must be at least 1.")
    clauses, orders = parse(request.filter, RUNS), parse_orders(request.order_by, RUNS)
    offset = offset_of(request.page_token)
    store = call.workspace.store
    experiments = store.experiments.of_ids(request.experiment_ids)
    found = store.run_search.find(
        list(experiments), clauses, orders, view(request.run_view_type), offset=offset, limit=most + 1
    )
    runs = [run_json(one, experiments[one.run.project].id) for one in found[:most]]
    more = {"next_page_token": token_of(offset + most)} if len(found) > most else {}
    return {"runs": runs, **more}


def run_of(call: Call, run_id: str | None) -> ClientRun:
    """Return the run of an id that came with a request."""
    found: ClientRun = call.workspace.store.client_runs.get(check_run_id(run_id))
    return found


def experiment_id_of(call: Call, found: ClientRun) -> str:
    """Return the id of a run's experiment."""
    return str(call.workspace.store.experiments.named(found.run.project).id)


def edit_of(tags: dict[str, str]) -> Callable[[Run], Run] | None:
    """Return what tags change in the run itself: its name, its parent, and where it comes from."""
    name, parent = check_length(tags.get(RUN_NAME) or "", _NAME_LENGTH, "value"), tags.get(PARENT)
    if not (name or parent or _COMMIT in tags):
        return None
    return lambda run: replace(
        run, name=name or run.name, parent_id=parent or run.parent_id, source=_source(tags, run.source)
    )


def _checked_tags(given: list[Tag]) -> dict[str, str]:
    for number, tag in enumerate(given):
        check_key(tag.key, f"tags[{number}].key")
        check_length(tag.value or "", limits.TAG_LENGTH, f"tags[{number}].value")
    return as_dict(given)


def _name(given: str | None, tag: str | None, id: str) -> str:  # noqa: A002
    if given and tag and given != tag:
        raise invalid(
            "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values"
            f" (run_name='{given}', mlflow.runName='{tag}')."
        )
    return check_length(given or tag or f"run-{id[-6:]}", _NAME_LENGTH, "run_name")


def _source(tags: dict[str, str], before: Source | None = None) -> Source:
    known = before or Source()
    notebook = tags.get("mlflow.source.name") if tags.get("mlflow.source.type") == "NOTEBOOK" else None
    return replace(known, notebook=notebook or known.notebook, git_commit=tags.get(_COMMIT) or known.git_commit)


def _status(given: Any) -> RunStatus:
    status = OURS.get(str(given))
    if status is None:
        raise limits.wrong("status", given, "It is RUNNING, SCHEDULED, FINISHED, FAILED or KILLED.")
    return status
