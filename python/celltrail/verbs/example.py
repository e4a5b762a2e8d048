"""A request that a deployment answers, to try it with."""

from __future__ import annotations

import json
from typing import Any

from celltrail import registry
from celltrail.monitoring.reference import Profile
from celltrail.monitoring.summary import NumberSummary
from celltrail.records import Column, Deployment
from celltrail.tracking import workspace

_DEFAULTS: dict[str, Any] = {"string": "", "bool": False}
_EXACT = ("bool",)
"""Types whose values the profile keeps as text."""


def example_row(deployment: Deployment) -> dict[str, Any]:
    """Return a row that the deployed model takes: a typical one where its training data are known."""
    here = workspace()
    version = registry.resolve(here, f"{deployment.model}/{deployment.routes[0].version}")
    known = Profile.from_bytes(here.artifacts.get_bytes(version.profile)) if version.profile else None
    return {column.name: _typical(column, known) for column in version.signature.inputs}


def curl(deployment: Deployment) -> str:
    """Return a command that asks a deployment once."""
    body: dict[str, Any] = {"rows": [example_row(deployment)]}
    text = json.dumps(body).replace("'", "'\\''")
    return f"curl -s {deployment.url}/predict -H 'Content-Type: application/json' -d '{text}'"


def _typical(column: Column, known: Profile | None) -> Any:
    """Return the most frequent category, or a number from the middle of the column."""
    summary = known.columns.get(column.name) if known else None
    if summary is None or not summary.count or column.type in _EXACT:
        return _DEFAULTS.get(column.type, 0)
    if not isinstance(summary, NumberSummary):
        return summary.counts.most_common(1)[0][0]
    middle = summary.sketch.get_quantile(0.5)
    return round(middle, 6) if column.type in ("double", "float", "halffloat") else int(middle)
