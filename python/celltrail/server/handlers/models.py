"""Models."""

from __future__ import annotations

from typing import Any

from celltrail import registry
from celltrail.cards import bom
from celltrail.errors import NotFoundError
from celltrail.records import Model, ModelVersion
from celltrail.registry.timeline import timeline
from celltrail.server.messages import AliasHistory, GateChecksPage, ModelsPage, TimelinePage

_LONGEST_NUMBER = 10


def list_models(question: Any) -> ModelsPage:
    """Return all models."""
    return ModelsPage(models=question.workspace.store.models.all())


def get_model(question: Any) -> Model:
    """Return a model."""
    model: Model = question.workspace.store.models.get(question.path["name"])
    return model


def get_model_version(question: Any) -> ModelVersion:
    """Return a version with what is attached to it."""
    found: ModelVersion = question.workspace.store.models.version(question.path["name"], _number(question))
    return found


def get_bom(question: Any) -> bytes:
    """Return the bill of materials of a version."""
    question.workspace.drain()  # the run that made the version may still lie in its journal
    return bom.written(bom.bom(question.workspace, get_model_version(question)))


def get_alias_history(question: Any) -> AliasHistory:
    """Return how the aliases of a model moved."""
    found, name = question.workspace.store.models, question.path["name"]
    found.get(name)  # a model that is not there has no history either
    return AliasHistory(changes=found.history(name))


def promote(question: Any) -> ModelVersion:
    """Move an alias."""
    path, body = question.path, question.body
    return registry.promote(question.workspace, path["name"], body.number, path["alias"], reason=body.reason)


def roll_back(question: Any) -> ModelVersion:
    """Give an alias back."""
    path = question.path
    return registry.roll_back(question.workspace, path["name"], path["alias"], reason=question.body.reason)


def remove_alias(question: Any) -> Model:
    """Take an alias away."""
    path = question.path
    registry.take_away(question.workspace, path["name"], path["alias"], reason=question.body.reason)
    return get_model(question)


def get_timeline(question: Any) -> TimelinePage:
    """Return what happened to a model."""
    return TimelinePage(entries=timeline(question.workspace, question.path["name"], question.query.number))


def describe_model(question: Any) -> Model:
    """Set what is said of a model."""
    return registry.describe_model(question.workspace, question.path["name"], **_said(question.body))


def rename_model(question: Any) -> Model:
    """Give a model another name."""
    body = question.body
    return registry.rename(question.workspace, question.path["name"], body.name, reason=body.reason)


def describe_version(question: Any) -> ModelVersion:
    """Set what is said of a version."""
    name, number = question.path["name"], _number(question)
    return registry.describe_version(question.workspace, name, number, **_said(question.body))


def retire_version(question: Any) -> ModelVersion:
    """Let a version count no more."""
    label = f"{question.path['name']}/{_number(question)}"
    return registry.retire(question.workspace, label, reason=question.body.reason)


def reinstate_version(question: Any) -> ModelVersion:
    """Let a version count again."""
    label = f"{question.path['name']}/{_number(question)}"
    return registry.reinstate(question.workspace, label, reason=question.body.reason)


def list_gate_checks(question: Any) -> GateChecksPage:
    """Return when the gates of a version were checked again."""
    store, name, number = question.workspace.store, question.path["name"], _number(question)
    store.models.version(name, number)
    return GateChecksPage(checks=store.gate_checks.of(name, number))


def _number(question: Any) -> int:
    given = question.path["number"]
    if not (given.isascii() and given.isdecimal() and len(given) < _LONGEST_NUMBER):
        raise NotFoundError(
            f"There is no version {question.path['name']}/{given}.", hint="Versions have numbers from 1 on."
        )
    return int(given)


def _said(body: Any) -> dict[str, Any]:
    return {"description": body.description, "owner": body.owner, "tags": body.tags, "reason": body.reason}
