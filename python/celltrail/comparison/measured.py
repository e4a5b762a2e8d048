"""What was measured in a run: by itself, or by the tracked cells of its notebook."""

from __future__ import annotations

from dataclasses import replace

from celltrail.records import RunRow
from celltrail.tracking import Workspace

_MANY = 1000


def measured(workspace: Workspace, row: RunRow) -> RunRow:
    """Return a run with the metrics that a sweep or a pipeline finds in it.

    Those of a notebook's run are its own, else those of the newest tracked cell in it that has one of the name.
    """
    if row.run.kind != "notebook":
        return row
    found: dict[str, float | None] = {}
    for inner in (row, *workspace.store.runs.list(parent=row.run.id, limit=_MANY)):
        for name, value in inner.metrics.items():
            if found.get(name) is None:
                found[name] = value
    return replace(row, metrics=found)
