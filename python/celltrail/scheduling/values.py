"""What the references in a step's parameters stand for, once the steps before have finished.

``${train.auc}`` is a metric, ``${train.params.depth}`` a parameter, ``${train.output}`` the path of the executed
notebook, ``${train.artifact.model}`` the digest of what the step made under a name: ``celltrail.load`` opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from celltrail.errors import ScheduleError
from celltrail.jobs.results import metric_of, output_of, param_of, runs_of
from celltrail.records import Job
from celltrail.scheduling.graph import REFERENCE
from celltrail.tracking import Workspace

_PARAMS, _ARTIFACT, _OUTPUT = "params.", "artifact.", "output"


def filled(workspace: Workspace, value: Any, done: Mapping[str, Job]) -> Any:
    """Return a value with what its references stand for; a text that is one reference becomes its value as it is.

    Raises
    ------
    ScheduleError
        A step did not make what is asked of it.
    """
    if isinstance(value, dict):
        return {key: filled(workspace, inside, done) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [filled(workspace, inside, done) for inside in value]
    if not isinstance(value, str):
        return value
    if whole := REFERENCE.fullmatch(value.strip()):
        return _value(workspace, done[whole[1]], whole[1], whole[2])
    return REFERENCE.sub(lambda found: str(_value(workspace, done[found[1]], found[1], found[2])), value)


def _value(workspace: Workspace, job: Job, step: str, what: str) -> Any:
    found: Any
    if what == _OUTPUT:
        return job.output
    if what.startswith(_PARAMS):
        found, kind = param_of(workspace, job, what.removeprefix(_PARAMS)), "parameter"
    elif what.startswith(_ARTIFACT):
        artifact = output_of(workspace, job, what.removeprefix(_ARTIFACT))
        found, kind = artifact.digest if artifact else None, "artifact"
    else:
        found, kind = metric_of(workspace, job, what), "metric"
    if found is None:
        name = what.rpartition(".")[2] if kind != "metric" else what
        raise ScheduleError(f"Step {step!r} has no {kind} {name!r}.", hint=_hint(workspace, job))
    return found


def _hint(workspace: Workspace, job: Job) -> str:
    names = {name for run in runs_of(workspace, job) for name in workspace.store.runs.find(run).metrics}
    return f"Its metrics are: {', '.join(sorted(names)) or 'none'}."
