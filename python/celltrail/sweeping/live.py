"""What a trial measures while it runs, and whether that is hopeless beside the others."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from contextlib import suppress

from celltrail import clock, jobs
from celltrail.errors import CelltrailError
from celltrail.records import Sweep, Trial
from celltrail.sweeping.samplers import Known, frozen, require_optuna, study_of
from celltrail.tracking import Workspace

_LOOK_S = 0.5
_FIRST_POINTS = 3
"""So many trials have to have finished before one is stopped."""


class Live:
    """The points of the sweep's metric, by trial."""

    def __init__(self, here: Workspace, sweep: Sweep) -> None:
        self._here = here
        self._sweep = sweep
        self._looked = 0.0
        self._ended: dict[str, dict[int, float]] = {}

    def hopeless(self, running: Sequence[Trial], all_trials: Sequence[Trial]) -> list[tuple[Trial, float]]:
        """Return the trials whose best value so far is worse than the median of the finished ones at that step.

        Each comes with the last value that it measured. The rule is that of Optuna's median pruner.
        """
        if not running or clock.elapsed() - self._looked < _LOOK_S:
            return []
        self._looked = clock.elapsed()
        self._here.drain()  # what the kernels have logged lies in their journals
        finished = [trial for trial in all_trials if trial.status == "finished" and trial.run_id]
        study = study_of(self._sweep, [self._known(trial, self._of_ended(trial)) for trial in finished])
        pruner = require_optuna().pruners.MedianPruner(n_startup_trials=_FIRST_POINTS)
        reached = {step for trial in finished for step in self._of_ended(trial)}
        found = []
        for trial in running:
            steps = self._points(trial)
            until = max((step for step in steps if step in reached), default=None)  # where it can be compared
            if until is None:
                continue
            known = self._known(trial, {step: value for step, value in steps.items() if step <= until})
            if pruner.prune(study, frozen(self._sweep, known)):
                found.append((trial, steps[max(steps)]))
        return found

    def cancel(self, job_id: str) -> None:
        """Stop a job, without waiting until it has."""
        threading.Thread(target=self._cancel, args=(job_id,)).start()

    def _cancel(self, job_id: str) -> None:
        with suppress(CelltrailError):  # it has just ended
            jobs.cancel(self._here, job_id)

    def _of_ended(self, trial: Trial) -> dict[int, float]:
        assert trial.run_id
        if trial.run_id not in self._ended:
            self._ended[trial.run_id] = self._points(trial)
        return self._ended[trial.run_id]

    def _points(self, trial: Trial) -> dict[int, float]:
        """Return the metric by step: of the trial's run, else of its newest tracked cell that has it."""
        if trial.job_id is None:
            return {}
        runs = self._here.store.runs
        for run_id in jobs.runs_of(self._here, self._here.store.jobs.get(trial.job_id)):
            if points := runs.points(run_id, self._sweep.metric):
                return {
                    point.step: point.value
                    for point in points
                    if point.value is not None and math.isfinite(point.value)
                }
        return {}

    @staticmethod
    def _known(trial: Trial, steps: dict[int, float]) -> Known:
        return Known(parameters=trial.parameters, value=trial.value, last=steps)
