"""What a job computed, found from the job."""

from __future__ import annotations

from celltrail import jobs
from celltrail.records import Job
from celltrail.tracking import Workspace


def test_a_job_whose_run_is_still_in_its_journal_has_no_metric_yet(workspace: Workspace) -> None:
    job = Job(
        id="job1",
        notebook="/x.ipynb",
        parameters={},
        status="running",
        trigger="sweep",
        created_at=1.0,
        run_id="a",
    )
    assert jobs.runs_of(workspace, job) == ()
    assert jobs.metric_of(workspace, job, "auc") is None
