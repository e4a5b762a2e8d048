"""What a search for causes would do, before it is asked for."""

from __future__ import annotations

from celltrail.records import Run, SearchPlan
from celltrail.reproduction.bisection.bisect import moved_metrics
from celltrail.reproduction.bisection.ddmin import most_trials
from celltrail.reproduction.bisection.factors import difference
from celltrail.reproduction.bisection.logbook import suspects_of
from celltrail.reproduction.recorded import recorded_of
from celltrail.tracking import Workspace


def planned(workspace: Workspace, runs: tuple[Run, Run], *, packages: bool) -> SearchPlan:
    """Return what would be tried to explain a change between two runs, and what that costs.

    Raises
    ------
    InvalidInputError
        No metric that both have has changed.
    NotebookError
        A notebook was not kept.
    """
    before, after = (recorded_of(workspace, run) for run in runs)
    between = difference(workspace, before, after, packages=packages)
    run = before.run
    return SearchPlan(
        notebook=str(before.path),
        metrics=moved_metrics(before, after),
        suspects=suspects_of(between.factors, between.swappable),
        at_most=most_trials(len(between.swappable)),
        run_s=None if run.ended_at is None else run.ended_at - run.started_at,
    )
