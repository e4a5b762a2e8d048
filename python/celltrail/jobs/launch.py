"""Where the process of a job comes from, whether it lives, and how it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from celltrail import clock
from celltrail.config import HOME_VARIABLE
from celltrail.errors import JobFailedError
from celltrail.jobs.outputs import job_folder
from celltrail.jobs.warm.kept import is_there
from celltrail.jobs.warm.processes import fork_job, heir, job_spec, prepare_meanwhile
from celltrail.records import Job, JobOptions
from celltrail.tracking import Workspace
from celltrail.tracking.liveness import BEAT_S, is_elsewhere, lives
from celltrail.tracking.run import PARENT_VARIABLE

_NEW_S = 30
_HERE = ("celltrail.jobs.process", "celltrail.jobs.detached")
_ELSEWHERE = ("celltrail.jobs.dask.sender", "celltrail.jobs.dask.detached")
"""Whose ``main`` the process is, and what starts it where there is nothing to fork."""


def launch(workspace: Workspace, job: Job) -> int:
    """Start the process of a queued job and return its pid.

    Raises
    ------
    JobFailedError
        It did not start.
    """
    environment = environment_of(workspace)
    main, new = _ELSEWHERE if job.options.on else _HERE
    spec = job_spec(workspace.settings.home, job.options, environment)
    if spec:
        with (job_folder(workspace, job.id) / "job.log").open("wb") as log:
            if forked := fork_job(spec, (main, job.id), environment, log=log.fileno()):
                forked.close()
                return forked.pid
    with heir(spec) as (told, files):
        return launch_new(workspace, job, Fresh(sys.executable, environment, new, (job.notebook, told), files))


@dataclass(frozen=True, slots=True)
class Fresh:
    """A process that is not forked: which Python, with which environment variables."""

    python: str
    environment: Mapping[str, str]
    module: str = "celltrail.jobs.detached"
    more: Sequence[str] = ()
    """What the module is told beside the job's id."""
    files: Sequence[int] = ()
    """The open files that it inherits."""


def begin_kernel(workspace: Workspace, notebook: Path, options: JobOptions) -> None:
    """Have the imports of a notebook's kernel begin, where its job will start cold, beside the job's own."""
    environment = environment_of(workspace)
    spec = None if options.on or options.cache else job_spec(workspace.settings.home, options, environment)
    if spec and not is_there(spec):
        prepare_meanwhile(workspace.settings.home, notebook, environment)


def launch_new(workspace: Workspace, job: Job, fresh: Fresh) -> int:
    """Start the process of a queued job anew and return its pid.

    Raises
    ------
    JobFailedError
        It did not start.
    """
    log = job_folder(workspace, job.id) / "job.log"
    with log.open("ab") as file:
        started = subprocess.run(
            [fresh.python, "-m", fresh.module, job.id, *fresh.more],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            env=dict(fresh.environment),
            pass_fds=fresh.files,
            check=False,
        )
    if not started.stdout.strip().isdigit():
        reason = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise JobFailedError("The job's process did not start.", hint=" ".join(reason))
    return int(started.stdout)


def environment_of(workspace: Workspace) -> dict[str, str]:
    """Return the environment variables of a job's process: it works in the home that it was asked from."""
    settings = workspace.settings
    environment = {
        **os.environ,
        HOME_VARIABLE: str(settings.home),
        "CELLTRAIL_STORE": settings.store_url,
        "CELLTRAIL_ARTIFACTS": str(settings.artifacts),
    }
    environment.pop(PARENT_VARIABLE, None)
    return environment


def is_alive(workspace: Workspace, job: Job) -> bool:
    """Whether the process of a job runs, here or on another host."""
    return lives(workspace, job.id, lambda: _runs_here(job))


def _runs_here(job: Job) -> bool:
    """Whether it runs on this host. A number that the system has given to another process does not count."""
    if job.pid is None:
        return clock.now() - job.created_at < _NEW_S
    try:
        process = psutil.Process(job.pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= job.created_at + _NEW_S
    except psutil.NoSuchProcess:
        return False


def ask_to_stop(workspace: Workspace, job: Job) -> float:
    """Ask the process of a job to end as it should, and return after how many seconds at most it hears that."""
    if runs_elsewhere(workspace, job):
        workspace.store.leases.ask_to_stop(job.id)
        return BEAT_S
    assert job.pid is not None
    with suppress(ProcessLookupError):  # who waits for its end sees it
        os.kill(job.pid, signal.SIGTERM)
    return 0.0


def runs_elsewhere(workspace: Workspace, job: Job) -> bool:
    """Whether the process of a job is of another host, where nothing can be done to it from here."""
    return is_elsewhere(workspace.store.leases.of(job.id))


def kill(job: Job) -> None:
    """End the process of a job and all that it started."""
    assert job.pid is not None
    os.killpg(job.pid, signal.SIGKILL)
