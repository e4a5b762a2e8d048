"""Inputs and outputs of runs: datasets and logged models."""

from __future__ import annotations

from typing import Any

import msgspec

from celltrail.records import Dataset, DatasetInput, ModelLink
from celltrail.server.mlflow import limits
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import invalid
from celltrail.server.mlflow.experiments import Tag
from celltrail.server.mlflow.limits import check_length, check_run_id
from celltrail.server.mlflow.wire import Json, as_dict

_LENGTHS = {"name": 500, "digest": 36, "source": 65_535, "schema": 1_048_575, "profile": 16_777_215}
_TAG_KEY, _TAG_VALUE = 255, 500
_EXPERIMENTS = 20


class DatasetGiven(msgspec.Struct):
    name: str | None = None
    digest: str | None = None
    source_type: str | None = None
    source: str | None = None
    schema: str | None = None
    profile: str | None = None


class InputGiven(msgspec.Struct):
    dataset: DatasetGiven | None = None
    tags: list[Tag] = []


class ModelGiven(msgspec.Struct):
    model_id: str | None = None
    step: int | None = None


class LogInputs(msgspec.Struct):
    run_id: str | None = None
    datasets: list[InputGiven] = []
    models: list[ModelGiven] = []


class LogOutputs(msgspec.Struct):
    run_id: str | None = None
    models: list[ModelGiven] = []


class SearchDatasets(msgspec.Struct):
    experiment_ids: list[str] = []


def log_inputs(call: Call) -> Json:
    """Write down what a run read."""
    request = call.request
    limits.needed(request.run_id, "run_id")
    inputs = [_input(number, one) for number, one in enumerate(request.datasets)]
    links = [
        ModelLink(model_id=limits.needed(one.model_id, "model_id"), direction="input") for one in request.models
    ]
    call.workspace.store.client_runs.log_inputs(check_run_id(request.run_id), inputs, links)
    return {}


def log_outputs(call: Call) -> Json:
    """Write down which models a run made."""
    request = call.request
    limits.needed(request.run_id, "run_id")
    limits.needed(request.models or None, "models")
    links = [
        ModelLink(model_id=limits.needed(one.model_id, "model_id"), direction="output", step=one.step or 0)
        for one in request.models
    ]
    call.workspace.store.client_runs.log_inputs(check_run_id(request.run_id), [], links)
    return {}


def search_datasets(call: Call) -> Json:
    """Return which datasets the runs of some experiments read."""
    given = call.request.experiment_ids
    if not given:
        raise invalid("SearchDatasets request must specify at least one experiment_id.")
    if len(given) > _EXPERIMENTS:
        raise invalid(
            f"SearchDatasets request cannot specify more than {_EXPERIMENTS} experiment_ids."
            f" Received {len(given)} experiment_ids."
        )
    store = call.workspace.store
    names = {one.name: one.id for one in store.experiments.all() if one.id in given}
    found = [
        {"experiment_id": names[project], "name": dataset.name, "digest": dataset.digest, "context": context}
        for project, dataset, context in store.datasets.of_projects(list(names))
    ]
    return {"dataset_summaries": found}


def _input(number: int, given: InputGiven) -> DatasetInput:
    path = f"datasets[{number}]"
    dataset: Any = limits.needed(given.dataset, f"{path}.dataset")
    for name in ("name", "digest", "source_type", "source"):
        limits.needed(getattr(dataset, name), f"{path}.dataset.{name}")
    for name, most in _LENGTHS.items():
        check_length(getattr(dataset, name) or "", most, f"{path}.dataset.{name}")
    for tag in given.tags:
        check_length(limits.needed(tag.key, f"{path}.tags.key"), _TAG_KEY, f"{path}.tags.key")
        check_length(tag.value or "", _TAG_VALUE, f"{path}.tags.value")
    return DatasetInput(
        dataset=Dataset(
            name=dataset.name, digest=dataset.digest, source_type=dataset.source_type, source=dataset.source,
            schema=dataset.schema, profile=dataset.profile,
        ),
        tags=as_dict(given.tags),
    )  # fmt: skip
