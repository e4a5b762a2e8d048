"""The cells of a job: seen in its kernel, known again, left out where that is sound, resumed."""

from __future__ import annotations

from celltrail.jobs.cells.skipping import CellPlan
from celltrail.records import Job
from celltrail.tracking import Workspace

__all__ = ["CellPlan", "plan_of"]


def plan_of(workspace: Workspace, job: Job) -> CellPlan:
    """Return what is to be done with the cells of a job; one that resumes another takes of it what is sound."""
    resumes = workspace.store.jobs.get(job.resumes).run_id if job.resumes else None
    options = job.options
    capture = options.capture or options.cache  # what nobody watches nobody knows again
    return CellPlan(job_id=job.id, capture=capture, cache=options.cache, resumes=resumes)
