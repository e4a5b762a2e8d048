"""One experiment: the first run, with some of what differs taken from the second."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from celltrail import ids, jobs
from celltrail.errors import CelltrailError
from celltrail.records import Job, JobOptions, SwapTrial
from celltrail.reproduction.bisection.factors import Difference, Factor, beside, effective
from celltrail.reproduction.bisection.logbook import Logbook
from celltrail.reproduction.data import lay_out
from celltrail.reproduction.environment import Room, room_for
from celltrail.reproduction.reproduce import starter
from celltrail.tracking import Workspace

TAG = "celltrail.bisect"
Chosen = frozenset[Factor]


@dataclass
class Laboratory:
    """Runs experiments, none of them twice."""

    workspace: Workspace
    difference: Difference
    metric: str
    name: str
    """Under which the jobs of all experiments are tagged."""
    log: Logbook
    done: dict[Chosen, float | None] = field(default_factory=dict)
    trials: list[SwapTrial] = field(default_factory=list)
    """The experiments in their order."""

    def value(self, chosen: Chosen) -> float | None:
        """Return the metric with some factors taken from the second run; None where the notebook then fails."""
        if chosen not in self.done:
            self.done[chosen] = self.again(chosen)
        return self.done[chosen]

    def again(self, chosen: Chosen) -> float | None:
        """Run an experiment, whether or not it was run before."""
        trial = self._begin(chosen)
        folder = self.workspace.settings.home / "reproductions" / self.name / ids.new_id()
        names = ", ".join(sorted(f"{factor.kind} {factor.name}" for factor in chosen)) or "nothing"
        self.log.say(f"Running the first notebook with {names} of the second.")
        layout = lay_out(
            self.workspace,
            self.difference.before,
            folder,
            notebook=notebook_of(self.difference, chosen),
            files=files_of(self.difference, chosen),
        )
        known = self.difference.before.job
        options = known.options if known else JobOptions()
        try:
            job = jobs.submit(
                self.workspace,
                layout.notebook,
                parameters_of(self.difference, chosen),
                options=JobOptions(warm=False, capture=options.capture),  # which gives metrics too
                origin=jobs.Origin(trigger="reproduce", tags={TAG: self.name, f"{TAG}.swapped": names[:200]}),
                start=starter(self._room(chosen), self.difference.before),
            )
            job = self._end_of(trial, job)
        finally:
            layout.clear()
        self.workspace.drain()
        value = jobs.metric_of(self.workspace, job, self.metric) if job.status == "finished" else None
        ended = replace(trial, value=value, job_id=job.id, run_id=job.run_id)
        self._note(replace(ended, status="finished" if job.status == "finished" else "failed"))
        return value

    def _begin(self, chosen: Chosen) -> SwapTrial:
        swapped = tuple(one.label for one in self.difference.factors if one in chosen)
        trial = SwapTrial(number=len(self.trials) + 1, swapped=swapped, status="running")
        self.trials.append(trial)
        self.log.tried(self.trials)
        return trial

    def _note(self, trial: SwapTrial) -> None:
        self.trials[trial.number - 1] = trial
        self.log.tried(self.trials)

    def _end_of(self, trial: SwapTrial, job: Job) -> Job:
        """Wait for the end of a job; where the search ends before, the job does too."""
        try:
            self._note(replace(trial, job_id=job.id))
            return jobs.wait(self.workspace, job.id)
        except BaseException:
            with suppress(CelltrailError):  # it ended by itself
                jobs.cancel(self.workspace, job.id)
            raise

    def _room(self, chosen: Chosen) -> Room:
        packages = [factor for factor in self.difference.swappable if factor.kind == "packages"]
        side = self.difference.after if set(packages) & chosen else self.difference.before
        return room_for(self.workspace, side.environment, "auto" if packages else "same", self.log.say)


def notebook_of(difference: Difference, chosen: Chosen) -> Any:
    """Return the first notebook, with the cells of some factors taken from the second."""
    import nbformat

    swapped = {(factor.before, factor.after) for factor in chosen if factor.kind in ("code", "seed")}
    made = nbformat.from_dict(difference.before.notebook)
    cells = []
    for number, (old, new) in enumerate(difference.pairs):
        side, place = (difference.after, new) if (old, new) in swapped else (difference.before, old)
        if place is not None:
            cell = nbformat.from_dict(side.notebook.cells[place])
            cell["id"] = f"cell-{number}"
            cells.append(cell)
    made["cells"] = cells
    return made


def parameters_of(difference: Difference, chosen: Chosen) -> dict[str, Any]:
    """Return the first run's parameters, with those of some factors taken from the second."""
    given = dict(difference.before.parameters)
    defaults = effective(difference.before)
    kinds = ("parameter", "seed")
    for factor in difference.swappable:
        if factor.kind in kinds and factor.name in {*given, *difference.after.parameters}:
            given[factor.name] = factor.after if factor in chosen else defaults.get(factor.name)
    return given


def files_of(difference: Difference, chosen: Chosen) -> dict[str, str | None]:
    """Return the first run's files, with the content of those of some factors taken from the second."""
    swapped = {factor.name: factor.after for factor in chosen if factor.kind == "data"}
    found = {path: swapped.get(name, digest) for name, (path, digest) in beside(difference.before).items()}
    only_second = {
        str(difference.before.path.parent / name): digest
        for name, (_, digest) in beside(difference.after).items()
        if name not in beside(difference.before) and not Path(name).is_absolute()
    }
    return {**only_second, **found}
