"""Metrics and parameters: logged one by one or in batches, and read as histories."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from celltrail.records import ModelMetric
from celltrail.server.mlflow import limits
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import invalid
from celltrail.server.mlflow.experiments import Tag
from celltrail.server.mlflow.limits import check_batch, check_key, check_length, check_run_id, refuse_doubles
from celltrail.server.mlflow.paging import offset_of, token_of
from celltrail.server.mlflow.runs import edit_of, run_of
from celltrail.server.mlflow.wire import Json, as_dict, point_json

_HISTORY = 25_000
_BULK_RUNS = 100
_PER_RUN = 2_500
_ALL = 10_000_000
_STEPS = 2**63
_MODEL_FIELDS = {"artifact_path", "flavors", "utc_time_created", "run_id"}
_LOGGED = "mlflow.log-model.history"


class MetricPoint(msgspec.Struct):
    key: str | None = None
    value: float | str | None = None
    timestamp: int | None = None
    step: int | None = None
    model_id: str | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None


class LogMetric(MetricPoint):
    run_id: str | None = None
    run_uuid: str | None = None


class LogParam(msgspec.Struct):
    run_id: str | None = None
    run_uuid: str | None = None
    key: str | None = None
    value: str | None = None


class LogBatch(msgspec.Struct):
    run_id: str | None = None
    metrics: list[MetricPoint] = []
    params: list[Tag] = []
    tags: list[Tag] = []


class LogModel(msgspec.Struct):
    run_id: str | None = None
    model_json: str | None = None


class GetHistory(msgspec.Struct):
    run_id: str | None = None
    run_uuid: str | None = None
    metric_key: str | None = None
    page_token: str | None = None
    max_results: int | None = None


class GetHistories(msgspec.Struct):
    run_id: list[str] = []
    metric_key: str | None = None
    max_results: int | None = None


class GetIntervals(msgspec.Struct):
    run_ids: list[str] = []
    metric_key: str | None = None
    start_step: int | None = None
    end_step: int | None = None
    max_results: int | None = None


def log_metric(call: Call) -> Json:
    """Add a point."""
    request = call.request
    limits.needed(request.key, "key")
    limits.needed(request.value, "value")
    limits.needed(request.timestamp, "timestamp")
    _log(call, check_run_id(request.run_id or request.run_uuid), [request])
    return {}


def log_param(call: Call) -> Json:
    """Write down a chosen value."""
    request = call.request
    key = check_key(limits.needed(request.key, "key"))
    value = check_length(request.value or "", limits.PARAM_LENGTH, "Param value")
    run_id = check_run_id(request.run_id or request.run_uuid)
    call.workspace.store.client_runs.log(run_id, params={key: value})
    return {}


def log_batch(call: Call) -> Json:
    """Add points, parameters and tags, all or none."""
    request = call.request
    limits.needed(request.run_id, "run_id")
    check_batch(request.metrics, request.params, request.tags)
    for number, metric in enumerate(request.metrics):
        for name in ("key", "value", "timestamp"):
            limits.needed(getattr(metric, name), f"metrics[{number}].{name}")
    for number, param in enumerate(request.params):
        check_key(param.key, f"params[{number}].key")
        check_length(param.value or "", limits.PARAM_LENGTH, f"params[{number}].value")
    for number, tag in enumerate(request.tags):
        check_key(tag.key, f"tags[{number}].key")
        check_length(tag.value or "", limits.TAG_LENGTH, f"tags[{number}].value")
    refuse_doubles(str(param.key) for param in request.params)
    params, tags = as_dict(request.params), as_dict(request.tags)
    _log(call, check_run_id(request.run_id), request.metrics, params=params, tags=tags)
    return {}


def log_model(call: Call) -> Json:
    """Write down that a model was logged, as clients before MLflow 3 do."""
    request = call.request
    try:
        model = json.loads(limits.needed(request.model_json, "model_json"))
    except (ValueError, RecursionError):
        raise invalid(f"Malformed model info. \n {request.model_json[:200]} \n is not a valid JSON.") from None
    missing = _MODEL_FIELDS - set(model if isinstance(model, dict) else ())
    if missing:
        raise invalid(f"Model json is missing mandatory fields: {sorted(missing)}")
    found = run_of(call, request.run_id)
    history = json.loads(found.tags.get(_LOGGED, "[]"))
    told = {key: value for key, value in model.items() if key != "signature"}
    call.workspace.store.client_runs.log(found.run.id, tags={_LOGGED: json.dumps([*history, told])})
    return {}


def get_history(call: Call) -> Json:
    """Return the points of a metric of a run, a page of them where a size is given."""
    request = call.request
    key = limits.needed(request.metric_key, "metric_key")
    found = run_of(call, request.run_id or request.run_uuid)
    if request.max_results is not None and request.max_results < 1:
        raise limits.wrong("max_results", request.max_results, "It must be a positive integer.")
    offset, size = offset_of(request.page_token), request.max_results
    points = _history(call, found.run.id, key)
    some = points[offset:] if size is None else points[offset : offset + size]
    more = {"next_page_token": token_of(offset + size)} if size is not None and offset + size < len(points) else {}
    return {"metrics": some, **more}


def get_histories(call: Call) -> Json:
    """Return the points of a metric of several runs."""
    request = call.request
    if not request.run_id:
        raise invalid("GetMetricHistoryBulk request must specify at least one run_id.")
    _check_count(request.run_id, "GetMetricHistoryBulk request cannot specify more than")
    if request.metric_key is None:
        raise invalid("GetMetricHistoryBulk request must specify a metric_key.")
    most = min(_HISTORY if request.max_results is None else request.max_results, _HISTORY)
    known = call.workspace.store.client_runs.get_many(request.run_id)
    points = [
        {**point, "run_id": run_id}
        for run_id in sorted(known)
        for point in _history(call, run_id, request.metric_key)
    ]
    return {"metrics": points[:most]}


def get_intervals(call: Call) -> Json:
    """Return points of a metric of several runs, thinned out evenly, the first and the last of each kept."""
    request = call.request
    limits.needed(request.run_ids or None, "run_ids")
    _check_count(request.run_ids, "GetMetricHistoryBulkInterval request must specify at most")
    key = limits.needed(request.metric_key, "metric_key")
    most = limits.between(
        _PER_RUN if request.max_results is None else request.max_results, 1, _PER_RUN, "max_results"
    )
    if (request.start_step is None) != (request.end_step is None):
        raise invalid("Both start_step and end_step must be specified together, or neither may be specified.")
    first = -_STEPS if request.start_step is None else request.start_step
    last = _STEPS if request.end_step is None else request.end_step
    points = []
    for run_id in request.run_ids:
        found = run_of(call, run_id)
        own = [point for point in _history(call, found.run.id, key) if first <= point["step"] <= last]
        points += [{**point, "run_id": found.run.id} for point in _thinned(own, most)]
    return {"metrics": points}


def _log(
    call: Call,
    run_id: str,
    metrics: Sequence[MetricPoint],
    *,
    params: dict[str, str] | None = None,
    tags: dict[str, str] | None = None,
) -> None:
    points, of_models = [], []
    for number, metric in enumerate(metrics):
        key = check_key(metric.key, f"metrics[{number}].name")
        value, step, at = _value(metric, number), metric.step or 0, (metric.timestamp or 0) / 1000
        points.append((key, value, limits.between(step, -_STEPS, _STEPS - 1, "step"), at))
        if metric.model_id:
            of_models.append((metric.model_id, _of_model(metric, run_id, value)))
    call.workspace.store.client_runs.log(
        run_id, points=points, params=params, tags=tags, model_metrics=of_models, edit=edit_of(tags or {})
    )


def _value(metric: MetricPoint, number: int) -> float:
    """Return a number; protobuf's JSON writes those that are not finite as text."""
    given: Any = metric.value
    try:
        return float(given)
    except (TypeError, ValueError):
        raise limits.wrong(
            f"metrics[{number}].value", given, "Please specify value as a valid double (64-bit floating point)"
        ) from None


def _of_model(metric: MetricPoint, run_id: str, value: float) -> ModelMetric:
    return ModelMetric(
        key=str(metric.key), value=value, at=(metric.timestamp or 0) / 1000, step=metric.step or 0, run_id=run_id,
        dataset_name=metric.dataset_name or None, dataset_digest=metric.dataset_digest or None,
    )  # fmt: skip


def _history(call: Call, run_id: str, key: str) -> list[Json]:
    found = call.workspace.store.client_runs.points(run_id, key, limit=_ALL)
    points = [point_json(key, value, step, at) for _, value, step, at in found]
    return sorted(points, key=lambda point: (point["timestamp"], point["step"]))


def _thinned(points: list[Json], most: int) -> list[Json]:
    points = sorted(points, key=lambda point: (point["step"], point["timestamp"]))
    if len(points) <= most:
        return points
    if most == 1:
        return points[-1:]
    return [points[round(number * (len(points) - 1) / (most - 1))] for number in range(most)]


def _check_count(run_ids: list[str], what: str) -> None:
    if len(run_ids) > _BULK_RUNS:
        raise invalid(f"{what} {_BULK_RUNS} run_ids. Received {len(run_ids)} run_ids.")
