"""Model versions in the JSON of MLflow's API."""

from __future__ import annotations

from collections.abc import Mapping

from celltrail.records import Model, ModelVersion
from celltrail.registry.clientmodel import manifest_of
from celltrail.registry.stages import stage_of
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.wire import Json, milliseconds, pairs

DELETED = "celltrail.mlflow.deleted"
"""The tag of what clients have deleted: it is retired here, and they do not see it."""


def visible(model: Model) -> list[ModelVersion]:
    """Return the versions of a model that clients see, newest first."""
    return [version for version in model.versions if DELETED not in version.tags]


def shown(tags: Mapping[str, str]) -> dict[str, str]:
    """Return tags as clients see them."""
    return {key: value for key, value in tags.items() if key != DELETED}


def version_json(call: Call, version: ModelVersion) -> Json:
    """Return a version."""
    manifest = manifest_of(call.workspace, version)
    found: Json = {
        "name": version.model,
        "version": str(version.number),
        "creation_timestamp": milliseconds(version.created_at),
        "last_updated_timestamp": milliseconds(version.changed_at or version.created_at),
        "user_id": version.who,
        "current_stage": stage_of(version),
        "description": version.description,
        "source": manifest.source,
        "run_id": version.run_id or "",
        "run_link": manifest.run_link,
        "model_id": manifest.model_id,
        "status": "READY",
        "tags": pairs(shown(version.tags)),
        "aliases": sorted(version.aliases),
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}
