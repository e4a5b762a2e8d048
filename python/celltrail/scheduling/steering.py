"""What the process of a pipeline's run does: starts each step as soon as what it needs has finished."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from celltrail import clock, ids, jobs
from celltrail.errors import CelltrailError, ConflictError
from celltrail.jobs.launch import launch
from celltrail.records import Job, PipelineRun, PipelineStatus, Step, StepState
from celltrail.scheduling.graph import needs
from celltrail.scheduling.pipelines import end_jobs
from celltrail.scheduling.values import filled
from celltrail.tracking import Workspace, workspace
from celltrail.tracking.liveness import Beating
from celltrail.tracking.patience import patiently

_PAUSE_S = 0.1
_FEWEST_AT_ONCE = 2
_OVER = ("failed", "skipped", "cancelled")


def steer(run_id: str) -> int:
    """Run a queued run to its end and return the process' exit code. Of two processes one gets it."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    here = workspace()
    runs = here.store.pipelines.runs
    if not runs.change(run_id, only_if=("queued",), status="running", pid=os.getpid()):
        return 0
    steering = Steering(here, runs.get(run_id))
    with Beating(here, run_id):
        try:
            status, error = steering.run(stop)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the run has to end with a reason
            status, error = "failed", f"{type(fault).__name__}: {fault}"
            end_jobs(here, steering.pipeline_run)
        runs.change(run_id, only_if=("running",), status=status, ended_at=clock.now(), error=error)
    return 0 if status == "finished" else 1


class Steering:
    """One run of a pipeline, step by step."""

    def __init__(self, here: Workspace, run: PipelineRun) -> None:
        self._here = here
        self.pipeline_run = run
        self._steps = {step.name: step for step in run.steps}
        self._states = {state.name: state for state in run.states}
        self._at_once = max(_FEWEST_AT_ONCE, os.cpu_count() or 1)

    def run(self, stop: threading.Event) -> tuple[PipelineStatus, str | None]:
        """Go on until each step has ended, and return how that was."""
        while any(state.status in ("waiting", "running") for state in self._states.values()):
            if stop.is_set():
                return self._cancelled()
            before = dict(self._states)
            self._advance()
            if self._states != before:
                self._save()
            stop.wait(_PAUSE_S)
        failed = [state for state in self._states.values() if state.status in ("failed", "cancelled")]
        if not failed:
            return "finished", None
        return "failed", "; ".join(f"{state.name}: {state.error}" for state in failed)

    def _advance(self) -> None:
        for state in list(self._states.values()):
            if state.status == "running":
                self._states[state.name] = patiently(partial(self._followed, state))
        for state in list(self._states.values()):
            if state.status == "waiting":
                self._begin_if_ready(self._steps[state.name], state)

    def _followed(self, state: StepState) -> StepState:
        """Return the state of a step whose job may have ended."""
        assert state.job_id is not None
        if not self._here.store.jobs.where(id=state.job_id):  # the process before died just then
            return self._submitted(self._steps[state.name], state)
        job = jobs.current(self._here, state.job_id)
        if job.status == "queued" and job.pid is None:
            pid = launch(self._here, job)
            self._here.store.jobs.change(job.id, only_if=("queued",), pid=pid)
        if job.status == "finished":
            return replace(state, status="finished")
        if job.status in ("failed", "lost"):
            return replace(state, status="failed", error=job.error or f"Its job is {job.status}.")
        return replace(state, status="cancelled", error="Its job was cancelled.") if job.ended_at else state

    def _begin_if_ready(self, step: Step, state: StepState) -> None:
        before = [self._states[name] for name in needs(step)]
        stopped = next((one for one in before if one.status in _OVER), None)
        if stopped is not None:
            why = f"{stopped.name} {'was ' if stopped.status != 'failed' else ''}{stopped.status}."
            self._states[step.name] = replace(state, status="skipped", error=why)
            return
        running = sum(one.status == "running" for one in self._states.values())
        if running < self._at_once and all(one.status == "finished" for one in before):
            self._begin(step, state)

    def _begin(self, step: Step, state: StepState) -> None:
        try:
            given = filled(self._here, step.parameters, self._done(step))
        except CelltrailError as error:
            self._states[step.name] = replace(state, status="failed", error=str(error))
            return
        # The job's id is written down before the job is made, so that whoever goes on makes it once.
        begun = replace(state, status="running", job_id=ids.new_id(), parameters=given)
        self._states[step.name] = begun
        self._save()
        self._states[step.name] = self._submitted(step, begun)

    def _submitted(self, step: Step, state: StepState) -> StepState:
        run = self.pipeline_run
        origin = jobs.Origin(
            trigger="pipeline",
            pipeline_run_id=run.id,
            job_id=state.job_id,
            tags={"celltrail.pipeline": run.pipeline, "celltrail.step": step.name},
        )
        try:
            with suppress(ConflictError):
                jobs.submit(self._here, Path(step.notebook), state.parameters, options=run.options, origin=origin)
        except CelltrailError as error:
            return replace(state, status="failed", error=str(error), job_id=self._known(state.job_id))
        return state

    def _known(self, job_id: str | None) -> str | None:
        return job_id if self._here.store.jobs.where(id=job_id) else None

    def _done(self, step: Step) -> dict[str, Job]:
        self._here.drain()  # what the steps before computed may still lie in their journals
        found = {name: self._states[name].job_id for name in needs(step)}
        return {name: self._here.store.jobs.get(job_id) for name, job_id in found.items() if job_id}

    def _cancelled(self) -> tuple[PipelineStatus, str | None]:
        end_jobs(self._here, self.pipeline_run)
        self._advance_running()
        for name, state in self._states.items():
            if state.status in ("waiting", "running"):
                self._states[name] = replace(state, status="cancelled")
        self._save()
        return "cancelled", "It was cancelled."

    def _advance_running(self) -> None:
        for state in list(self._states.values()):
            if state.status == "running" and self._known(state.job_id):
                self._states[state.name] = self._followed(state)

    def _save(self) -> None:
        states = tuple(self._states[step.name] for step in self.pipeline_run.steps)
        self._here.store.pipelines.runs.change(
            self.pipeline_run.id, only_if=("running",), states=msgspec.to_builtins(states)
        )
