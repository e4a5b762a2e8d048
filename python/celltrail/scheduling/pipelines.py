"""Pipelines: kept, started, stopped, gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import psutil

from celltrail import clock, ids, jobs
from celltrail.actor import user_name
from celltrail.errors import CelltrailError, ConflictError, JobFailedError, ScheduleError
from celltrail.jobs import checked_options
from celltrail.jobs.launch import environment_of
from celltrail.records import JobOptions, Pipeline, PipelineRun, Step, StepState
from celltrail.scheduling.graph import check_graph, check_notebooks
from celltrail.tracking import Workspace
from celltrail.tracking.liveness import BEAT_S, is_elsewhere, lives
from celltrail.tracking.patience import patiently

OPEN = ("queued", "running")
_NEW_S = 30.0
_GRACE_S = 20.0
_PAUSE_S = 0.1


def keep(workspace: Workspace, name: str, steps: Sequence[Step], options: JobOptions | None = None) -> Pipeline:
    """Keep a pipeline under a name; one that has the name is replaced.

    Raises
    ------
    ScheduleError
        The name or the graph of steps cannot be.
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type.
    """
    if not name.strip() or "/" in name:
        raise ScheduleError(f"A pipeline cannot be called {name!r}.", hint="Give it a name without a slash.")
    checked_options(options or JobOptions())
    whole = tuple(replace(step, notebook=str(Path(step.notebook).absolute())) for step in steps)
    check_graph(whole)
    check_notebooks(whole)
    made = Pipeline(
        name=name, steps=whole, created_at=clock.now(), options=options or JobOptions(), who=user_name()
    )
    workspace.store.pipelines.put(made)
    return made


def start(
    workspace: Workspace, name: str, *, run_id: str | None = None, schedule_id: str | None = None
) -> PipelineRun:
    """Start a pipeline in a process of its own and return its run at once; the same id never starts twice.

    Raises
    ------
    NotFoundError
        There is no such pipeline.
    JobFailedError
        The process did not start.
    """
    pipeline = workspace.store.pipelines.get(name)
    check_notebooks(pipeline.steps)
    run = PipelineRun(
        id=run_id or ids.new_id(),
        pipeline=name,
        status="queued",
        steps=pipeline.steps,
        states=tuple(StepState(name=step.name, status="waiting") for step in pipeline.steps),
        started_at=clock.now(),
        who=user_name(),
        schedule_id=schedule_id,
        options=pipeline.options,
    )
    workspace.store.pipelines.runs.add_once(run)
    return _launch(workspace, run.id)


def wait(workspace: Workspace, run_id: str, progress: Callable[[PipelineRun], None] | None = None) -> PipelineRun:
    """Return a run when it has ended; `progress` is called with it each time something changed."""
    seen = None
    while True:
        run = patiently(lambda: current(workspace, run_id))
        if progress and run.states != seen:
            progress(run)
            seen = run.states
        if run.status not in OPEN:
            return run
        time.sleep(_PAUSE_S)


def cancel(workspace: Workspace, run_id: str) -> PipelineRun:
    """Stop a run with the jobs that it runs, and return it.

    Raises
    ------
    ConflictError
        It has ended already.
    NotFoundError
        There is no such run.
    """
    run = current(workspace, run_id)
    runs = workspace.store.pipelines.runs
    if run.status not in OPEN:
        raise ConflictError(f"The run has {run.status} already.", hint="Only one that runs can be cancelled.")
    if runs.change(run_id, only_if=("queued",), status="cancelled", ended_at=clock.now()):
        return runs.get(run_id)
    deadline = clock.elapsed() + _GRACE_S + _ask_to_stop(workspace, run_id)
    while clock.elapsed() < deadline:
        run = current(workspace, run_id)
        if run.status not in OPEN:
            return run
        time.sleep(_PAUSE_S)
    raise JobFailedError("The pipeline did not stop when asked.", hint=f"End its process: kill -9 {run.pid}.")


def _ask_to_stop(workspace: Workspace, run_id: str) -> float:
    """Ask the process of a run to stop, and return after how many seconds at most it hears that."""
    if is_elsewhere(workspace.store.leases.of(run_id)):
        workspace.store.leases.ask_to_stop(run_id)
        return BEAT_S
    with suppress(ProcessLookupError):
        os.kill(workspace.store.pipelines.runs.get(run_id).pid or 0, signal.SIGTERM)
    return 0.0


def resume(workspace: Workspace, run_id: str) -> PipelineRun:
    """Go on with a run that has failed, or was cancelled or lost: what has finished is not run again.

    Raises
    ------
    ConflictError
        It runs, or has finished.
    NotFoundError
        There is no such run.
    """
    run = current(workspace, run_id)
    keep_status = ("finished", "running")  # a step that runs by itself still is joined again
    states = tuple(
        state if state.status in keep_status else StepState(name=state.name, status="waiting")
        for state in run.states
    )
    changed = workspace.store.pipelines.runs.change(
        run_id,
        only_if=("failed", "cancelled", "lost"),
        status="queued",
        states=msgspec.to_builtins(states),
        started_at=clock.now(),
        ended_at=None,
        pid=None,
        error=None,
    )
    if not changed:
        raise ConflictError(
            f"The run is {run.status}.", hint="Only one that failed or was stopped can be resumed."
        )
    return _launch(workspace, run_id)


def current(workspace: Workspace, run_id: str) -> PipelineRun:
    """Return a run; one whose process is gone ends up ``lost``.

    Raises
    ------
    NotFoundError
        There is no such run.
    """
    return refreshed(workspace, workspace.store.pipelines.runs.get(run_id))


def refreshed(workspace: Workspace, run: PipelineRun) -> PipelineRun:
    """Return a run as it is now: one whose process is gone ends up ``lost``."""
    if run.status not in OPEN or _is_alive(workspace, run):
        return run
    reason = (
        "Its process ended without a word. What it had started goes on; resume the run to go on with the rest."
    )
    workspace.store.pipelines.runs.change(run.id, only_if=OPEN, status="lost", ended_at=clock.now(), error=reason)
    return workspace.store.pipelines.runs.get(run.id)


def reconcile(workspace: Workspace) -> None:
    """Mark the runs whose process is gone as lost."""
    for run in workspace.store.pipelines.runs.where(None, status=OPEN):
        refreshed(workspace, run)


def _is_alive(workspace: Workspace, run: PipelineRun) -> bool:
    return lives(workspace, run.id, lambda: _runs_here(run))


def _runs_here(run: PipelineRun) -> bool:
    if run.pid is None:
        return clock.now() - run.started_at < _NEW_S
    try:
        process = psutil.Process(run.pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= run.started_at + _NEW_S
    except psutil.NoSuchProcess:
        return False


def _launch(workspace: Workspace, run_id: str) -> PipelineRun:
    runs = workspace.store.pipelines.runs
    run = runs.get(run_id)
    if run.status != "queued":  # somebody else has started it
        return run
    started = subprocess.run(
        [sys.executable, "-m", "celltrail.scheduling.detached", run_id],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment_of(workspace),
        check=False,
    )
    if not started.stdout.strip().isdigit():
        said = started.stderr.decode(errors="replace").strip().splitlines()[-1:]
        error = JobFailedError("The pipeline's process did not start.", hint=" ".join(said))
        runs.change(run_id, only_if=("queued",), status="failed", ended_at=clock.now(), error=str(error))
        raise error
    runs.change(run_id, only_if=("queued",), pid=int(started.stdout))
    return runs.get(run_id)


def end_jobs(workspace: Workspace, run: PipelineRun) -> None:
    """Stop the jobs of a run."""
    for job in workspace.store.jobs.where(None, pipeline_run_id=run.id, status=OPEN):
        with suppress(CelltrailError):  # it has ended by itself
            jobs.cancel(workspace, job.id)
