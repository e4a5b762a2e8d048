"""Logged models: what MLflow 3 keeps of a model as soon as it is logged, registered or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from celltrail import clock
from celltrail.ids import new_id
from celltrail.records import Clause, LoggedModel, LoggedModelStatus, ModelMetric, Order
from celltrail.server.mlflow import limits
from celltrail.server.mlflow.artifacts import files_of, in_folder
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError, invalid
from celltrail.server.mlflow.experiments import Tag
from celltrail.server.mlflow.filters import parse
from celltrail.server.mlflow.fulfilment import fulfils
from celltrail.server.mlflow.languages import LOGGED_MODELS, identifier
from celltrail.server.mlflow.limits import check_key, check_length
from celltrail.server.mlflow.paging import page
from celltrail.server.mlflow.places import safe_path
from celltrail.server.mlflow.runs import run_of
from celltrail.server.mlflow.wire import ARTIFACTS, Json, as_dict, milliseconds, number, pairs

_STATUSES: dict[str, LoggedModelStatus] = {
    "0": "UNSPECIFIED", "1": "PENDING", "2": "READY", "3": "UPLOAD_FAILED",
    "LOGGED_MODEL_STATUS_UNSPECIFIED": "UNSPECIFIED", "LOGGED_MODEL_PENDING": "PENDING",
    "LOGGED_MODEL_READY": "READY", "LOGGED_MODEL_UPLOAD_FAILED": "UPLOAD_FAILED",
}  # fmt: skip
_WORDS = {status: word for word, status in _STATUSES.items() if not word.isdigit()}
_NAME = re.compile(r"[^/:.%\"'\x00-\x1f]+")
_PAGE = 100
_LARGEST_PAGE = 10_000
_PARAM_LENGTH = 6_000
_TAG_LENGTH = 8_000


class CreateLoggedModel(msgspec.Struct):
    experiment_id: str | None = None
    name: str | None = None
    model_type: str | None = None
    source_run_id: str | None = None
    params: list[Tag] = []
    tags: list[Tag] = []


class OneLoggedModel(msgspec.Struct):
    model_id: str


class FinalizeLoggedModel(msgspec.Struct):
    model_id: str
    status: int | str | None = None


class LoggedModelParams(msgspec.Struct):
    model_id: str
    params: list[Tag] = []


class LoggedModelTags(msgspec.Struct):
    model_id: str
    tags: list[Tag] = []


class LoggedModelTag(msgspec.Struct):
    model_id: str
    tag_key: str


class ListLoggedModelArtifacts(msgspec.Struct):
    model_id: str
    artifact_directory_path: str | None = None


class OrderBy(msgspec.Struct):
    field_name: str | None = None
    ascending: bool | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None


class OnDataset(msgspec.Struct):
    dataset_name: str | None = None
    dataset_digest: str | None = None


class SearchLoggedModels(msgspec.Struct):
    experiment_ids: list[str] = []
    filter: str | None = None
    datasets: list[OnDataset] = []
    max_results: int | None = None
    order_by: list[OrderBy] = []
    page_token: str | None = None


def create_logged_model(call: Call) -> Json:
    """Begin a logged model: its files come next."""
    request = call.request
    experiment = call.workspace.store.experiments.get(limits.check_experiment_id(request.experiment_id))
    if experiment.lifecycle != "active":
        raise invalid(f"The experiment {experiment.id} must be in the 'active' state. Current state is deleted.")
    if request.source_run_id:
        run_of(call, request.source_run_id)
    id_, now = new_id(), clock.now()
    model = LoggedModel(
        id=f"m-{id_}",
        experiment_id=experiment.id,
        name=_name(request.name, id_),
        kind=request.model_type or "",
        run_id=request.source_run_id or None,
        created_at=now,
        changed_at=now,
        params=_checked(request.params, "params", _PARAM_LENGTH),
        tags=_checked(request.tags, "tags", _TAG_LENGTH),
    )
    call.workspace.store.logged_models.add(model)
    return {"model": _json(model)}


def get_logged_model(call: Call) -> Json:
    """Return a logged model."""
    return {"model": _json(_found(call))}


def finalize_logged_model(call: Call) -> Json:
    """Say that a logged model is whole, or that it never will be."""
    found, given = _found(call), limits.needed(call.request.status, "status")
    status = _STATUSES.get(str(given))
    if status is None:
        raise limits.wrong("status", given)
    call.workspace.store.logged_models.change(found.id, status=status)
    return {"model": _json(_found(call))}


def delete_logged_model(call: Call) -> Json:
    """Take a logged model out of sight."""
    call.workspace.store.logged_models.change(_found(call).id, deleted_at=clock.now())
    return {}


def log_logged_model_params(call: Call) -> Json:
    """Add parameters to a logged model; what it has already stays as it is."""
    found = _found(call)
    given = _checked(call.request.params, "params", _PARAM_LENGTH)
    changed = [key for key, value in given.items() if found.params.get(key, value) != value]
    if changed:
        raise invalid(f"Changing param values is not allowed: {changed[0]!r} has another value already.")
    call.workspace.store.logged_models.change(found.id, params=found.params | given)
    return {}


def set_logged_model_tags(call: Call) -> Json:
    """Set tags of a logged model."""
    found = _found(call)
    tags = _checked(call.request.tags, "tags", _TAG_LENGTH)
    call.workspace.store.logged_models.change(found.id, tags=found.tags | tags)
    return {"model": _json(_found(call))}


def delete_logged_model_tag(call: Call) -> Json:
    """Take a tag of a logged model away."""
    found, key = _found(call), call.request.tag_key
    if key not in found.tags:
        raise MlflowError(
            "RESOURCE_DOES_NOT_EXIST", f"No tag with key {key!r} found for model with ID {found.id!r}."
        )
    tags = {name: value for name, value in found.tags.items() if name != key}
    call.workspace.store.logged_models.change(found.id, tags=tags)
    return {}


def list_logged_model_artifacts(call: Call) -> Json:
    """Return what is in a folder of a logged model's files."""
    found = _found(call)
    folder = safe_path(call.request.artifact_directory_path or "")
    return {"root_uri": location_of(found), "files": in_folder(files_of(call.workspace, found.id), folder)}


