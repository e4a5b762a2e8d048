"""A few rows of a version's training data, as an example of what it takes."""

from __future__ import annotations

from typing import Any

from celltrail.artifacts import to_arrow
from celltrail.errors import NotStorableError
from celltrail.records import Artifact, ModelVersion
from celltrail.registry.signature import as_frame
from celltrail.tracking import Workspace

EXAMPLE = "example"
"""The role under which they are attached."""
ROWS = 5


def kept_example(workspace: Workspace, data: Any) -> dict[str, Artifact]:
    """Keep the first rows of a table, and return them under their role; nothing where they cannot be kept."""
    if data is None:
        return {}
    try:
        return {EXAMPLE: workspace.artifacts.put(to_arrow(as_frame(data)).slice(0, ROWS), pickles=False)}
    except NotStorableError:  # rows that hold a secret are no example
        return {}


def example_of(workspace: Workspace, version: ModelVersion) -> list[dict[str, Any]]:
    """Return the example rows of a version; empty where it has none."""
    attached = version.attachment(EXAMPLE)
    return workspace.artifacts.get(attached.digest, attached.codec).to_pylist() if attached else []
