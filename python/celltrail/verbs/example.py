"""A request that a deployment answers, to try it with."""

from __future__ import annotations

from typing import Any

from celltrail import registry
from celltrail.records import Deployment
from celltrail.tracking import workspace

_DEFAULTS: dict[str, Any] = {"string": "", "bool": False}


def example_row(deployment: Deployment) -> dict[str, Any]:
    """Return a row of the types that the deployed model takes."""
    version = registry.resolve(workspace(), f"{deployment.model}/{deployment.routes[0].version}")
    return {column.name: _DEFAULTS.get(column.type, 0) for column in version.signature.inputs}
