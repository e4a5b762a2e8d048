"""Models."""

from __future__ import annotations

from typing import Any

from celltrail.records import Model, ModelVersion
from celltrail.registry import promote as promote_version
from celltrail.server.messages import AliasHistory, ModelsPage


def list_models(question: Any) -> ModelsPage:
    """Return all models."""
    return ModelsPage(models=question.workspace.store.models.all())


def get_model(question: Any) -> Model:
    """Return a model."""
    model: Model = question.workspace.store.models.get(question.path["name"])
    return model


def get_alias_history(question: Any) -> AliasHistory:
    """Return how the aliases of a model moved."""
    found, name = question.workspace.store.models, question.path["name"]
    found.get(name)  # a model that is not there has no history either
    return AliasHistory(changes=found.history(name))


def promote(question: Any) -> ModelVersion:
    """Move an alias."""
    path, body = question.path, question.body
    return promote_version(question.workspace, path["name"], body.number, path["alias"], reason=body.reason)
