"""Two executions of a notebook, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from celltrail.comparison import ExecutionDiff, diff_executions
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import CellExecution, Run
from celltrail.tracking import Workspace, workspace


def diff(before: str, after: str) -> ExecutionDiff:
    """Say how one execution of a notebook differs from another: code, outputs and times of each cell.

    Outputs are compared by their MIME type: text line by line, numbers with their difference, pictures beside
    each other. ``compare`` says what else differs: metrics with their noise, data, packages.

    Parameters
    ----------
    before, after
        Each a run (its id, the beginning or end of it, or the newest of a name) or a job's id.

    Raises
    ------
    NotFoundError
        No run fits.
    InvalidInputError
        Both are the same run.

    Examples
    --------
    >>> diff("a1b2c3", "train").cells  # doctest: +SKIP
    """
    here = workspace()
    here.drain()
    sides = [_executed(here, reference) for reference in (before, after)]
    if sides[0][0].id == sides[1][0].id:
        raise InvalidInputError(
            f"{before} and {after} are one run, {sides[0][0].name} {sides[0][0].id[-6:]}.",
            hint="Give the ids of two runs: `celltrail runs` lists them.",
        )
    return diff_executions(*sides)


def _executed(here: Workspace, reference: str) -> tuple[Run, Sequence[CellExecution]]:
    run = find_run(here, reference)
    return run, here.store.runs.cells(run.id)


def find_run(here: Workspace, reference: str) -> Run:
    """Return the run that a person means by a run's reference or a job's id.

    Raises
    ------
    NotFoundError
        There is none, or the job has none yet.
    """
    try:
        return here.store.runs.find(reference).run
    except NotFoundError:
        try:
            job = here.store.jobs.get(reference)
        except NotFoundError:
            job = None
        if job is None:
            raise
    if job.run_id is None:
        raise NotFoundError(f"The job {job.id} has no run: it {job.status}.", hint="`celltrail jobs` lists them.")
    return here.store.runs.find(job.run_id).run
