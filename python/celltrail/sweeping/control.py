"""Begin a sweep, look at it, stop it, go on with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import psutil

from celltrail import clock, jobs
from celltrail.errors import CelltrailError, ConflictError, JobFailedError
from celltrail.jobs.launch import begin_kernel, environment_of
from celltrail.jobs.warm.processes import heir, job_spec
from celltrail.records import Sweep
from celltrail.sweeping.plan import is_same
from celltrail.tracking import Workspace
from celltrail.tracking.liveness import lives
from celltrail.tracking.patience import patiently

ENDED = ("finished", "failed", "cancelled", "lost")
OPEN_TRIALS = ("queued", "running")
CUT_OFF = "The sweep was cancelled."
_PAUSE_S = 0.2
_NEW_S = 30
_GRACE_S = 15


def start(workspace: Workspace, sweep: Sweep, *, anew: bool = False) -> Sweep:
    """Start a sweep that was planned and return it; where the same one is there already, go on with that.

    Its points count: those that finished are not run again. `anew` begins from nothing all the same.

    Raises
    ------
    JobFailedError
        The process that steers it did not start.
    """
    same = None if anew else _same(workspace, sweep)
    if same is None:
        workspace.store.sweeps.add(sweep)
        return _launched(workspace, sweep)
    if same.status == "running":
        return same
    wanted = max(same.trials_wanted, sweep.trials_wanted)
    return proceed(workspace, replace(same, trials_wanted=wanted, parallel=sweep.parallel, options=sweep.options))


def proceed(workspace: Workspace, sweep: Sweep) -> Sweep:
    """Go on with a sweep that has ended: what was cut off or failed is run again, and what is missing yet.

    Raises
    ------
    ConflictError
        It runs.
    JobFailedError
        The process that steers it did not start.
    """
    values = {
        "trials_wanted": sweep.trials_wanted,
        "parallel": sweep.parallel,
        "options": msgspec.to_builtins(sweep.options),
        "host": socket.gethostname(),
    }
    done = workspace.store.sweeps.change(
        sweep.id, only_if=ENDED, status="running", ended_at=None, error=None, pid=None, **values
    )
    if not done:
        raise ConflictError("The sweep is running.", hint="Wait for it, or cancel it first.")
    return _launched(workspace, workspace.store.sweeps.get(sweep.id))


def current(workspace: Workspace, sweep_id: str) -> Sweep:
    """Return a sweep; one whose steering process is gone ends up ``lost``.

    Raises
    ------
    NotFoundError
        There is no such sweep.
    """
    return refreshed(workspace, workspace.store.sweeps.get(sweep_id))


def refreshed(workspace: Workspace, sweep: Sweep) -> Sweep:
    """Return a sweep as it is now: one whose steering process is gone ends up ``lost``."""
    if sweep.status != "running" or _is_alive(workspace, sweep):
        return sweep
    reason = "The process that steers it ended without a word. Start the same sweep again to go on with it."
    if workspace.store.sweeps.get(sweep.id).pid == sweep.pid:
        workspace.store.sweeps.change(
            sweep.id, only_if=("running",), status="lost", ended_at=clock.now(), error=reason
        )
        workspace.store.leases.release(sweep.id)
    return workspace.store.sweeps.get(sweep.id)


def wait(workspace: Workspace, sweep_id: str, progress: Callable[[Sweep], None] | None = None) -> Sweep:
    """Return a sweep when it has ended; `progress` is called with it again and again meanwhile."""
    while True:
        sweep = patiently(lambda: current(workspace, sweep_id))
        if progress:
            progress(sweep)
        if sweep.status in ENDED:
            return sweep
        time.sleep(_PAUSE_S)


def cancel(workspace: Workspace, sweep_id: str) -> Sweep:
    """Stop a sweep and its jobs and return it; what has finished is kept.

    Raises
    ------
    ConflictError
        It has ended already.
    NotFoundError
        There is no such sweep.
    """
    sweep = current(workspace, sweep_id)
    if not workspace.store.sweeps.change(
        sweep.id, only_if=("running",), status="cancelled", ended_at=clock.now(), error="It was cancelled."
    ):
        raise ConflictError(f"The sweep has {sweep.status} already.", hint="Only one that runs can be cancelled.")
    until = clock.elapsed() + _GRACE_S  # its own process stops the jobs; nobody else knows what it just began
    while _is_alive(workspace, sweep) and clock.elapsed() < until:
        time.sleep(_PAUSE_S)
    if sweep.pid and sweep.host == socket.gethostname() and _runs_here(sweep):
        with suppress(ProcessLookupError):
            os.kill(sweep.pid, signal.SIGKILL)
    stop_jobs(workspace, sweep_id)
    return workspace.store.sweeps.get(sweep_id)


def stop_jobs(workspace: Workspace, sweep_id: str) -> None:
    """Cancel the jobs of a sweep that run, and mark the trials that have not ended."""
    going = workspace.store.jobs.where(limit=None, sweep_id=sweep_id, status=OPEN_TRIALS)
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda job: _cancel_job(workspace, job.id), going))
    for trial in workspace.store.sweeps.trials(sweep_id):
        if trial.status in OPEN_TRIALS:
            workspace.store.sweeps.change_trial(
                sweep_id, trial.number, only_if=OPEN_TRIALS, status="cancelled", ended_at=clock.now(),
                error=CUT_OFF,
            )  # fmt: skip


def _cancel_job(workspace: Workspace, job_id: str) -> None:
    with suppress(CelltrailError):  # it ended by itself
        jobs.cancel(workspace, job_id)


def _same(workspace: Workspace, sweep: Sweep) -> Sweep | None:
    found = workspace.store.sweeps.where(notebook=sweep.notebook, name=sweep.name)
    return next((refreshed(workspace, one) for one in found if is_same(one, sweep)), None)


def _launched(workspace: Workspace, sweep: Sweep) -> Sweep:
    begin_kernel(workspace, Path(sweep.notebook), sweep.options)
    environment = environment_of(workspace)
    spec = job_spec(workspace.settings.home, sweep.options, environment) if sweep.options.on else None
    folder = workspace.settings.home / "sweeps"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{sweep.id}.log"
    with log.open("ab") as file, heir(spec) as (told, files):
        started = subprocess.run(
            [sys.executable, "-m", "celltrail.sweeping.detached", sweep.id, told],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            env=environment,
            check=False,
            pass_fds=files,
        )
    if not started.stdout.strip().isdigit():
        reason = "The process that steers the sweep did not start."
        workspace.store.sweeps.change(sweep.id, status="failed", ended_at=clock.now(), error=reason)
        last = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise JobFailedError(reason, hint=" ".join(last))
    pid = int(started.stdout)
    workspace.store.sweeps.change(sweep.id, only_if=("running",), pid=pid)
    return replace(sweep, pid=pid)


def _is_alive(workspace: Workspace, sweep: Sweep) -> bool:
    """Whether the steering process runs, here or on another host."""
    return lives(workspace, sweep.id, lambda: _runs_here(sweep))


def _runs_here(sweep: Sweep) -> bool:
    """Whether it runs on this host. That of another one which has not said anything yet is believed to run."""
    if sweep.host != socket.gethostname():
        return True
    if sweep.pid is None:
        return clock.now() - sweep.created_at < _NEW_S
    try:
        process = psutil.Process(sweep.pid)
        return process.status() != psutil.STATUS_ZOMBIE and sweep.id in process.cmdline()
    except psutil.Error:
        return False
