"""What the process of one job does.

A job has a process of its own, so that it outlives the kernel or server that asked for it, can be stopped as a
whole, and cannot take anything else with it.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from celltrail import clock
from celltrail.errors import CelltrailError, NotebookError, ParameterError, StoreError
from celltrail.jobs import attempt
from celltrail.jobs.ends import CancelledError, OutOfTimeError, end_after, end_when_asked
from celltrail.jobs.leftover import end_leftovers
from celltrail.jobs.outputs import job_folder
from celltrail.jobs.reason import reason_of
from celltrail.jobs.source import has_changed, remarks, source_of
from celltrail.jobs.submit import note
from celltrail.records import Job, JobStatus, RunStatus
from celltrail.secrets import own_secrets
from celltrail.tracking import ActiveRun, Workspace, workspace
from celltrail.tracking.liveness import Beating

End = tuple[JobStatus, str | None]
_RUN_STATUS: dict[JobStatus, RunStatus] = {"finished": "finished", "cancelled": "killed"}
_BALLAST_BYTES = 1 << 20
"""Room on the disk that is given free for the last words of a job that has filled it."""
_LAST_TRIES = 10
_EDITED = "The notebook was edited meanwhile: the job ran it as it was when it was asked for."


def main(job_id: str) -> int:
    """Run a queued job to its end and return the process' exit code."""
    end_when_asked()
    here = workspace()
    if not here.store.jobs.change(
        job_id, only_if=("queued",), status="running", started_at=clock.now(), pid=os.getpid()
    ):
        return 0  # cancelled before it began, or another process has it
    with Beating(here, job_id):
        return carry_out(here, here.store.jobs.get(job_id))


def carry_out(here: Workspace, job: Job) -> int:
    """Run a job that this process has taken to its end and return the process' exit code."""
    folder = job_folder(here, job.id)
    ballast = _take_ballast(folder)
    try:
        end_after(job.options.timeout_s)
        for said in remarks(source_of(here, job)):
            note(here, job.id, said)
        end = _attempts(here, job, folder)
    except CancelledError as fault:  # between two attempts
        end = ("cancelled", str(fault))
    except OutOfTimeError as fault:
        end = ("failed", str(fault))
    except Exception as fault:  # noqa: BLE001 - whatever it is, the job has ended by it
        end = ("failed", reason_of(fault, Path(job.output or "")))
    end_after(None)
    ballast.unlink(missing_ok=True)
    _last_words(here, job, end)
    return 0 if end[0] == "finished" else 1


def _attempts(here: Workspace, job: Job, folder: Path) -> End:
    """Try until it finishes, is ended from outside, or has been tried often enough."""
    for retry in range(job.options.retries + 1):
        number = job.attempt + retry  # a worker that was lost had those before
        end, again = _attempt(here, replace(job, attempt=number))
        end_leftovers(folder)
        if end[0] != "failed" or not again or retry == job.options.retries:
            return end
        pause = job.options.retry_wait_s * 2**retry
        note(here, job.id, f"Attempt {number} failed: {end[1]} It was tried again after {pause:g} s.")
        time.sleep(pause)
    raise AssertionError("the last attempt returns")


def _attempt(here: Workspace, job: Job) -> tuple[End, bool]:
    """Try once; return how it ended, and whether another try could end otherwise."""
    run: ActiveRun | None = None
    end: End = ("finished", None)
    again = False
    try:
        run = attempt.begin(here, job)
        attempt.execute(here, job, run)
    except OutOfTimeError as fault:
        end = ("failed", str(fault))
    except KeyboardInterrupt:
        end = ("cancelled", str(CancelledError()))
    except (NotebookError, ParameterError) as fault:
        end = ("failed", str(fault))
    except Exception as fault:  # noqa: BLE001 - whatever the notebook raised is the job's end
        end, again = ("failed", own_secrets().text(reason_of(fault, Path(job.output or "")))), True
    if run is not None:
        attempt.finish(run, job, _RUN_STATUS.get(end[0], "failed"), end[1])
    return end, again


def _last_words(here: Workspace, job: Job, end: End) -> None:
    """Say how the job ended. Where the disk is full somebody may make room yet."""
    status, error = end
    for _ in range(_LAST_TRIES):
        with suppress(StoreError):
            with suppress(CelltrailError):
                here.drain()
            if has_changed(here, job):
                note(
                    here,
                    job.id,
                    _EDITED,
                )
            here.store.jobs.change(job.id, by=job.worker, status=status, ended_at=clock.now(), error=error)
            return
        time.sleep(1)


def _take_ballast(folder: Path) -> Path:
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, _BALLAST_BYTES)
    return ballast
