"""Two hosts share one home: neither takes the other's work for dead, and both can stop it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celltrail import clock, ids, jobs, serving
from celltrail.errors import ConflictError
from celltrail.records import Deployment, Job, Lease, PipelineRun, Reproduction, Route, Sweep, Worker
from celltrail.reproduction import process as reproductions
from celltrail.scheduling import pipelines
from celltrail.scheduling.timekeeping import is_alive
from celltrail.sweeping import control
from celltrail.tracking import Workspace, liveness

Write = Callable[..., Path]
Wait = Callable[..., Any]
OTHER = "lab9~0badcafe"
NOBODY = 2**22 + 7
"""A number that no process can have."""


def test_a_job_of_another_host_is_followed_and_stopped_by_its_beat(
    notebook: Write, workspace: Workspace, wait_for: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook("open('begun.txt', 'w').close()", "import time\ntime.sleep(300)")
    job = jobs.submit(workspace, path)
    wait_for((path.parent / "begun.txt").exists)
    lease = workspace.store.leases.of(job.id)
    assert lease is not None
    assert lease.host == liveness.this_host()
    assert lease.host.startswith(f"{socket.gethostname()}~")
    workspace.store.jobs.change(job.id, pid=NOBODY)  # as the number looks from where other processes run
    monkeypatch.setattr(liveness, "this_host", lambda: OTHER)  # this process is the other host from now on
    jobs.reconcile(workspace)
    assert workspace.store.jobs.get(job.id).status == "running"
    stopped = jobs.cancel(workspace, job.id)
    assert (stopped.status, stopped.error) == ("cancelled", "It was cancelled.")
    wait_for(lambda: workspace.store.leases.of(job.id) is None)


def test_what_another_host_works_on_is_lost_when_its_beat_stands_still_and_not_before(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady = [1000.0]
    monkeypatch.setattr(clock, "elapsed", lambda: steady[0])
    long_ago = clock.now() - 3600  # whether the clocks of the two agree does not matter
    here = workspace.store
    job = Job(
        id=ids.new_id(), notebook="/n/train.ipynb", parameters={}, status="running", trigger="manual",
        created_at=long_ago, pid=NOBODY,
    )  # fmt: skip
    sweep = Sweep(
        id=ids.new_id(), name="s", notebook="/n/train.ipynb", space=(), sampler="grid", metric="m",
        direction="maximize", status="running", created_at=long_ago, trials_wanted=1, pid=NOBODY, host="lab9",
    )  # fmt: skip
    run = PipelineRun(
        id=ids.new_id(), pipeline="p", status="running", steps=(), states=(), started_at=long_ago, pid=NOBODY
    )
    again = Reproduction(id=ids.new_id(), run_id="r", status="running", started_at=long_ago, pid=NOBODY)
    here.jobs.add(job)
    here.sweeps.add(sweep)
    here.pipelines.runs.add(run)
    here.reproductions.add(again)
    known = (job, sweep, run, again)

    def statuses(beat: int | None) -> set[str]:
        for one in known if beat is not None else ():
            here.leases.hold(Lease(id=one.id, host=OTHER, pid=NOBODY, beat=beat or 0))
        return {
            jobs.current(workspace, job.id).status,
            control.current(workspace, sweep.id).status,
            pipelines.current(workspace, run.id).status,
            reproductions.refreshed(workspace, here.reproductions.get(again.id)).status,
        }

    assert statuses(1) == {"running"}
    steady[0] += liveness.LEASE_S - 1
    assert statuses(None) == {"running"}
    assert statuses(2) == {"running"}
    steady[0] += liveness.LEASE_S - 1
    assert statuses(None) == {"running"}
    steady[0] += 2
    assert statuses(None) == {"lost", "failed"}
    assert jobs.current(workspace, job.id).error == "Nothing was heard any more of its process on lab9."


def test_a_worker_of_another_host_of_the_same_name_is_believed_by_its_beat() -> None:
    now = clock.now()
    prefix = f"{socket.gethostname()}~0badcafe-{NOBODY}"
    other = Worker(id=f"{prefix}-aaa", host=socket.gethostname(), pid=NOBODY, started_at=now, seen_at=now)
    assert is_alive(other, now)
    own = f"{liveness.this_host()}-{NOBODY}-aaa"
    assert not is_alive(Worker(id=own, host=other.host, pid=NOBODY, started_at=now, seen_at=now), now)
    own = f"{liveness.this_host()}-{os.getpid()}-aaa"
    assert is_alive(Worker(id=own, host=other.host, pid=os.getpid(), started_at=now, seen_at=now), now)


def test_an_endpoint_of_another_host_is_left_to_that_host(workspace: Workspace) -> None:
    now = clock.now()
    route = Route(version=1, weight=1.0)
    endpoint = Deployment(
        id=ids.new_id(), name="churn", model="churn", routes=(route,), status="running", url="http://lab9:1",
        pid=NOBODY, created_at=now - 3600, changed_at=now,
    )  # fmt: skip
    workspace.store.deployments.add(endpoint)
    workspace.store.leases.hold(Lease(id=endpoint.id, host=OTHER, pid=NOBODY))
    assert serving.reconcile(workspace) == 0
    with pytest.raises(ConflictError, match="runs on lab9"):
        serving.stop(workspace, "churn")
    workspace.store.leases.release(endpoint.id)
    assert serving.reconcile(workspace) == 1
