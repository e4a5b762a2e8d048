"""Sweeps."""

from __future__ import annotations

from typing import Any

from celltrail import sweeping
from celltrail.records import JobOptions, Sweep, SweepSummary
from celltrail.server.handlers.jobs import inside
from celltrail.server.handlers.problems import field_problems
from celltrail.server.messages import SweepDetail, SweepPreview, SweepRequest, SweepsPage


def list_sweeps(question: Any) -> SweepsPage:
    """Return the newest sweeps."""
    here = question.workspace
    sweeps = tuple(sweeping.refreshed(here, sweep) for sweep in here.store.sweeps.all())
    return SweepsPage(sweeps=sweeps, progress=sweeping.progress(here, sweeps))


def get_sweep(question: Any) -> SweepDetail:
    """Return a sweep with its trials."""
    here = question.workspace
    sweep = sweeping.current(here, question.path["sweep_id"])
    return SweepDetail(sweep=sweep, trials=here.store.sweeps.trials(sweep.id))


def get_sweep_summary(question: Any) -> SweepSummary:
    """Return what a sweep has found by now."""
    return sweeping.summary(question.workspace, sweeping.current(question.workspace, question.path["sweep_id"]))


def preview_sweep(question: Any) -> SweepPreview:
    """Return how large a sweep would be, and what is wrong with it."""
    body = question.body
    found = sweeping.preview(inside(question.root, body.notebook), body.space, _wishes(body))
    sweep = found.sweep
    return SweepPreview(
        trials=sweep.trials_wanted if sweep else None,
        points=sweep.trials_wanted // sweep.seeds if sweep else None,
        sampler=sweep.sampler if sweep else None,
        parallel=sweep.parallel if sweep else None,
        problems=field_problems(found.problems),
    )


def start_sweep(question: Any) -> Sweep:
    """Start a sweep, or go on with the same one."""
    body = question.body
    sweep = sweeping.planned(inside(question.root, body.notebook), body.space, _wishes(body))
    return sweeping.start(question.workspace, sweep)


def cancel_sweep(question: Any) -> Sweep:
    """Stop a sweep."""
    return sweeping.cancel(question.workspace, question.path["sweep_id"])


def continue_sweep(question: Any) -> Sweep:
    """Go on with a sweep that has ended."""
    here = question.workspace
    return sweeping.proceed(here, sweeping.current(here, question.path["sweep_id"]))


def _wishes(body: SweepRequest) -> sweeping.Wishes:
    return sweeping.Wishes(
        metric=body.metric,
        n=body.n,
        minimize=body.minimize,
        sampler=body.sampler,
        parallel=body.parallel,
        seeds=body.seeds,
        seed=body.seed,
        prune=body.prune,
        name=body.name,
        options=JobOptions(capture=body.cache, cache=body.cache, on=body.on),
        fixed=body.fixed,
    )
