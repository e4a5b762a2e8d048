"""The table of endpoints: the one place that says what the server answers to.

The OpenAPI document, the TypeScript types and the request handlers are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.comparison import ExecutionDiff
from celltrail.records import (
    AliasPolicy,
    ApprovalOutcome,
    ApprovalState,
    AuditAnchor,
    AuditQuery,
    AuditVerdict,
    CauseSearch,
    CellExecution,
    Deployment,
    DriftReport,
    Firing,
    Job,
    Lineage,
    Model,
    ModelVersion,
    Pipeline,
    PipelineRun,
    Reproduction,
    Schedule,
    ScoreState,
    SearchPlan,
    Sweep,
    SweepSummary,
)
from celltrail.server import messages as m

PREFIX = "celltrail/api"
VERSION = "models/{name}/versions/{number}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing that can be asked.

    ``query`` is the record that the query string must fit, ``body`` the one that the JSON of a POST must fit;
    where body or answer are ``bytes``, they are just that. ``name`` is the operation's name and that of the
    function in ``handlers`` which answers it.
    """

    method: str
    path: str
    name: str
    answer: type
    query: type | None = None
    body: type | None = None


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("GET", "version", "get_version", m.VersionInfo),
    Endpoint("GET", "runs", "list_runs", m.RunsPage, query=m.RunsQuery),
    Endpoint("GET", "runs/{run_id}", "get_run", m.RunDetail, query=m.RunQuery),
    Endpoint("GET", "runs/{run_id}/cells/{cell_id}", "get_cell", CellExecution),
    Endpoint("GET", "runs/{run_id}/metrics/{key}", "get_metric", m.MetricSeries),
    Endpoint("GET", "runs/{run_id}/lineage", "get_lineage", Lineage),
    Endpoint("GET", "compare", "compare_runs", m.RunComparison, query=m.CompareQuery),
    Endpoint("GET", "executions/diff", "diff_executions", ExecutionDiff, query=m.ExecutionsQuery),
    Endpoint("GET", "artifacts/{digest}", "get_artifact", m.ArtifactPreview),
    Endpoint("GET", "journals/{writer}", "get_journal", m.JournalState),
    Endpoint("POST", "journals/{writer}", "take_journal", m.JournalState, query=m.JournalPieceQuery, body=bytes),
    Endpoint("POST", "journals/{writer}/end", "end_journal", m.JournalState),
    Endpoint("POST", "bytes/missing", "list_missing_bytes", m.MissingArtifacts, body=m.DigestsRequest),
    Endpoint("GET", "bytes/{digest}", "get_bytes", bytes, query=m.ArtifactBytesQuery),
    Endpoint("POST", "bytes/{digest}", "take_bytes", m.UploadState, query=m.ArtifactPieceQuery, body=bytes),
    Endpoint("GET", "models", "list_models", m.ModelsPage),
    Endpoint("GET", "models/{name}", "get_model", Model),
    Endpoint("GET", "models/{name}/history", "get_alias_history", m.AliasHistory),
    Endpoint("POST", "models/{name}/aliases/{alias}", "promote", ModelVersion, body=m.PromoteRequest),
    Endpoint("GET", VERSION, "get_model_version", ModelVersion),
    Endpoint("GET", "models/{name}/versions/{number}/bom", "get_bom", bytes),
    Endpoint("GET", "models/{name}/versions/{number}/card", "get_card", m.CardPage, query=m.CardQuery),
    Endpoint("POST", "models/{name}/versions/{number}/card", "save_card", m.CardPage, body=m.CardRequest),
    Endpoint(
        "GET",
        "models/{name}/versions/{number}/card/diff",
        "diff_card",
        m.CardDifference,
        query=m.CardDifferenceQuery,
    ),
    Endpoint("GET", "models/{name}/versions/{number}/explanations", "get_explanations", m.Explanations),
    Endpoint(
        "POST",
        "models/{name}/versions/{number}/explanations",
        "explain_version",
        m.Explanations,
        body=m.ExplainRequest,
    ),
    Endpoint(
        "POST", "models/{name}/versions/{number}/why", "explain_row", m.LocalExplanationPlot, body=m.WhyRequest
    ),
    Endpoint("POST", "models/{name}/aliases/{alias}/rollback", "roll_back", ModelVersion, body=m.ReasonRequest),
    Endpoint("POST", "models/{name}/aliases/{alias}/remove", "remove_alias", Model, body=m.ReasonRequest),
    Endpoint("GET", "models/{name}/aliases/{alias}/policy", "get_policy", m.PolicyState),
    Endpoint("POST", "models/{name}/aliases/{alias}/policy", "set_policy", AliasPolicy, body=m.PolicyRequest),
    Endpoint(
        "POST", "models/{name}/aliases/{alias}/policy/remove", "remove_policy", AliasPolicy, body=m.ReasonRequest
    ),
    Endpoint("GET", "models/{name}/timeline", "get_timeline", m.TimelinePage, query=m.TimelineQuery),
    Endpoint("POST", "models/{name}/describe", "describe_model", Model, body=m.DescribeRequest),
    Endpoint("POST", "models/{name}/rename", "rename_model", Model, body=m.RenameRequest),
    Endpoint(
        "POST",
        "models/{name}/versions/{number}/describe",
        "describe_version",
        ModelVersion,
        body=m.DescribeRequest,
    ),
    Endpoint("POST", VERSION + "/retire", "retire_version", ModelVersion, body=m.ReasonRequest),
    Endpoint(
        "POST",
        "models/{name}/versions/{number}/reinstate",
        "reinstate_version",
        ModelVersion,
        body=m.ReasonRequest,
    ),
    Endpoint("GET", VERSION + "/checks", "list_gate_checks", m.GateChecksPage),
    Endpoint("GET", "policies", "list_policies", m.PoliciesPage),
    Endpoint("GET", "approvals", "list_approvals", m.ApprovalsPage, query=m.ApprovalsQuery),
    Endpoint("POST", "approvals", "request_approval", ApprovalState, body=m.ApprovalRequest),
    Endpoint("POST", "approvals/{approval_id}/approve", "approve", ApprovalOutcome, body=m.CommentRequest),
    Endpoint("POST", "approvals/{approval_id}/reject", "reject", ApprovalOutcome, body=m.CommentRequest),
    Endpoint("POST", "approvals/{approval_id}/withdraw", "withdraw", ApprovalOutcome, body=m.CommentRequest),
    Endpoint("GET", "audit", "list_audit", m.AuditPage, query=AuditQuery),
    Endpoint("GET", "audit/verify", "verify_audit", AuditVerdict),
    Endpoint("GET", "audit/anchor", "get_audit_anchor", AuditAnchor),
    Endpoint("POST", "models/{name}/versions/{number}/score", "start_score", ScoreState, body=m.ScoreRequest),
    Endpoint("GET", "scores", "list_scores", m.ScoresPage),
    Endpoint("GET", "scores/{run_id}", "get_score", ScoreState),
    Endpoint("POST", "scores/{run_id}/cancel", "cancel_score", ScoreState),
    Endpoint("GET", "jobs", "list_jobs", m.JobsPage),
    Endpoint("GET", "jobs/{job_id}", "get_job", Job),
    Endpoint("GET", "jobs/{job_id}/notebook", "get_executed_notebook", m.ExecutedNotebook),
    Endpoint("POST", "jobs", "submit_job", Job, body=m.JobRequest),
    Endpoint("POST", "jobs/{job_id}/cancel", "cancel_job", Job),
    Endpoint("POST", "jobs/{job_id}/retry", "retry_job", Job),
    Endpoint("POST", "jobs/{job_id}/resume", "resume_job", Job),
    Endpoint("GET", "sweeps", "list_sweeps", m.SweepsPage),
    Endpoint("GET", "sweeps/{sweep_id}", "get_sweep", m.SweepDetail),
    Endpoint("GET", "sweeps/{sweep_id}/summary", "get_sweep_summary", SweepSummary),
    Endpoint("POST", "sweeps", "start_sweep", Sweep, body=m.SweepRequest),
    Endpoint("POST", "sweeps/{sweep_id}/cancel", "cancel_sweep", Sweep),
    Endpoint("POST", "sweeps/{sweep_id}/continue", "continue_sweep", Sweep),
    Endpoint("GET", "schedules", "list_schedules", m.SchedulesPage),
    Endpoint("GET", "schedules/{schedule_id}", "get_schedule", m.ScheduleDetail),
    Endpoint("POST", "schedules", "create_schedule", Schedule, body=m.ScheduleRequest),
    Endpoint("GET", "schedules/{schedule_id}/next", "list_next_times", m.NextTimes, query=m.NextTimesQuery),
    Endpoint("POST", "schedules/{schedule_id}/pause", "pause_schedule", Schedule),
    Endpoint("POST", "schedules/{schedule_id}/resume", "resume_schedule", Schedule),
    Endpoint("POST", "schedules/{schedule_id}/run", "run_schedule", Firing),
    Endpoint("POST", "schedules/{schedule_id}/remove", "remove_schedule", Schedule),
    Endpoint("POST", "previews/schedule", "preview_schedule", m.SchedulePreview, body=m.ScheduleRequest),
    Endpoint("POST", "previews/sweep", "preview_sweep", m.SweepPreview, body=m.SweepRequest),
    Endpoint("GET", "pipelines", "list_pipelines", m.PipelinesPage),
    Endpoint("POST", "pipelines", "create_pipeline", Pipeline, body=m.PipelineRequest),
    Endpoint("POST", "pipelines/{name}/run", "run_pipeline", PipelineRun),
    Endpoint("GET", "pipelines/runs/{pipeline_run_id}", "get_pipeline_run", PipelineRun),
    Endpoint("POST", "pipelines/runs/{pipeline_run_id}/cancel", "cancel_pipeline_run", PipelineRun),
    Endpoint("POST", "pipelines/runs/{pipeline_run_id}/resume", "resume_pipeline_run", PipelineRun),
    Endpoint("GET", "runs/{run_id}/reproductions", "list_reproductions", m.ReproductionsPage),
    Endpoint("POST", "runs/{run_id}/reproduce", "reproduce_run", Reproduction, body=m.ReproduceRequest),
    Endpoint("GET", "runs/{run_id}/bisections", "list_bisections", m.BisectionsPage),
    Endpoint("GET", "runs/{run_id}/bisect", "preview_bisection", SearchPlan, query=m.BisectQuery),
    Endpoint("POST", "runs/{run_id}/bisect", "bisect_runs", CauseSearch, body=m.BisectRequest),
    Endpoint("GET", "bisections/{bisection_id}", "get_bisection", CauseSearch),
    Endpoint("POST", "bisections/{bisection_id}/cancel", "cancel_bisection", CauseSearch),
    Endpoint("GET", "notebook", "get_notebook_parameters", m.NotebookParameters, query=m.NotebookQuery),
    Endpoint("GET", "notebooks/cells", "list_notebook_cells", m.NotebookCells, query=m.NotebookQuery),
    Endpoint("GET", "deployments", "list_deployments", m.DeploymentsPage),
    Endpoint("POST", "deployments", "deploy", Deployment, body=m.DeployRequest),
    Endpoint("POST", "deployments/{deployment}/stop", "stop_deployment", Deployment),
    Endpoint("POST", "deployments/{deployment}/routes", "set_routes", Deployment, body=m.RoutesRequest),
    Endpoint("GET", "drift", "list_drift", m.DriftPage, query=m.DriftQuery),
    Endpoint("GET", "drift/{report_id}", "get_drift_report", DriftReport),
    Endpoint("POST", "drift", "measure_drift", DriftReport, body=m.DriftRequest),
    Endpoint("GET", "events", "list_events", m.EventsPage, query=m.EventsQuery),
)
