"""What a job computed: of its own run, else of the tracked cells inside it."""

from __future__ import annotations

from typing import Any

from celltrail.errors import NotFoundError
from celltrail.records import Artifact, Job, RunRow
from celltrail.tracking import Workspace

_MOST_CHILDREN = 1000


def metric_of(workspace: Workspace, job: Job, name: str) -> float | None:
    """Return the latest value of a metric: that of the job's run, else of its newest tracked cell that has it.

    None where none has it, or where it is no finite number. What still lies in a journal does not count.
    """
    for row in _rows(workspace, job):
        if (value := row.metrics.get(name)) is not None:
            return value
    return None


def param_of(workspace: Workspace, job: Job, name: str) -> Any:
    """Return what a job was given for a parameter, else what its run or newest tracked cell wrote down for it."""
    if name in job.parameters:
        return job.parameters[name]
    return next((row.params[name] for row in _rows(workspace, job) if name in row.params), None)


def output_of(workspace: Workspace, job: Job, name: str) -> Artifact | None:
    """Return the artifact that a job made under a name, the newest one; None where it made none."""
    for row in _rows(workspace, job):
        made = [
            use.artifact
            for use in workspace.store.runs.uses_of_run(row.run.id)
            if use.name == name and use.direction == "output"
        ]
        if made:
            return made[-1]
    return None


def runs_of(workspace: Workspace, job: Job) -> tuple[str, ...]:
    """Return the ids of a job's run and of the tracked cells inside it, newest first."""
    return tuple(row.run.id for row in _rows(workspace, job))


def _rows(workspace: Workspace, job: Job) -> tuple[RunRow, ...]:
    if job.run_id is None:
        return ()
    runs = workspace.store.runs
    children = runs.list(parent=job.run_id, limit=_MOST_CHILDREN)
    try:
        return (runs.find(job.run_id), *children)
    except NotFoundError:  # a job names its run before the run's journal has been brought in
        return children
