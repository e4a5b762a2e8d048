"""How far many sweeps are, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from celltrail.records import Sweep, Trial
from celltrail.sweeping.control import OPEN_TRIALS
from celltrail.tracking import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepProgress:
    """How far a sweep is, and the best that it found."""

    sweep_id: str
    done: int
    """How many trials have ended, whichever way."""
    running: int
    failed: int
    best: float | None
    """The best mean among the points whose seeds have all finished; None where there is none."""


def progress(workspace: Workspace, sweeps: Sequence[Sweep]) -> tuple[SweepProgress, ...]:
    """Return how far each of some sweeps is."""
    trials = workspace.store.sweeps.trials_of([sweep.id for sweep in sweeps])
    return tuple(_progress(sweep, trials.get(sweep.id, ())) for sweep in sweeps)


def _progress(sweep: Sweep, trials: Sequence[Trial]) -> SweepProgress:
    return SweepProgress(
        sweep_id=sweep.id,
        done=sum(trial.status not in OPEN_TRIALS for trial in trials),
        running=sum(trial.status == "running" for trial in trials),
        failed=sum(trial.status == "failed" for trial in trials),
        best=_best(sweep, trials),
    )


def _best(sweep: Sweep, trials: Sequence[Trial]) -> float | None:
    values: dict[int, list[float]] = {}
    for trial in trials:
        if trial.status == "finished" and trial.value is not None:
            values.setdefault(trial.point, []).append(trial.value)
    means = [fmean(found) for found in values.values() if len(found) == sweep.seeds]
    better = max if sweep.direction == "maximize" else min
    return better(means, default=None)
