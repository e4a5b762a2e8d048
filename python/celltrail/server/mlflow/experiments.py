"""Experiments: our projects, as MLflow's clients see them."""

from __future__ import annotations

from typing import Any

import msgspec

from celltrail.records import Clause, Experiment, View
from celltrail.server.mlflow import limits
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError, invalid
from celltrail.server.mlflow.filters import parse, parse_orders
from celltrail.server.mlflow.fulfilment import fulfils, ordered, value_in
from celltrail.server.mlflow.languages import EXPERIMENTS
from celltrail.server.mlflow.limits import check_experiment_id, check_experiment_name, check_key, check_length
from celltrail.server.mlflow.paging import page
from celltrail.server.mlflow.wire import Json, as_dict, experiment_json

_VIEWS: dict[str, View] = {
    "": "ACTIVE_ONLY", "0": "ACTIVE_ONLY", "1": "ACTIVE_ONLY", "2": "DELETED_ONLY", "3": "ALL",
    "ACTIVE_ONLY": "ACTIVE_ONLY", "DELETED_ONLY": "DELETED_ONLY", "ALL": "ALL",
}  # fmt: skip
_DEFAULT_ID = "0"


class Tag(msgspec.Struct):
    """A tag or parameter in a request."""

    key: str | None = None
    value: str | None = None


class CreateExperiment(msgspec.Struct):
    name: str | None = None
    artifact_location: str | None = None
    tags: list[Tag] = []


class OneExperiment(msgspec.Struct):
    experiment_id: str | int | None = None


class NamedExperiment(msgspec.Struct):
    experiment_name: str | None = None


class RenameExperiment(msgspec.Struct):
    experiment_id: str | None = None
    new_name: str | None = None


class ExperimentTag(msgspec.Struct):
    experiment_id: str | None = None
    key: str | None = None
    value: str | None = None


class SearchExperiments(msgspec.Struct):
    max_results: int | None = None
    page_token: str | None = None
    filter: str | None = None
    order_by: list[str] = []
    view_type: str | int | None = None


def create_experiment(call: Call) -> Json:
    """Make an experiment. Its files always lie with ours: another location is refused, not ignored."""
    name = check_experiment_name(call.request.name)
    if call.request.artifact_location:
        raise invalid(
            "artifact_location cannot be chosen here: the files of all experiments are kept with the store."
            " Leave it out."
        )
    for tag in call.request.tags:
        _check_tag(tag.key, tag.value)
    return {"experiment_id": call.workspace.store.experiments.create(name, as_dict(call.request.tags)).id}


def get_experiment(call: Call) -> Json:
    """Return an experiment by its id."""
    return {"experiment": experiment_json(experiment_of(call, str(call.request.experiment_id or "")))}


def get_experiment_by_name(call: Call) -> Json:
    """Return an experiment by its name."""
    name = limits.needed(call.request.experiment_name, "experiment_name")
    return {"experiment": experiment_json(call.workspace.store.experiments.named(name))}


def rename_experiment(call: Call) -> Json:
    """Give an experiment another name."""
    experiment = experiment_of(call, call.request.experiment_id)
    _refuse_deleted(experiment)
    name = check_experiment_name(limits.needed(call.request.new_name, "new_name"))
    if name != experiment.name:
        call.workspace.store.experiments.rename(experiment.id, name)
    return {}


def delete_experiment(call: Call) -> Json:
    """Hide an experiment and its runs."""
    experiment = experiment_of(call, call.request.experiment_id)
    if experiment.id == _DEFAULT_ID:
        raise invalid(
            f"Cannot delete the default experiment '{_DEFAULT_ID}'. This is an internally reserved name."
        )
    _refuse_deleted(experiment)
    call.workspace.store.experiments.change_life(experiment.id, "deleted")
    return {}


def restore_experiment(call: Call) -> Json:
    """Bring a hidden experiment and its runs back."""
    experiment = experiment_of(call, call.request.experiment_id)
    if experiment.lifecycle != "deleted":
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", f"No Experiment with id={experiment.id} exists.")
    call.workspace.store.experiments.change_life(experiment.id, "active")
    return {}


def set_experiment_tag(call: Call) -> Json:
    """Mark an experiment."""
    experiment = experiment_of(call, call.request.experiment_id)
    _refuse_deleted(experiment)
    key = check_key(limits.needed(call.request.key, "key"))
    _check_tag(key, call.request.value)
    tags = {**experiment.tags, key: call.request.value or ""}
    call.workspace.store.experiments.change(experiment.id, tags=tags)
    return {}


def delete_experiment_tag(call: Call) -> Json:
    """Take a mark from an experiment."""
    experiment = experiment_of(call, call.request.experiment_id)
    key = limits.needed(call.request.key, "key")
    if key not in experiment.tags:
        raise MlflowError(
            "RESOURCE_DOES_NOT_EXIST", f"No tag with name: {key} in experiment with id {experiment.id}"
        )
    tags = {name: value for name, value in experiment.tags.items() if name != key}
    call.workspace.store.experiments.change(experiment.id, tags=tags)
    return {}


def search_experiments(call: Call) -> Json:
    """Return experiments, the newest first where nothing else is said."""
    request = call.request
    most = limits.between(1000 if request.max_results is None else request.max_results, 1, 50_000, "max_results")
    clauses = parse(request.filter, EXPERIMENTS)
    orders = parse_orders(request.order_by, EXPERIMENTS)
    wanted = view(request.view_type)
    found = [
        one
        for one in call.workspace.store.experiments.all()
        if wanted == "ALL" or (one.lifecycle == "active") == (wanted == "ACTIVE_ONLY")
    ]
    found = [one for one in found if fulfils(clauses, lambda clause, of=one: _value(of, clause))]  # type: ignore[misc]
    found.sort(key=lambda one: (one.created_at, _number(one.id)), reverse=True)
    some, token = page(ordered(found, orders, _attribute), request.page_token, most)
    return {"experiments": [experiment_json(one) for one in some], **({"next_page_token": token} if token else {})}


def experiment_of(call: Call, experiment_id: Any) -> Experiment:
    """Return the experiment of an id that came with a request."""
    found: Experiment = call.workspace.store.experiments.get(check_experiment_id(experiment_id))
    return found


def view(given: Any) -> View:
    """Return which lives a search is about."""
    word = "" if given is None else str(given)
    if word not in _VIEWS:
        raise limits.wrong("view_type", word, "It is ACTIVE_ONLY, DELETED_ONLY or ALL.")
    return _VIEWS[word]


def _check_tag(key: str | None, value: str | None) -> None:
    check_key(key)
    check_length(value or "", limits.EXPERIMENT_TAG_LENGTH, "value")


def _refuse_deleted(experiment: Experiment) -> None:
    if experiment.lifecycle == "deleted":
        raise invalid(
            f"The experiment {experiment.id} must be in the 'active' state."
            f" Current state is {experiment.lifecycle}."
        )


def _attribute(experiment: Experiment, key: str) -> Any:
    if key == "experiment_id":
        return _number(experiment.id)
    fields = experiment_json(experiment)
    return fields[key]


def _value(experiment: Experiment, clause: Clause) -> Any:
    return value_in(clause, experiment_json(experiment), experiment.tags)


def _number(id: str) -> tuple[int, str]:  # noqa: A002
    return (int(id) if id.isdecimal() else -1, id)
