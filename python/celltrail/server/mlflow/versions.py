"""Model versions."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from celltrail import registry
from celltrail.records import ModelVersion
from celltrail.registry.clientmodel import Folder, manifest_of, register_folder
from celltrail.registry.stages import to_stage
from celltrail.server.mlflow import limits
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError
from celltrail.server.mlflow.experiments import Tag
from celltrail.server.mlflow.filters import parse, parse_orders
from celltrail.server.mlflow.fulfilment import fulfils, ordered, value_in
from celltrail.server.mlflow.languages import VERSIONS
from celltrail.server.mlflow.limits import check_key
from celltrail.server.mlflow.modelsource import digests_of, download_uri, source_of
from celltrail.server.mlflow.paging import page
from celltrail.server.mlflow.registered_models import (
    checked_tag,
    checked_tags,
    model_of,
    retire,
    version_of,
)
from celltrail.server.mlflow.versionjson import DELETED, version_json, visible
from celltrail.server.mlflow.wire import Json, milliseconds

_PAGE = 10_000
_LARGEST_PAGE = 200_000
_REASON = "by a client of MLflow's API"
_VERSIONS = "mlflow.modelVersions"


class CreateVersion(msgspec.Struct):
    name: str | None = None
    source: str | None = None
    run_id: str | None = None
    tags: list[Tag] = []
    run_link: str | None = None
    description: str | None = None
    model_id: str | None = None


class OneVersion(msgspec.Struct):
    name: str | None = None
    version: str | int | None = None


class UpdateVersion(OneVersion):
    description: str | None = None


class VersionTag(OneVersion):
    key: str | None = None
    value: str | None = None


class TransitionStage(OneVersion):
    stage: str | None = None
    archive_existing_versions: bool | None = None


class SearchVersions(msgspec.Struct):
    filter: str | None = None
    max_results: int | None = None
    order_by: list[str] = []
    page_token: str | None = None


def create_version(call: Call) -> Json:
    """Make a version of a model folder that a client has logged."""
    request = call.request
    model, uri = model_of(call, request.name), str(limits.needed(request.source, "source"))
    source = source_of(call, uri, request.run_id or None, request.model_id or None)
    folder = Folder(
        source=uri,
        files=digests_of(call, source),
        run_link=request.run_link or "",
        model_id=source.model_id,
        run_id=source.run_id,
        description=request.description or "",
        tags=checked_tags(request.tags),
        metrics=_metrics(call, source.run_id),
    )
    version = register_folder(call.workspace, model.name, folder)
    if source.model_id:
        _tell_logged_model(call, source.model_id, version)
    return {"model_version": version_json(call, version)}


def get_version(call: Call) -> Json:
    """Return a version."""
    return {"model_version": version_json(call, _found(call))}


def update_version(call: Call) -> Json:
    """Describe a version."""
    found = _found(call)
    described = registry.describe_version(
        call.workspace, found.model, found.number, description=call.request.description or "", reason=_REASON
    )
    return {"model_version": version_json(call, described)}


def delete_version(call: Call) -> Json:
    """Retire a version, and show it to clients no more."""
    retire(call, _found(call))
    return {}


def transition_stage(call: Call) -> Json:
    """Bring a version to a stage: gates and policies are asked as for the alias that it is."""
    found, name = _found(call), str(limits.needed(call.request.stage, "stage"))
    moved = to_stage(
        call.workspace,
        found.model,
        found.number,
        name,
        archive_existing=bool(call.request.archive_existing_versions),
        reason=_REASON,
    )
    return {"model_version": version_json(call, moved)}


def get_download_uri(call: Call) -> Json:
    """Return where the files of a version are."""
    found = _found(call)
    return {"artifact_uri": download_uri(call, manifest_of(call.workspace, found).source, found.run_id)}


def set_version_tag(call: Call) -> Json:
    """Set a tag of a version."""
    found = _found(call)
    key, value = checked_tag(call.request.key, call.request.value)
    registry.describe_version(call.workspace, found.model, found.number, tags={key: value}, reason=_REASON)
    return {}


def delete_version_tag(call: Call) -> Json:
    """Take a tag of a version away."""
    found, key = _found(call), check_key(call.request.key)
    registry.describe_version(call.workspace, found.model, found.number, tags={key: None}, reason=_REASON)
    return {}


def search_versions(call: Call) -> Json:
    """Return a page of versions, those changed last first."""
    request = call.request
    most = limits.between(
        _PAGE if request.max_results is None else request.max_results, 1, _LARGEST_PAGE, "max_results"
    )
    clauses, orders = parse(request.filter, VERSIONS), parse_orders(request.order_by, VERSIONS)
    reads_source = any(clause.key == "source_path" for clause in clauses)
    found = []
    for model in call.workspace.store.models.all():
        if DELETED in model.tags:
            continue
        for version in visible(model):
            known = _attributes(version)
            if reads_source:
                known["source_path"] = manifest_of(call.workspace, version).source
            if fulfils(clauses, lambda clause, k=known, t=version.tags: value_in(clause, k, t)):  # type: ignore[misc]
                found.append(version)
    found.sort(key=lambda one: (-(one.changed_at or one.created_at), one.model, -one.number))
    some, token = page(ordered(found, orders, lambda one, key: _attributes(one)[key]), request.page_token, most)
    listed = {"model_versions": [version_json(call, one) for one in some]}
    return listed | ({"next_page_token": token} if token else {})


def _found(call: Call) -> ModelVersion:
    return version_of(call, model_of(call, call.request.name).name, call.request.version)


def _attributes(version: ModelVersion) -> dict[str, Any]:
    return {
        "name": version.model,
        "run_id": version.run_id,
        "version_number": version.number,
        "creation_timestamp": milliseconds(version.created_at),
        "last_updated_timestamp": milliseconds(version.changed_at or version.created_at),
    }


def _metrics(call: Call, run_id: str | None) -> dict[str, float]:
    """Return what was measured in a run, for gates that compare it."""
    if not run_id:
        return {}
    found = call.workspace.store.client_runs.get_many([run_id])
    if run_id not in found:
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", f"Run with id={run_id[:200]} not found")
    return {one.key: one.value for one in found[run_id].metrics if one.value is not None}


def _tell_logged_model(call: Call, model_id: str, version: ModelVersion) -> None:
    """Let a logged model know which versions it has become, where clients look for it."""
    model = call.workspace.store.logged_models.get(model_id)
    try:
        known = json.loads(model.tags.get(_VERSIONS, "[]"))
    except ValueError:
        known = []
    known.append({"name": version.model, "version": version.number})
    call.workspace.store.logged_models.change(model_id, tags=model.tags | {_VERSIONS: json.dumps(known)})
