"""What a job computed is found from the job."""

from __future__ import annotations

from celltrail import jobs
from celltrail.records import Job
from celltrail.tracking import Workspace
from celltrail.tracking.run import start_run


def job_of(run_id: str | None) -> Job:
    return Job(
        id="j", notebook="n.ipynb", parameters={"depth": 3}, status="finished", trigger="manual",
        created_at=0.0, run_id=run_id,
    )  # fmt: skip


def test_the_metric_of_a_job_is_that_of_its_run_else_of_its_newest_cell_that_has_it(workspace: Workspace) -> None:
    whole = start_run(workspace, "train", "notebook")
    older = start_run(workspace, "fit", "cell", parent_id=whole.id)
    newer = start_run(workspace, "fit", "cell", parent_id=whole.id)
    last = start_run(workspace, "plot", "cell", parent_id=whole.id)
    older.log_metrics({"auc": 0.1, "loss": 5.0, "rows": 7.0})
    newer.log_metrics({"auc": 0.9, "loss": float("nan")})
    whole.log_metric("rows", 8.0)
    last.log_param("rate", 0.5)
    newer.log_value("model", [1, 2])
    workspace.drain()
    job = job_of(whole.id)
    found = [jobs.metric_of(workspace, job, name) for name in ("auc", "loss", "rows", "none")]
    assert found == [0.9, 5.0, 8.0, None]
    assert [jobs.param_of(workspace, job, name) for name in ("depth", "rate", "none")] == [3, 0.5, None]
    made = jobs.output_of(workspace, job, "model")
    assert made is not None
    assert workspace.artifacts.get(made.digest, made.codec) == [1, 2]
    assert jobs.output_of(workspace, job, "none") is None
    assert jobs.runs_of(workspace, job) == (whole.id, last.id, newer.id, older.id)


def test_a_job_that_never_began_computed_nothing(workspace: Workspace) -> None:
    assert jobs.metric_of(workspace, job_of(None), "auc") is None
