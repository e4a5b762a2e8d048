"""Search over the parameters of a notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from celltrail import sweeping
from celltrail.records import JobOptions, Sampler, Sweep, SweepSummary
from celltrail.tracking import workspace


def sweep(  # noqa: PLR0913 - each is a wish of its own
    notebook: str | Path,
    space: Mapping[str, Any],
    *,
    metric: str,
    n: int | None = None,
    minimize: bool = False,
    sampler: Sampler | None = None,
    parallel: int | None = None,
    seeds: int = 1,
    prune: bool = False,
    cache: bool = False,
    on: str = "",
    name: str | None = None,
    seed: int = 0,
    anew: bool = False,
) -> Sweep:
    """Start a search over the parameters of a notebook and return it at once; it goes on by itself.

    Where the same search was there before (notebook, parameters, metric, name and how it is searched), it goes on
    with that: what has finished is not run again.

    Parameters
    ----------
    notebook
        The notebook; its cell tagged ``parameters`` says what it takes.
    space
        By parameter: a ``range``, a list of values, text as on the command line (``"log:1e-4..1e-1"``), or one
        value for all trials.
    metric
        What is looked at, by its name: that of the notebook's run or of its newest tracked cell that has it.
    n
        How many points; all of them by default where the space is finite.
    minimize
        Whether less is better. By default more is.
    sampler
        ``grid``, ``random`` or ``tpe`` (Optuna's). By default the grid where `n` is not given, else tpe.
    parallel
        How many jobs at once: by default one for each core, or each worker of the cluster.
    seeds
        With how many seeds each point is run; they are given to the notebook's parameter ``seed``.
    prune
        Whether a trial is stopped whose metric, as it is logged, falls behind the median of the others.
    cache
        Whether cells that were run before with the same inputs take their results from then.
    on
        Where the trials run: empty for this machine, else a Dask cluster such as ``dask://host:8786``.
    name
        Tells searches of the same notebook apart.
    seed
        What the sampler draws from.
    anew
        Whether it begins from nothing, even where the same search was there before.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown, of another type or no range; or the notebook takes no seed.
    InvalidInputError
        A number is not positive, or the space has no end and `n` is not given.
    MissingDependencyError
        Optuna or Dask is needed and is not installed.
    """
    wishes = sweeping.Wishes(
        metric=metric,
        n=n,
        minimize=minimize,
        sampler=sampler,
        parallel=parallel,
        seeds=seeds,
        seed=seed,
        prune=prune,
        name=name,
        options=JobOptions(capture=cache, cache=cache, on=on),
    )
    return sweeping.start(workspace(), sweeping.planned(Path(notebook), space, wishes), anew=anew)


def sweeps() -> tuple[Sweep, ...]:
    """Return the newest sweeps."""
    here = workspace()
    return tuple(sweeping.refreshed(here, known) for known in here.store.sweeps.all())


def sweep_summary(sweep_id: str) -> SweepSummary:
    """Return what a sweep has found by now: its points with intervals and ranks, and which parameters matter.

    Raises
    ------
    NotFoundError
        There is no such sweep.
    """
    here = workspace()
    return sweeping.summary(here, sweeping.current(here, sweep_id))


def wait_for_sweep(sweep_id: str, progress: Callable[[Sweep], None] | None = None) -> Sweep:
    """Return a sweep when it has ended.

    Raises
    ------
    NotFoundError
        There is no such sweep.
    """
    return sweeping.wait(workspace(), sweep_id, progress)


def cancel_sweep(sweep_id: str) -> Sweep:
    """Stop a sweep and its jobs; what has finished is kept.

    Raises
    ------
    ConflictError
        It has ended already.
    """
    return sweeping.cancel(workspace(), sweep_id)


def continue_sweep(sweep_id: str) -> Sweep:
    """Go on with a sweep that has ended: what was cut off or failed is run again, and what is missing yet.

    Raises
    ------
    ConflictError
        It runs.
    """
    here = workspace()
    return sweeping.proceed(here, sweeping.current(here, sweep_id))
