"""How a model is trained again: which notebook, with which parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail.errors import NotFoundError
from celltrail.records import DriftReport, Job, ModelVersion
from celltrail.tracking import Workspace

Parameters = Mapping[str, Any] | Callable[[DriftReport], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A notebook with parameters."""

    notebook: Path
    parameters: Mapping[str, Any]


def recipe_of(
    workspace: Workspace,
    report: DriftReport,
    *,
    notebook: Path | None = None,
    parameters: Parameters | None = None,
) -> Recipe:
    """Return how the version of a report is trained again: as it was made, apart from what is given here.

    Parameters
    ----------
    notebook
        Instead of the notebook whose run made the version.
    parameters
        What is different this time, such as the months to train on; or a function from the report to that.

    Raises
    ------
    NotFoundError
        No notebook is given, and none is known to have made the version.
    """
    changed = parameters(report) if callable(parameters) else parameters or {}
    job = job_of(workspace, workspace.store.models.version(report.model, report.version))
    if notebook is None and job is None:
        raise NotFoundError(
            f"No notebook job made {report.model}/{report.version}, so there is none to run again.",
            hint="Name the notebook to train with.",
        )
    same = job is not None and (notebook is None or notebook.absolute() == Path(job.notebook))
    before = job.parameters if job is not None and same else {}
    return Recipe(notebook or Path(job.notebook if job else ""), {**before, **changed})


def job_of(workspace: Workspace, version: ModelVersion) -> Job | None:
    """Return the job in whose run a version was registered, by lineage: version, run, the run around it, job."""
    if version.run_id is None:
        return None
    workspace.drain()
    run = workspace.store.runs.find(version.run_id).run
    around = {version.run_id, run.parent_id}
    return next((job for job in workspace.store.jobs.all() if job.run_id in around), None)


def versions_of(workspace: Workspace, job: Job, model: str) -> tuple[ModelVersion, ...]:
    """Return the versions of a model that were registered in a job, oldest first."""
    if job.run_id is None:
        return ()
    workspace.drain()
    inside = [row.run.id for row in workspace.store.runs.list(parent=job.run_id, limit=1000)]
    found = [one for run in (job.run_id, *inside) for one in workspace.store.models.versions_of_run(run)]
    return tuple(sorted((one for one in found if one.model == model), key=lambda one: one.number))
