"""Registered models: ours, as MLflow's clients see them.

What such a client deletes is retired: the registry forgets nothing, and no number is given twice. It is no longer
shown to those clients.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from celltrail import registry
from celltrail.records import Model, ModelVersion
from celltrail.registry.stages import stage, stage_of
from celltrail.server.mlflow import limits
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError, invalid
from celltrail.server.mlflow.experiments import Tag
from celltrail.server.mlflow.filters import parse, parse_orders
from celltrail.server.mlflow.fulfilment import fulfils, ordered, value_in
from celltrail.server.mlflow.languages import MODELS
from celltrail.server.mlflow.limits import check_key, check_length
from celltrail.server.mlflow.paging import page
from celltrail.server.mlflow.versionjson import DELETED, shown, version_json, visible
from celltrail.server.mlflow.wire import Json, as_dict, milliseconds, pairs

_PROMPT = "mlflow.prompt.is_prompt"
_ALIAS = re.compile(r"[\w\-]+")
_NUMBERED = re.compile(r"[vV]\d+")
_ALIAS_LENGTH = 255
_PAGE = 100
_LARGEST_PAGE = 1000
_REASON = "by a client of MLflow's API"


class CreateModel(msgspec.Struct):
    name: str | None = None
    tags: list[Tag] = []
    description: str | None = None


class OneModel(msgspec.Struct):
    name: str | None = None


class UpdateModel(msgspec.Struct):
    name: str | None = None
    description: str | None = None


class RenameModel(msgspec.Struct):
    name: str | None = None
    new_name: str | None = None


class ModelTag(msgspec.Struct):
    name: str | None = None
    key: str | None = None
    value: str | None = None


class ModelAlias(msgspec.Struct):
    name: str | None = None
    alias: str | None = None
    version: str | int | None = None


class LatestVersions(msgspec.Struct):
    name: str | None = None
    stages: list[str] = []


class SearchModels(msgspec.Struct):
    filter: str | None = None
    max_results: int | None = None
    order_by: list[str] = []
    page_token: str | None = None


def create_registered_model(call: Call) -> Json:
    """Make a model that has no version yet."""
    request = call.request
    name = _new_name(request.name)
    tags = checked_tags(request.tags)
    known = next((model for model in call.workspace.store.models.all() if model.name == name), None)
    if known is None:
        call.workspace.store.lifecycle.create(name)
    elif DELETED not in known.tags:
        raise MlflowError("RESOURCE_ALREADY_EXISTS", f"Registered Model (name={name}) already exists.")
    gone: dict[str, str | None] = dict.fromkeys(known.tags, None) if known else {}
    registry.describe_model(
        call.workspace, name, description=request.description or "", tags=gone | tags, reason=_REASON
    )
    return {"registered_model": _json(call, model_of(call, name))}


def get_registered_model(call: Call) -> Json:
    """Return a model."""
    return {"registered_model": _json(call, model_of(call, call.request.name))}


def update_registered_model(call: Call) -> Json:
    """Describe a model."""
    name = model_of(call, call.request.name).name
    registry.describe_model(call.workspace, name, description=call.request.description or "", reason=_REASON)
    return {"registered_model": _json(call, model_of(call, name))}


def rename_registered_model(call: Call) -> Json:
    """Give a model another name."""
    name = model_of(call, call.request.name).name
    registry.rename(call.workspace, name, _new_name(call.request.new_name, "new_name"), reason=_REASON)
    return {"registered_model": _json(call, model_of(call, call.request.new_name))}


def delete_registered_model(call: Call) -> Json:
    """Retire a model with all of its versions."""
    model = model_of(call, call.request.name)
    for alias in model.aliases:
        registry.take_away(call.workspace, model.name, alias, reason=_REASON)
    for version in visible(model):
        retire(call, version)
    registry.describe_model(call.workspace, model.name, tags={DELETED: "true"}, reason=_REASON)
    return {}


def search_registered_models(call: Call) -> Json:
    """Return a page of models."""
    request = call.request
    most = limits.between(
        _PAGE if request.max_results is None else request.max_results, 1, _LARGEST_PAGE, "max_results"
    )
    clauses, orders = parse(request.filter, MODELS), parse_orders(request.order_by, MODELS)
    # That something is no prompt is true of what has no such tag, unlike with any other tag.
    clauses = tuple(c for c in clauses if not (c.key == _PROMPT and c.comparator == "!=" and c.entity == "tag"))
    asks = any(clause.key == _PROMPT for clause in clauses)
    found = [
        model
        for model in call.workspace.store.models.all()
        if DELETED not in model.tags
        and (asks or model.tags.get(_PROMPT) != "true")
        and fulfils(clauses, lambda clause, model=model: value_in(clause, {"name": model.name}, model.tags))  # type: ignore[misc]
    ]
    some, token = page(ordered(found, orders, _attribute), request.page_token, most)
    listed = {"registered_models": [_json(call, model) for model in some]}
    return listed | ({"next_page_token": token} if token else {})


def get_latest_versions(call: Call) -> Json:
    """Return the newest version of each stage."""
    model = model_of(call, call.request.name)
    wanted = {stage(name) for name in call.request.stages}
    return {
        "model_versions": [
            version_json(call, one) for one in _latest(model) if not wanted or stage_of(one) in wanted
        ]
    }


def set_registered_model_tag(call: Call) -> Json:
    """Set a tag of a model."""
    request = call.request
    name = model_of(call, request.name).name
    key, value = checked_tag(request.key, request.value)
    registry.describe_model(call.workspace, name, tags={key: value}, reason=_REASON)
    return {}


def delete_registered_model_tag(call: Call) -> Json:
    """Take a tag of a model away."""
    name, key = model_of(call, call.request.name).name, check_key(call.request.key)
    registry.describe_model(call.workspace, name, tags={key: None}, reason=_REASON)
    return {}


def set_alias(call: Call) -> Json:
    """Give an alias to a version: as for everybody else, gates and policies are asked."""
    request = call.request
    model, alias = model_of(call, request.name), _alias(request.alias)
    version = version_of(call, model.name, request.version)
    registry.promote(call.workspace, model.name, version.number, alias, reason=_REASON)
    return {}


def delete_alias(call: Call) -> Json:
    """Let an alias be nobody's; that of none is nobody's already."""
    model, alias = model_of(call, call.request.name), str(limits.needed(call.request.alias, "alias"))
    if alias in model.aliases:
        registry.take_away(call.workspace, model.name, alias, reason=_REASON)
    return {}


def get_by_alias(call: Call) -> Json:
    """Return the version that has an alias."""
    model, alias = model_of(call, call.request.name), str(limits.needed(call.request.alias, "alias"))
    if alias not in model.aliases:
        raise invalid(f"Registered model alias {alias[:200]} not found.")
    version = call.workspace.store.models.version(model.name, model.aliases[alias])
    return {"model_version": version_json(call, version)}


def model_of(call: Call, name: str | None) -> Model:
    """Return a model that clients see."""
    name = str(limits.needed(name, "name"))
    found = next((model for model in call.workspace.store.models.all() if model.name == name), None)
    if found is None or DELETED in found.tags:
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", f"Registered Model with name={name[:200]} not found")
    return found


def version_of(call: Call, name: str, number: Any) -> ModelVersion:
    """Return a version that clients see."""
    text = str(limits.needed(number, "version"))
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004 - more than there ever are
        raise invalid(f"Parameter 'version' must be an integer, got '{text[:200]}'.")
    found = next((one for one in visible(model_of(call, name)) if one.number == int(text)), None)
    if found is None:
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", f"Model Version (name={name}, version={text}) not found")
    return found


def retire(call: Call, version: ModelVersion) -> None:
    """Take a version from the eyes of clients; it stays, retired."""
    for alias in version.aliases:
        if alias in call.workspace.store.models.get(version.model).aliases:
            registry.take_away(call.workspace, version.model, alias, reason=_REASON)
    if version.status != "retired":
        registry.retire(call.workspace, version.label, reason=_REASON)
    registry.describe_version(
        call.workspace, version.model, version.number, tags={DELETED: "true"}, reason=_REASON
    )


def checked_tag(key: str | None, value: str | None) -> tuple[str, str]:
    """Return a tag of the registry."""
    return check_key(key), check_length(value or "", limits.REGISTRY_TAG_LENGTH, "value")


def checked_tags(given: list[Tag]) -> dict[str, str]:
    """Return tags of the registry."""
    for one in given:
        checked_tag(one.key, one.value)
    return as_dict(given)


def _new_name(name: str | None, field: str = "name") -> str:
    name = str(limits.needed((name or "").strip() and name, field))
    if "/" in name or ":" in name:
        raise invalid(f"Invalid model name '{name[:200]}'. Names cannot contain '/' or ':'.")
    return registry.check_name(name)


def _alias(alias: str | None) -> str:
    alias = check_length(str(limits.needed(alias, "alias")), _ALIAS_LENGTH, "alias")
    if not _ALIAS.fullmatch(alias):
        raise invalid(f"Invalid alias name: '{alias}'. Names may only contain alphanumerics, '_' and '-'.")
    if _NUMBERED.fullmatch(alias) or alias.lower() == "latest":
        raise invalid(f"Version alias name '{alias}' is reserved.")
    return alias


def _json(call: Call, model: Model) -> Json:
    found: Json = {
        "name": model.name,
        "creation_timestamp": milliseconds(model.created_at),
        "last_updated_timestamp": _changed(model),
        "description": model.description,
        "latest_versions": [version_json(call, one) for one in _latest(model)],
        "tags": pairs(shown(model.tags)),
        "aliases": [{"alias": alias, "version": str(number)} for alias, number in sorted(model.aliases.items())],
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _latest(model: Model) -> list[ModelVersion]:
    newest: dict[str, ModelVersion] = {}
    for version in visible(model):
        newest.setdefault(stage_of(version), version)
    return list(newest.values())


def _changed(model: Model) -> int | None:
    times = [model.created_at, model.changed_at]
    times += [at for one in model.versions for at in (one.created_at, one.changed_at)]
    return milliseconds(max((at for at in times if at is not None), default=None))


def _attribute(model: Model, key: str) -> Any:
    known = {
        "name": model.name,
        "creation_timestamp": milliseconds(model.created_at) or 0,
        "last_updated_timestamp": _changed(model) or 0,
    }
    return known[key]
