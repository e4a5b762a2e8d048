"""How a sweep is steered: it asks for points, runs them as jobs, stops the hopeless ones.

All that it knows is in the rows of its trials, so another process can go on where this one was killed.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from celltrail import clock, jobs
from celltrail.records import Job, Sweep, SweepSummary, Trial
from celltrail.sweeping import control
from celltrail.sweeping.live import Live
from celltrail.sweeping.plan import SEED, digest_of
from celltrail.sweeping.samplers import Known, next_point
from celltrail.sweeping.summary import best_trial, summarize
from celltrail.tracking import Workspace
from celltrail.tracking.patience import patiently

_TRIAL_TAG = "celltrail.trial"
_PAUSE_S = 0.05
_SAME_FAILURES = 3


class HopelessError(Exception):
    """The sweep cannot come to anything."""


class Steering:
    """One sweep, steered."""

    def __init__(self, here: Workspace, sweep: Sweep, width: Callable[[], int]) -> None:
        self._here = here
        self._width = width
        self._sweeps = here.store.sweeps
        self._sweep = sweep
        self._trials = {trial.number: trial for trial in self._sweeps.trials(sweep.id)}
        self._jobs: dict[int, str] = {}
        self._queue: list[int] = []
        self._live = Live(here, sweep)
        self._exhausted = False

    def run(self) -> None:
        """Steer until all is done or somebody cancels.

        Raises
        ------
        HopelessError
            The notebook was changed, or it fails alike again and again before it ever finished.
        """
        self._take_over()
        while patiently(lambda: self._sweeps.get(self._sweep.id)).status == "running":
            self._collect()
            self._prune()
            self._start_more()
            if not self._jobs and not self._queue:
                return
            time.sleep(_PAUSE_S)
        control.stop_jobs(self._here, self._sweep.id)

    def best(self) -> Trial | None:
        """Return the best trial by now."""
        return best_trial(self._summary(), self._known_trials())

    def end(self) -> tuple[str, str | None]:
        """Return how the sweep ended: failed where nothing finished."""
        trials = self._known_trials()
        if any(trial.status == "finished" for trial in trials) or not trials:
            return "finished", None
        error = next((trial.error for trial in reversed(trials) if trial.error), None)
        return "failed", f"No trial finished. {error or ''}".strip()

    def _take_over(self) -> None:
        """Take the jobs that an earlier process began, and queue again what was cut off or failed."""
        began = {
            job.tags.get(_TRIAL_TAG): job
            for job in reversed(self._here.store.jobs.where(limit=None, sweep_id=self._sweep.id))
        }
        for trial in self._known_trials():
            job = began.get(str(trial.number))
            if trial.status in ("finished", "pruned"):
                continue
            job = job and jobs.refreshed(self._here, job)
            if trial.status in control.OPEN_TRIALS and job and job.status in ("queued", "running", "finished"):
                self._change(trial, status="running", job_id=job.id)
                self._jobs[trial.number] = job.id
            else:
                self._change(trial, status="queued", job_id=None, run_id=None, error=None, ended_at=None)
                self._queue.append(trial.number)

    def _collect(self) -> None:
        """Write down how the jobs ended that have."""
        of_trials = patiently(lambda: self._here.store.jobs.where(limit=None, id=tuple(self._jobs.values())))
        going = {job.id: job for job in of_trials}
        for number, job_id in list(self._jobs.items()):
            job = jobs.refreshed(self._here, going[job_id])
            trial = self._trials[number]
            if job.run_id and trial.run_id is None:
                trial = self._change(trial, run_id=job.run_id, started_at=job.started_at)
            if job.status in jobs.ENDED:
                del self._jobs[number]
                self._finish(trial, job)

    def _finish(self, trial: Trial, job: Job) -> None:
        if trial.status == "pruned":
            return
        value = jobs.metric_of(self._here, job, self._sweep.metric) if job.status == "finished" else None
        if value is not None:
            self._change(trial, status="finished", value=value, ended_at=job.ended_at)
            self._find_best()
            return
        error = job.error if job.status != "finished" else self._no_metric()
        status = "cancelled" if job.status == "cancelled" else "failed"
        self._change(trial, status=status, error=error, ended_at=job.ended_at)
        self._give_up_if_all_fail()

    def _no_metric(self) -> str:
        name = self._sweep.metric
        return (
            f"It finished, but neither it nor a tracked cell of it has a finite metric {name!r}. "
            f"Compute `{name}` at the top level of a cell, or log it with celltrail.log_metric."
        )

    def _give_up_if_all_fail(self) -> None:
        trials = self._known_trials()
        errors = Counter(trial.error for trial in trials if trial.status == "failed")
        if errors and not any(trial.status in ("finished", "pruned") for trial in trials):
            error, count = errors.most_common(1)[0]
            if count >= _SAME_FAILURES:
                raise HopelessError(f"The first {count} trials failed alike: {error}")

    def _find_best(self) -> None:
        best = self.best()
        if best is not None and best.number != self._sweep.best_trial:
            self._sweep = replace(self._sweep, best_trial=best.number)
            self._sweeps.change(self._sweep.id, best_trial=best.number)

    def _prune(self) -> None:
        if not self._sweep.pruning:
            return
        running = [self._trials[number] for number in self._jobs]
        for trial, last in self._live.hopeless(running, self._known_trials()):
            for other in self._known_trials():
                if other.point == trial.point and other.status in control.OPEN_TRIALS:
                    self._drop(other, last if other.number == trial.number else None)

    def _drop(self, trial: Trial, last: float | None) -> None:
        self._change(trial, status="pruned", last_value=last, ended_at=clock.now())
        if trial.number in self._queue:
            self._queue.remove(trial.number)
        if (job_id := self._jobs.pop(trial.number, None)) is not None:
            self._live.cancel(job_id)

    def _start_more(self) -> None:
        while len(self._jobs) < self._width() and (number := self._next()) is not None:
            self._check_notebook()
            self._submit(self._trials[number])

    def _next(self) -> int | None:
        """Return the number of a trial that is to be run."""
        if not self._queue and not self._exhausted:
            self._propose()
        return self._queue.pop(0) if self._queue else None

    def _propose(self) -> None:
        if len(self._trials) >= self._sweep.trials_wanted:
            return
        point = len({trial.point for trial in self._trials.values()})
        parameters = next_point(self._sweep, point, self._known())
        if parameters is None:
            self._exhausted = True
            return
        for i in range(self._sweep.seeds):
            trial = Trial(
                sweep_id=self._sweep.id,
                number=point * self._sweep.seeds + i,
                point=point,
                parameters=parameters,
                status="queued",
                seed=i if self._sweep.seeds > 1 else None,
            )
            self._sweeps.add_trial(trial)
            self._trials[trial.number] = trial
            self._queue.append(trial.number)

    def _known(self) -> list[Known]:
        """Return the points as the samplers see them; those that failed say nothing."""
        return [
            Known(
                parameters=point.parameters,
                value=point.mean if point.rank is not None else None,
                last={} if point.last_value is None else {0: point.last_value},
                pruned=point.status == "pruned",
            )
            for point in self._summary().points
            if point.status not in ("failed", "cancelled")
        ]

    def _submit(self, trial: Trial) -> None:
        parameters: dict[str, Any] = {**self._sweep.fixed, **trial.parameters}
        if trial.seed is not None:
            parameters[SEED] = trial.seed
        origin = jobs.Origin(
            trigger="sweep",
            sweep_id=self._sweep.id,
            tags={"celltrail.sweep": self._sweep.id, _TRIAL_TAG: str(trial.number)},
        )
        job = jobs.submit(
            self._here, Path(self._sweep.notebook), parameters, options=self._sweep.options, origin=origin
        )
        self._jobs[trial.number] = job.id
        self._change(trial, status="running", job_id=job.id, started_at=clock.now())

    def _check_notebook(self) -> None:
        if digest_of(jobs.read_notebook(Path(self._sweep.notebook))) != self._sweep.digest:
            raise HopelessError(
                "The notebook was changed while the sweep ran, so its points could not be compared. "
                "Start it again: that is another sweep."
            )

    def _summary(self) -> SweepSummary:
        return summarize(self._sweep, self._known_trials())

    def _known_trials(self) -> list[Trial]:
        return [self._trials[number] for number in sorted(self._trials)]

    def _change(self, trial: Trial, **values: Any) -> Trial:
        self._sweeps.change_trial(trial.sweep_id, trial.number, **values)
        self._trials[trial.number] = replace(trial, **values)
        return self._trials[trial.number]
