"""The process that has a job run on a cluster: it sends it, waits, and says how it ended where nobody else can."""

from __future__ import annotations

import math
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from celltrail import clock
from celltrail.errors import CelltrailError
from celltrail.jobs.bringing import bring_notebook
from celltrail.jobs.dask.address import require
from celltrail.jobs.dask.cluster import CONNECT_S, connected
from celltrail.jobs.dask.task import Envelope, own_version, run_on_worker
from celltrail.jobs.ends import CancelledError, end_when_asked
from celltrail.jobs.outputs import job_folder
from celltrail.jobs.recovery import complete
from celltrail.jobs.source import source_of
from celltrail.records import Job, JobStatus
from celltrail.tracking import Workspace, workspace
from celltrail.tracking.liveness import Beating
from celltrail.tracking.patience import patiently

_PAUSE_S = 0.2
_GRACE_S = 8.0
_NOBODY_S = 3.0
End = tuple[JobStatus, str | None]


def main(job_id: str) -> int:
    """Send a queued job to its cluster, wait for its end and return the process' exit code."""
    end_when_asked()
    here = workspace()
    with Beating(here, job_id):
        return _sent(here, job_id)


def _sent(here: Workspace, job_id: str) -> int:
    job = here.store.jobs.get(job_id)
    future: Any = None
    try:
        here.store.jobs.change(job_id, pid=os.getpid())
        with connected(job.options.on) as client:
            future = client.submit(run_on_worker, envelope_of(here, job), key=f"celltrail-{job_id}", pure=False)
            try:
                end = _watch(here, client, future, job)
            except CancelledError as stop:
                end = ("cancelled", str(stop))
                here.store.jobs.change(job_id, status="cancelled", ended_at=clock.now(), error=str(stop))
                _let_end(future)
    except CancelledError as stop:
        end = ("cancelled", str(stop))
    except CelltrailError as fault:
        end = ("failed", str(fault))
    except Exception as fault:  # noqa: BLE001 - whatever Dask raises is the job's end
        end = ("failed", f"The cluster did not run it: {fault}")
    patiently(lambda: _told(here, job_id, end))
    return 0


def _told(here: Workspace, job_id: str, end: End) -> None:
    """Bring what there is of a job that has ended, and say how it did where its row does not."""
    here.drain(only_finished=True)
    bring_notebook(here, here.store.jobs.get(job_id))
    if end[0] == "lost":
        complete(here, here.store.jobs.get(job_id), end[1] or "")
    here.store.jobs.change(job_id, status=end[0], error=end[1], ended_at=clock.now())


def envelope_of(here: Workspace, job: Job) -> Envelope:
    """Return what travels to a worker."""
    settings = here.settings
    settings.artifacts.mkdir(parents=True, exist_ok=True)
    return Envelope(
        job_id=job.id,
        folder=str(job_folder(here, job.id)),
        notebook=job.notebook,
        content=Path(source_of(here, job)).read_bytes(),
        environment={
            "CELLTRAIL_HOME": str(settings.home),
            "CELLTRAIL_STORE": settings.store_url,
            "CELLTRAIL_ARTIFACTS": str(settings.artifacts),
        },
        version=own_version(),
        warm=job.options.warm,
    )


def _watch(here: Workspace, client: Any, future: Any, job: Job) -> End:
    """Wait until the job has ended, or the cluster is gone; return how it ended where its row does not say so."""
    seen = clock.elapsed()
    until_asked = seen + _NOBODY_S
    ended = threading.Event()
    future.add_done_callback(lambda _: ended.set())
    while True:
        over = future.done()  # before the look at the row: the process on the worker says how it ended, then ends
        now = patiently(lambda: here.store.jobs.get(job.id))
        if now.status not in ("queued", "running"):
            _let_end(future)
            return now.status, now.error
        if over:
            break
        if client.status == "running":
            seen = clock.elapsed()
        elif clock.elapsed() - seen > CONNECT_S:
            break
        if clock.elapsed() > until_asked:
            until_asked = math.inf
            _say_if_nobody_comes(here, client, job)
        ended.wait(_PAUSE_S)
    return _end_of(here, future, job)


def _say_if_nobody_comes(here: Workspace, client: Any, job: Job) -> None:
    """Note that a job waits for a first worker: it would look like any other that is queued."""
    with suppress(Exception):  # a word more or less
        if not client.scheduler_info(n_workers=-1)["workers"]:
            text = f"The cluster {job.options.on} had no workers when it was asked: the job waits until one comes."
            here.store.jobs.note(job.id, text)


def _end_of(here: Workspace, future: Any, job: Job) -> End:
    worker = patiently(lambda: here.store.jobs.get(job.id)).worker
    where = f" while it ran on {worker}" if worker else " before a worker had it"
    if future.status == "finished":
        said = future.result() or "Its process on the worker ended without a word."
        return "lost", said
    if future.status != "error":
        return "lost", f"The scheduler of {job.options.on} was lost{where}."
    fault = future.exception()
    if isinstance(fault, require("distributed", "dask").scheduler.KilledWorker):
        return "lost", f"One worker after another died{where}: {fault}"
    if isinstance(fault, ModuleNotFoundError):
        return "failed", f"The workers have no celltrail {own_version()}: {fault}."
    return "failed", str(fault)


def _let_end(future: Any) -> None:
    """Give the process on the worker a moment to keep the notebook; it looks by itself whether its job goes on."""
    until = clock.elapsed() + _GRACE_S
    while not future.done() and clock.elapsed() < until:
        time.sleep(_PAUSE_S)
