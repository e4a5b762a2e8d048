"""A cluster for the time of some work: connected to where it runs, started where it does not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from celltrail import clock
from celltrail.errors import ClusterError
from celltrail.jobs.dask.address import Address, address_of, require

CONNECT_S = 10
_LOOK_S = 1.0


@contextmanager
def connected(on: str) -> Iterator[Any]:
    """Give a client of the cluster that an ``--on`` names; a cluster that was started for it ends with it.

    Raises
    ------
    InvalidInputError
        It is no address of a cluster.
    ClusterError
        Nobody answers there, or it cannot be started.
    MissingDependencyError
        What speaks to it is not installed.
    """
    address = address_of(on)
    distributed = require("distributed", "dask")
    if address.kind == "scheduler":
        with _client(distributed, address.scheduler, address.scheduler) as client:
            yield client
        return
    with _started(address) as cluster, _client(distributed, cluster, cluster.scheduler_address) as client:
        yield client


class Width:
    """How many tasks the workers of a cluster take at once, which may come and go; 1 where it has none yet."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._known = 1
        self._looked_at = float("-inf")

    def __call__(self) -> int:
        """Return the number as it is, or was a moment ago."""
        if clock.elapsed() - self._looked_at > _LOOK_S:
            self._looked_at = clock.elapsed()
            with suppress(OSError):  # a scheduler that is gone: its tasks say so
                workers = self._client.scheduler_info(n_workers=-1)["workers"]
                self._known = max(1, sum(int(worker["nthreads"]) for worker in workers.values()))
        return self._known


def cluster_options(address: Address) -> dict[str, Any]:
    """Return what the class of a cluster that is started is given."""
    if address.kind == "local":
        fixed = {"n_workers": address.workers, "processes": True, "dashboard_address": None}
        return {"threads_per_worker": 1, **address.options, **fixed}
    if address.kind == "kubernetes":
        return {"name": "celltrail", **address.options, "n_workers": address.workers}
    return dict(address.options)


@contextmanager
def _started(address: Address) -> Iterator[Any]:
    options = cluster_options(address)
    own = dict(os.environ)
    try:
        if address.kind == "local":
            cluster = require("distributed", "dask").LocalCluster(**options)
        elif address.kind == "slurm":
            cluster = require("dask_jobqueue", "dask-jobqueue").SLURMCluster(**options)
            _submit(cluster, address.workers)
        else:
            cluster = require("dask_kubernetes.operator", "dask-kubernetes").KubeCluster(**options)
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        raise ClusterError(
            f"A {address.kind} cluster cannot be started: {error}", hint=f"It was given {options}."
        ) from error
    os.environ.clear()
    os.environ.update(own)  # a local one leaves the variables of its workers with us
    with cluster:
        yield cluster


def _submit(cluster: Any, workers: int) -> None:
    """Submit the jobs that the workers of a cluster live in; what refuses them is raised, not only logged."""

    async def submitted() -> None:
        await cluster
        for worker in cluster.workers.values():
            await worker  # one that was refused is submitted once more

    cluster.scale(workers)
    try:
        cluster.sync(submitted)
    except Exception:
        with suppress(Exception):  # it cannot end what has not begun
            cluster.close()
        raise


@contextmanager
def _client(distributed: Any, where: Any, address: str) -> Iterator[Any]:
    try:
        client = distributed.Client(where, timeout=f"{CONNECT_S}s", set_as_default=False)
    except OSError as error:
        raise ClusterError(
            f"No Dask scheduler answers at {address}.",
            hint="Start one with `dask scheduler`, or check the address.",
        ) from error
    with client:
        yield client
