"""Where ``--on`` points to."""

from __future__ import annotations

import pytest

from celltrail.errors import InvalidInputError, MissingDependencyError
from celltrail.jobs.dask.address import address_of, check_address
from celltrail.jobs.dask.cluster import cluster_options
from celltrail.jobs.options import checked_options
from celltrail.records import JobOptions


def test_a_scheduler_that_runs_is_taken_by_its_address() -> None:
    assert address_of("dask://host:8786").scheduler == "tcp://host:8786"
    assert address_of("tls://host:8786").scheduler == "tls://host:8786"


@pytest.mark.parametrize(
    "on",
    ["host:8786", "dask://host", "dask://host:many", "ray://host:1", "dask://local?workers=0", "tcp://host", "x"],
)
def test_what_is_no_address_is_refused_before_anything_runs(on: str) -> None:
    with pytest.raises(InvalidInputError, match="no address"):
        checked_options(JobOptions(on=on))


def test_a_cluster_that_is_started_gets_what_its_class_is_to_be_told() -> None:
    local = cluster_options(address_of("dask://local?workers=3&memory_limit=1GB"))
    assert local == {
        "threads_per_worker": 1, "memory_limit": "1GB", "n_workers": 3, "processes": True,
        "dashboard_address": None,
    }  # fmt: skip
    pods = cluster_options(address_of("dask://kubernetes?workers=5&image=us/train:1&namespace=ml"))
    assert pods == {"name": "celltrail", "image": "us/train:1", "namespace": "ml", "n_workers": 5}


def test_slurm_is_asked_for_what_the_address_says() -> None:
    from dask_jobqueue.slurm import SLURMJob

    options = cluster_options(address_of("dask://slurm?workers=4&cores=2&memory=4GB&queue=long&walltime=02:00:00"))
    script = SLURMJob(scheduler="tcp://head:8786", name="w", **options).job_script()
    for line in ("#SBATCH -p long", "#SBATCH --cpus-per-task=2", "#SBATCH --mem=4G", "#SBATCH -t 02:00:00"):
        assert line in script
    assert "tcp://head:8786" in script


def test_what_is_not_installed_is_named() -> None:
    with pytest.raises(MissingDependencyError, match="dask_kubernetes"):
        check_address("dask://kubernetes?image=x")
