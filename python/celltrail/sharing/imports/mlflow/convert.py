"""Fields of MLflow's entities, as its folders, tables and answers write them, in the history's terms."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from celltrail.sharing.imports.mlflow.history import (
    Dataset,
    Experiment,
    HistoryRun,
    HistoryVersion,
    Input,
    Link,
    LoggedModel,
    ModelPoint,
    Point,
    RegisteredModel,
)

_RUN_STATUS = {"1": "RUNNING", "2": "SCHEDULED", "3": "FINISHED", "4": "FAILED", "5": "KILLED"}
_MODEL_STATUS = {
    "0": "UNSPECIFIED", "1": "PENDING", "2": "READY", "3": "UPLOAD_FAILED",
    "LOGGED_MODEL_PENDING": "PENDING", "LOGGED_MODEL_READY": "READY",
    "LOGGED_MODEL_UPLOAD_FAILED": "UPLOAD_FAILED", "LOGGED_MODEL_STATUS_UNSPECIFIED": "UNSPECIFIED",
}  # fmt: skip
_LARGEST = 1.7976931348623157e308
Fields = Mapping[str, Any]


def experiment(fields: Fields, tags: Mapping[str, str]) -> Experiment:
    """Return an experiment."""
    return Experiment(
        id=str(fields["experiment_id"]),
        name=str(fields["name"]),
        lifecycle=str(fields.get("lifecycle_stage") or "active"),
        created_ms=whole(fields.get("creation_time")),
        changed_ms=whole(fields.get("last_update_time")),
        tags=dict(tags),
    )


def run(fields: Fields, **parts: Any) -> HistoryRun:
    """Return a run of its own fields; params, tags, points, inputs and links come apart."""
    id = str(fields.get("run_id") or fields.get("run_uuid"))  # noqa: A001
    status = str(fields.get("status") or "RUNNING")
    tags: Mapping[str, str] = parts.get("tags", {})
    return HistoryRun(
        id=id,
        name=str(fields.get("run_name") or fields.get("name") or tags.get("mlflow.runName") or f"run-{id[-6:]}"),
        experiment_id=str(fields["experiment_id"]),
        user=str(fields.get("user_id") or tags.get("mlflow.user") or ""),
        status=_RUN_STATUS.get(status, status),
        started_ms=whole(fields.get("start_time")) or 0,
        ended_ms=whole(fields.get("end_time")),
        lifecycle=str(fields.get("lifecycle_stage") or "active"),
        **parts,
    )


def logged_model(
    fields: Fields, params: Mapping[str, str], tags: Mapping[str, str], points: Iterable[ModelPoint]
) -> LoggedModel:
    """Return a logged model."""
    status = str(fields.get("status"))
    return LoggedModel(
        id=str(fields["model_id"]),
        name=str(fields["name"]),
        experiment_id=str(fields["experiment_id"]),
        run_id=fields.get("source_run_id") or None,
        status=_MODEL_STATUS.get(status, status),
        kind=str(fields.get("model_type") or ""),
        created_ms=whole(first(fields, "creation_timestamp", "creation_timestamp_ms")) or 0,
        changed_ms=whole(first(fields, "last_updated_timestamp", "last_updated_timestamp_ms")) or 0,
        params=dict(params),
        tags=dict(tags),
        points=tuple(sorted(points, key=lambda one: (one.point.key, one.point.at_ms, one.point.step))),
    )


def registered(
    fields: Fields, tags: Mapping[str, str], aliases: Mapping[str, Any], versions: Iterable[HistoryVersion]
) -> RegisteredModel:
    """Return a registered model."""
    return RegisteredModel(
        name=str(fields["name"]),
        description=str(fields.get("description") or ""),
        created_ms=whole(first(fields, "creation_timestamp", "creation_time")) or 0,
        changed_ms=whole(first(fields, "last_updated_timestamp", "last_updated_time")) or 0,
        tags=dict(tags),
        aliases={alias: int(number) for alias, number in aliases.items()},
        versions=tuple(sorted(versions, key=lambda version: version.number)),
    )


def version(fields: Fields, tags: Mapping[str, str]) -> HistoryVersion:
    """Return a model version."""
    return HistoryVersion(
        model=str(fields["name"]),
        number=int(fields["version"]),
        source=str(fields.get("source") or ""),
        storage=str(fields.get("storage_location") or ""),
        run_id=fields.get("run_id") or None,
        model_id=fields.get("model_id") or _model_id(str(fields.get("source") or "")),
        user=str(fields.get("user_id") or ""),
        description=str(fields.get("description") or ""),
        stage=str(fields.get("current_stage") or "None"),
        status=str(fields.get("status") or "READY"),
        run_link=str(fields.get("run_link") or ""),
        created_ms=whole(first(fields, "creation_timestamp", "creation_time")) or 0,
        changed_ms=whole(first(fields, "last_updated_timestamp", "last_updated_time")) or 0,
        tags=dict(tags),
    )


def dataset_input(fields: Fields, tags: Mapping[str, str]) -> Input:
    """Return that a run read a dataset."""
    dataset = Dataset(
        name=str(fields["name"]),
        digest=str(fields["digest"]),
        source_type=str(first(fields, "source_type", "dataset_source_type") or ""),
        source=str(first(fields, "source", "dataset_source") or ""),
        schema=first(fields, "schema", "dataset_schema"),
        profile=first(fields, "profile", "dataset_profile"),
    )
    return Input(dataset=dataset, tags=dict(tags))


def point(key: str, value: Any, at_ms: Any, step: Any) -> Point:
    """Return a point; MLflow's tables write infinity as the largest number there is."""
    number = float(value)
    if abs(number) >= _LARGEST:
        number = math.copysign(math.inf, number)
    return Point(key=key, value=number, at_ms=int(at_ms), step=int(step or 0))


def model_point(one: Point, run_id: Any, name: Any = None, digest: Any = None) -> ModelPoint:
    """Return what a run measured of a logged model."""
    return ModelPoint(point=one, run_id=str(run_id), dataset_name=name or None, dataset_digest=digest or None)


def link(model_id: str, direction: str, step: Any = 0) -> Link:
    """Return that a run used or made a model."""
    return Link(model_id=model_id, direction=direction, step=int(step or 0))


def in_order(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return points in the order in which they were logged, the greatest step of one moment last, each once.

    MLflow's folders write a point again where a model is logged; its databases do not.
    """
    once = {(one.key, one.at_ms, one.step, repr(one.value)): one for one in points}
    return tuple(sorted(once.values(), key=lambda one: (one.key, one.at_ms, one.step)))


def pairs(given: Iterable[Fields] | None) -> dict[str, str]:
    """Return keys and values of an answer's list."""
    return {str(one["key"]): str(one.get("value", "")) for one in given or ()}


def first(fields: Fields, *names: str) -> Any:
    """Return the first field of these that there is."""
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def whole(value: Any) -> int | None:
    """Return a whole number, None for none."""
    return None if value is None else int(value)


def _model_id(source: str) -> str | None:
    return source.removeprefix("models:/") if source.startswith("models:/m-") else None
