"""Why a metric changed from one run to another."""

from __future__ import annotations

from collections.abc import Callable

from celltrail.records import Run
from celltrail.reproduction.bisection import Bisection
from celltrail.reproduction.bisection.bisect import metric_between
from celltrail.reproduction.bisection.process import begin, carry_out
from celltrail.reproduction.recorded import recorded_of
from celltrail.reproduction.subject import subjects_of
from celltrail.tracking import Workspace, workspace


def bisect(
    before: str,
    after: str,
    *,
    metric: str | None = None,
    packages: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Bisection:
    """Find out why a metric changed between two runs: swap data, cells, parameters, seeds and packages.

    Each experiment is a job that runs the first run's notebook with something of the second run's.

    Parameters
    ----------
    before, after
        Runs of notebooks: their ids, beginnings or ends of them, or names.
    metric
        What to explain; by default the metric that changed most, for its size.
    packages
        Whether recorded environments are built where they differ. Without, packages are reported as not tested.
    progress
        Called with a sentence at each step.

    Raises
    ------
    NotFoundError
        There is no such run or metric.
    InvalidInputError
        Nothing has changed, or both are the same run.
    NotebookError
        A notebook was not kept.
    EnvironmentFailedError
        A recorded environment cannot be built.
    SearchCancelledError
        Somebody cancelled it, in the sidebar.

    Examples
    --------
    >>> bisect("a1b2c3", "d4e5f6", metric="auc").causes  # doctest: +SKIP
    """
    here = workspace()
    runs = checked(here, before, after, metric)
    return carry_out(here, begin(here, runs, metric, packages=packages), progress)


def checked(here: Workspace, before: str, after: str, metric: str | None = None) -> tuple[Run, Run]:
    """Return two runs whose change of a metric can be explained.

    Raises
    ------
    NotFoundError
        There is no such run or metric.
    InvalidInputError
        Nothing has changed, or both are the same run.
    NotebookError
        A notebook was not kept.
    """
    here.drain()
    runs = subjects_of(here, before, after)
    metric_between(recorded_of(here, runs[0]), recorded_of(here, runs[1]), metric)
    return runs
