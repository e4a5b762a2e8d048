"""What a sweep found: its points with intervals and ranks, what matters, how the best grew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, stdev

from celltrail.records import BestSoFar, Sweep, SweepPoint, SweepSummary, Trial, TrialStatus
from celltrail.sweeping.importance import importances
from celltrail.tracking import Workspace

_CONFIDENCE = 0.95
_ORDER: tuple[TrialStatus, ...] = ("pruned", "running", "queued", "failed", "cancelled")
"""Which status of a trial is that of its point, where not all have finished: the first that one of them has."""


def summary(workspace: Workspace, sweep: Sweep) -> SweepSummary:
    """Return what a sweep has found by now."""
    return summarize(sweep, workspace.store.sweeps.trials(sweep.id))


def summarize(sweep: Sweep, trials: Sequence[Trial]) -> SweepSummary:
    """Return what some trials of a sweep say."""
    of_point: dict[int, list[Trial]] = {}
    for trial in trials:
        of_point.setdefault(trial.point, []).append(trial)
    points = _ranked(sweep, [_point(number, group) for number, group in sorted(of_point.items())])
    ends = {n: max(trial.ended_at or 0.0 for trial in group) for n, group in of_point.items()}
    best = next((point for point in points if point.rank == 1), None)
    return SweepSummary(
        sweep=sweep,
        points=points,
        importances=importances(sweep.space, [point for point in points if point.rank is not None]),
        best_so_far=_best_so_far(sweep, points, ends),
        best=best.point if best else None,
    )


def best_trial(found: SweepSummary, trials: Sequence[Trial]) -> Trial | None:
    """Return the trial of the best point whose value lies nearest to its mean: not the luckiest seed."""
    mean = next((point.mean for point in found.points if point.point == found.best), None)
    if mean is None:
        return None
    own = [trial for trial in trials if trial.point == found.best and trial.value is not None]
    return min(own, key=lambda trial: (abs((trial.value or 0.0) - mean), trial.number))


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % interval of the mean of some values by Student's t; None of fewer than two.

    >>> [round(end, 3) for end in interval([1.0, 2.0, 3.0])]
    [-0.484, 4.484]
    """
    if len(values) < 2:  # noqa: PLR2004 - one value says nothing of the spread
        return None
    from scipy.special import stdtrit

    half = float(stdtrit(len(values) - 1, (1 + _CONFIDENCE) / 2)) * stdev(values) / math.sqrt(len(values))
    return fmean(values) - half, fmean(values) + half


def _point(number: int, trials: Sequence[Trial]) -> SweepPoint:
    values = tuple(trial.value for trial in trials if trial.status == "finished" and trial.value is not None)
    statuses = {trial.status for trial in trials}
    ends = interval(values)
    return SweepPoint(
        point=number,
        parameters=trials[0].parameters,
        status=next((status for status in _ORDER if status in statuses), "finished"),
        trials=tuple(trial.number for trial in trials),
        runs=tuple(trial.run_id for trial in trials if trial.run_id),
        values=values,
        mean=fmean(values) if values else None,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        last_value=next((trial.last_value for trial in trials if trial.last_value is not None), None),
    )


def _ranked(sweep: Sweep, points: Sequence[SweepPoint]) -> tuple[SweepPoint, ...]:
    """Give ranks to the points of which every seed finished: a mean of fewer would be luck."""
    sign = -1.0 if sweep.direction == "maximize" else 1.0
    whole = [point for point in points if point.status == "finished" and point.mean is not None]
    order = sorted(whole, key=lambda point: (sign * (point.mean or 0.0), point.point))
    ranks = {point.point: rank for rank, point in enumerate(order, 1)}
    return tuple(
        replace(
            point,
            rank=ranks.get(point.point),
            ties_with_best=ranks.get(point.point, 0) > 1 and _overlap(point, order[0]),
        )
        for point in points
    )


def _overlap(one: SweepPoint, other: SweepPoint) -> bool:
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return one.mean == other.mean
    return one.low <= other.high and other.low <= one.high


def _best_so_far(sweep: Sweep, points: Sequence[SweepPoint], ends: dict[int, float]) -> tuple[BestSoFar, ...]:
    better = max if sweep.direction == "maximize" else min
    curve: list[BestSoFar] = []
    for point in sorted((p for p in points if p.rank is not None), key=lambda p: ends[p.point]):
        value = point.mean or 0.0
        best = better(curve[-1].value, value) if curve else value
        curve.append(BestSoFar(point=point.point, at=ends[point.point], value=best))
    return tuple(curve)