def search_logged_models(call: Call) -> Json:
    """Return a page of logged models."""
    request = call.request
    if not request.experiment_ids:
        raise invalid("Missing value for required parameter 'experiment_ids'.")
    most = limits.between(
        _PAGE if request.max_results is None else request.max_results, 1, _LARGEST_PAGE, "max_results"
    )
    clauses = parse(request.filter, LOGGED_MODELS)
    datasets = [(one.dataset_name, one.dataset_digest) for one in request.datasets]
    every = call.workspace.store.logged_models.where(experiment_id=tuple(request.experiment_ids))
    found = [model for model in every if _fits(model, clauses, datasets)]
    some, token = page(_in_order(found, request.order_by), request.page_token, most)
    return {"models": [_json(model) for model in some], **({"next_page_token": token} if token else {})}


def location_of(model: LoggedModel) -> str:
    """Return where the files of a logged model are, for clients."""
    return f"{ARTIFACTS}{model.experiment_id}/models/{model.id}/artifacts"


def _found(call: Call) -> LoggedModel:
    found: LoggedModel = call.workspace.store.logged_models.get(call.request.model_id)
    return found


def _name(given: str | None, id_: str) -> str:
    if not given:
        return f"model-{id_[-6:]}"
    if not _NAME.fullmatch(given):
        raise invalid(f"Invalid model name {given[:200]!r}. Names have none of the characters / : . % \" '.")
    return check_length(given, 500, "name")


