"""Our records in the JSON of MLflow's API: times in milliseconds, numbers that JSON has no word for as text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from celltrail.records import ClientRun, Dataset, DatasetInput, Experiment, Metric, Run, RunStatus, Scalar

STATUSES: dict[RunStatus, str] = {
    "running": "RUNNING", "finished": "FINISHED", "failed": "FAILED", "killed": "KILLED", "lost": "FAILED",
}  # fmt: skip
OURS: dict[str, RunStatus] = {
    "RUNNING": "running", "SCHEDULED": "running", "FINISHED": "finished", "FAILED": "failed", "KILLED": "killed",
    "1": "running", "2": "running", "3": "finished", "4": "failed", "5": "killed",
}  # fmt: skip
"""Our word for each of MLflow's, by name and by number."""
ARTIFACTS = "mlflow-artifacts:/"
RUN_NAME, USER, PARENT = "mlflow.runName", "mlflow.user", "mlflow.parentRunId"
Json = dict[str, Any]


def milliseconds(at: float | None) -> int | None:
    """Return a time in milliseconds."""
    return None if at is None else round(at * 1000)


def number(value: float) -> float | str:
    """Return a number as protobuf's JSON writes it."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def pairs(values: Mapping[str, Any]) -> list[Json]:
    """Return keys and values as a list."""
    return [{"key": key, "value": value} for key, value in values.items()]


def text_of(value: Scalar) -> str:
    """Return a parameter as MLflow's clients know it."""
    return value if isinstance(value, str) else str(value)


def experiment_json(experiment: Experiment) -> Json:
    """Return an experiment."""
    return {
        "experiment_id": experiment.id,
        "name": experiment.name,
        "artifact_location": f"{ARTIFACTS}{experiment.id}",
        "lifecycle_stage": experiment.lifecycle,
        "creation_time": milliseconds(experiment.created_at),
        "last_update_time": milliseconds(experiment.changed_at),
        "tags": pairs(experiment.tags),
    }


def info_json(found: ClientRun, experiment_id: str) -> Json:
    """Return what a run is."""
    run = found.run
    info: Json = {
        "run_id": run.id,
        "run_uuid": run.id,
        "run_name": run.name,
        "experiment_id": experiment_id,
        "user_id": run.who,
        "status": STATUSES[run.status],
        "start_time": milliseconds(run.started_at),
        "artifact_uri": artifact_uri(run.id, experiment_id),
        "lifecycle_stage": "active" if found.deleted_at is None else "deleted",
    }
    if run.ended_at is not None:
        info["end_time"] = milliseconds(run.ended_at)
    return info


def run_json(found: ClientRun, experiment_id: str) -> Json:
    """Return a run with everything that it has."""
    return {
        "info": info_json(found, experiment_id),
        "data": {
            "metrics": [metric_json(metric) for metric in found.metrics],
            "params": [{"key": key, "value": text_of(value)} for key, value in found.params.items()],
            "tags": pairs(tags_of(found)),
        },
        "inputs": {
            "dataset_inputs": [input_json(one) for one in found.inputs],
            "model_inputs": [{"model_id": link.model_id} for link in found.links if link.direction == "input"],
        },
        "outputs": {
            "model_outputs": [
                {"model_id": link.model_id, "step": link.step}
                for link in found.links
                if link.direction == "output"
            ]
        },
    }


def tags_of(found: ClientRun) -> dict[str, str]:
    """Return a run's tags, with those that MLflow's clients look for in every run."""
    run = found.run
    known = {RUN_NAME: run.name, USER: run.who, PARENT: run.parent_id, **_source(run)}
    return {**{key: value for key, value in known.items() if value}, **found.tags, RUN_NAME: run.name}


def metric_json(metric: Metric) -> Json:
    """Return the latest value of a metric."""
    value = metric.value if metric.value is not None else float(metric.text)
    return point_json(metric.key, value, metric.step, metric.at)


def point_json(key: str, value: float, step: int, at: float) -> Json:
    """Return a point of a metric."""
    return {"key": key, "value": number(value), "timestamp": milliseconds(at), "step": step}


def input_json(one: DatasetInput) -> Json:
    """Return that a run read a dataset."""
    return {"dataset": dataset_json(one.dataset), "tags": pairs(one.tags)}


def dataset_json(dataset: Dataset) -> Json:
    """Return a dataset; what is not known of it is left out."""
    known = {
        "name": dataset.name,
        "digest": dataset.digest,
        "source_type": dataset.source_type,
        "source": dataset.source,
        "schema": dataset.schema,
        "profile": dataset.profile,
    }
    return {key: value for key, value in known.items() if value is not None}


def artifact_uri(run_id: str, experiment_id: str) -> str:
    """Return where the files of a run are, for clients."""
    return f"{ARTIFACTS}{experiment_id}/{run_id}/artifacts"


def as_dict(given: Iterable[Any]) -> dict[str, str]:
    """Return tags or parameters of a request; the last of a key counts."""
    return {one.key: one.value or "" for one in given}


def _source(run: Run) -> dict[str, str | None]:
    if not run.source.notebook:
        return {"mlflow.source.git.commit": run.source.git_commit}
    return {
        "mlflow.source.name": run.source.notebook,
        "mlflow.source.type": "NOTEBOOK",
        "mlflow.source.git.commit": run.source.git_commit,
    }
