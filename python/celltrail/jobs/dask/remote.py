"""The process of a job on a worker: ``python -m celltrail.jobs.dask.remote <job id> <worker>``.

It takes the job, from a worker that was lost where there was one, and ends at once when its own worker is gone or
the job was taken elsewhere: nothing runs twice at a time, and only who has the job says how it ended.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace

import psutil

from celltrail import clock
from celltrail.errors import CelltrailError
from celltrail.jobs.ends import end_when_asked
from celltrail.jobs.leftover import end_leftovers
from celltrail.jobs.outputs import job_folder
from celltrail.jobs.warm.processes import leave_behind
from celltrail.ownprocess import load_less
from celltrail.records import Job
from celltrail.records.run import GIVEN_UP_TAG
from celltrail.tracking import Workspace, workspace

_LOOK_S = 0.5


def main(job_id: str, worker: str, notebook: str = "", to_leave: str = "") -> int:
    """Run a job on this worker and return the process' exit code.

    Told of a notebook and what to leave behind, it leaves that to later jobs when its imports are done.
    """
    load_less()
    if to_leave:
        leave_behind(to_leave, notebook)
    from celltrail.jobs.process import carry_out  # noqa: PLC0415 - papermill comes after the kernel's imports began

    end_when_asked()
    here = workspace()
    if not take(here, job_id, worker):
        return 0
    threading.Thread(target=_end_with_worker, args=(here, job_id), daemon=True).start()
    threading.Thread(target=_end_with_job, args=(here, job_id, worker), daemon=True).start()
    return carry_out(here, here.store.jobs.get(job_id))


def take(here: Workspace, job_id: str, worker: str) -> bool:
    """Take a job that is queued, or that a lost worker had; return whether there was anything to take."""
    jobs = here.store.jobs
    if jobs.change(job_id, only_if=("queued",), status="running", started_at=clock.now(), worker=worker):
        return True
    job = jobs.get(job_id)
    if job.status != "running" or not job.worker:
        return False
    if not jobs.change(job_id, by=job.worker, worker=worker, attempt=job.attempt + 1):
        return False
    jobs.note(job_id, f"Worker {job.worker} was lost; it ran again on {worker}.")
    _end_run(here, job)
    return True


def _end_run(here: Workspace, job: Job) -> None:
    """Say that the run of the lost worker was killed: it could not say so itself, and may say otherwise later."""
    if not job.run_id:
        return
    here.drain()
    error = f"Worker {job.worker} was lost."
    here.journal.append(("tag", {"run_id": job.run_id, "key": GIVEN_UP_TAG, "value": error}))
    here.drain()
    with suppress(CelltrailError):
        run = here.store.runs.find(job.run_id).run
        if run.status in ("running", "lost", "finished"):
            here.journal.append(("run", replace(run, status="killed", ended_at=clock.now(), error=error)))
            here.drain()


def _end_with_worker(here: Workspace, job_id: str) -> None:
    """End when the worker does: it holds the other end of our input."""
    while os.read(0, 1):
        pass
    _die(here, job_id)


def _end_with_job(here: Workspace, job_id: str, worker: str) -> None:
    """End when somebody cancels the job, or another worker has it."""
    while True:
        time.sleep(_LOOK_S)
        with suppress(CelltrailError):
            job = here.store.jobs.get(job_id)
            if job.worker != worker:
                _die(here, job_id)
            if job.status not in ("queued", "running"):
                os.kill(os.getpid(), signal.SIGTERM)
                return


def _die(here: Workspace, job_id: str) -> None:
    """End with all that was started, at once: another worker has the job, or soon will."""
    with suppress(psutil.Error):
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
    end_leftovers(job_folder(here, job_id))
    os._exit(137)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