def _checked(given: Sequence[Tag], what: str, limit: int) -> dict[str, str]:
    for place, one in enumerate(given):
        check_key(one.key, f"{what}[{place}].key")
        check_length(one.value or "", limit, f"{what}[{place}].value")
    return as_dict(given)


def _json(model: LoggedModel) -> Json:
    info: dict[str, Any] = {
        "model_id": model.id,
        "experiment_id": model.experiment_id,
        "name": model.name,
        "creation_timestamp_ms": milliseconds(model.created_at),
        "last_updated_timestamp_ms": milliseconds(model.changed_at),
        "artifact_uri": location_of(model),
        "status": _WORDS[model.status],
        "model_type": model.kind,
        "source_run_id": model.run_id or "",
        "status_message": model.status_message,
        "tags": pairs(model.tags),
    }
    return {
        "info": info,
        "data": {"params": pairs(model.params), "metrics": [_metric(one) for one in model.metrics]},
    }


def _metric(one: ModelMetric) -> Json:
    said: Json = {
        "key": one.key,
        "value": number(one.value),
        "timestamp": milliseconds(one.at),
        "step": one.step,
        "run_id": one.run_id,
    }
    if one.dataset_name:
        said |= {"dataset_name": one.dataset_name, "dataset_digest": one.dataset_digest or ""}
    return said


def _fits(
    model: LoggedModel, clauses: Sequence[Clause], datasets: Sequence[tuple[str | None, str | None]]
) -> bool:
    metrics = [one for one in model.metrics if not datasets or _is_on(one, datasets)]
    if datasets and not metrics:
        return False
    return all(
        any(fulfils([clause], lambda _, one=one: one.value) for one in metrics if one.key == clause.key)  # type: ignore[misc]
        if clause.entity == "metric"
        else fulfils([clause], lambda clause: _value(model, clause.entity, clause.key))
        for clause in clauses
    )


def _is_on(metric: ModelMetric, datasets: Sequence[tuple[str | None, str | None]]) -> bool:
    return any(
        metric.dataset_name == name and digest in (None, "", metric.dataset_digest) for name, digest in datasets
    )


def _value(model: LoggedModel, entity: str, key: str) -> Any:
    if entity == "tag":
        return model.tags.get(key)
    if entity == "parameter":
        return model.params.get(key)
    return {
        "name": model.name,
        "model_id": model.id,
        "model_type": model.kind,
        "status": model.status,
        "source_run_id": model.run_id,
        "creation_timestamp": milliseconds(model.created_at),
        "creation_time": milliseconds(model.created_at),
        "last_updated_timestamp": milliseconds(model.changed_at),
        "last_updated_time": milliseconds(model.changed_at),
    }.get(key)


def _in_order(found: list[LoggedModel], orders: Sequence[OrderBy]) -> list[LoggedModel]:
    """Return models in an order, those last that do not have what they are sorted by."""
    models = sorted(found, key=lambda model: (-model.created_at, model.id))
    for one in reversed(orders):
        entity, key = identifier(
            str(limits.needed(one.field_name, "field_name")), LOGGED_MODELS, LOGGED_MODELS.orders
        )
        order = Order(entity, key, one.ascending is not False)
        values = {model.id: _sorted_by(model, order, one) for model in models}
        having = [model for model in models if values[model.id] is not None]
        having.sort(key=lambda model, values=values: values[model.id], reverse=not order.ascending)  # type: ignore[misc]
        models = having + [model for model in models if values[model.id] is None]
    return models


def _sorted_by(model: LoggedModel, order: Order, asked: OrderBy) -> Any:
    if order.entity != "metric":
        return _value(model, order.entity, order.key)
    on = [(asked.dataset_name, asked.dataset_digest)] if asked.dataset_name else []
    values = [one for one in model.metrics if one.key == order.key and (not on or _is_on(one, on))]
    values = [one for one in values if one.value == one.value]  # nan is in no order
    return max(values, key=lambda one: (one.step, one.at)).value if values else None
