"""Sweeps."""

from __future__ import annotations

from typing import Any

from celltrail import sweeping
from celltrail.records import JobOptions, Sweep, SweepSummary
from celltrail.server.handlers.jobs import inside
from celltrail.server.messages import SweepDetail, SweepsPage


def list_sweeps(question: Any) -> SweepsPage:
    """Return the newest sweeps."""
    here = question.workspace
    return SweepsPage(sweeps=tuple(sweeping.refreshed(here, sweep) for sweep in here.store.sweeps.all()))


def get_sweep(question: Any) -> SweepDetail:
    """Return a sweep with its trials."""
    here = question.workspace
    sweep = sweeping.current(here, question.path["sweep_id"])
    return SweepDetail(sweep=sweep, trials=here.store.sweeps.trials(sweep.id))


def get_sweep_summary(question: Any) -> SweepSummary:
    """Return what a sweep has found by now."""
    return sweeping.summary(question.workspace, sweeping.current(question.workspace, question.path["sweep_id"]))


def start_sweep(question: Any) -> Sweep:
    """Start a sweep, or go on with the same one."""
    body = question.body
    wishes = sweeping.Wishes(
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
    )
    sweep = sweeping.planned(inside(question.root, body.notebook), body.space, wishes)
    return sweeping.start(question.workspace, sweep)


def cancel_sweep(question: Any) -> Sweep:
    """Stop a sweep."""
    return sweeping.cancel(question.workspace, question.path["sweep_id"])


def continue_sweep(question: Any) -> Sweep:
    """Go on with a sweep that has ended."""
    here = question.workspace
    return sweeping.proceed(here, sweeping.current(here, question.path["sweep_id"]))
