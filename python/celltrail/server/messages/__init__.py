"""Requests and answers that are no nouns themselves."""

from __future__ import annotations

from celltrail.server.messages.executions import ExecutionsQuery
from celltrail.server.messages.general import EventsPage, EventsQuery, Problem, VersionInfo
from celltrail.server.messages.ingest import (
    ArtifactBytesQuery,
    ArtifactPieceQuery,
    DigestsRequest,
    JournalPieceQuery,
    JournalState,
    MissingArtifacts,
    UploadState,
)
from celltrail.server.messages.jobs import (
    ExecutedNotebook,
    JobOptionsRequest,
    JobRequest,
    JobsPage,
    NotebookCells,
    NotebookParameters,
    NotebookQuery,
)
from celltrail.server.messages.models import AliasHistory, ModelsPage, PromoteRequest
from celltrail.server.messages.plans import (
    NextTimes,
    NextTimesQuery,
    PipelineRequest,
    PipelinesPage,
    ReproduceRequest,
    ReproductionsPage,
    ScheduleDetail,
    ScheduleRequest,
    SchedulesPage,
    SweepDetail,
    SweepsPage,
)
from celltrail.server.messages.runs import (
    ArtifactPreview,
    ComparedSide,
    CompareQuery,
    MetricSeries,
    RunComparison,
    RunDetail,
    RunsPage,
    RunsQuery,
)
from celltrail.server.messages.serving import (
    DeploymentsPage,
    DeployRequest,
    DriftPage,
    DriftQuery,
    DriftRequest,
    RoutesRequest,
)
from celltrail.server.messages.sweeps import SweepRequest

__all__ = [
    "AliasHistory",
    "ArtifactBytesQuery",
    "ArtifactPieceQuery",
    "ArtifactPreview",
    "CompareQuery",
    "ComparedSide",
    "DeployRequest",
    "DeploymentsPage",
    "DigestsRequest",
    "DriftPage",
    "DriftQuery",
    "DriftRequest",
    "EventsPage",
    "EventsQuery",
    "ExecutedNotebook",
    "ExecutionsQuery",
    "JobOptionsRequest",
    "JobRequest",
    "JobsPage",
    "JournalPieceQuery",
    "JournalState",
    "MetricSeries",
    "MissingArtifacts",
    "ModelsPage",
    "NextTimes",
    "NextTimesQuery",
    "NotebookCells",
    "NotebookParameters",
    "NotebookQuery",
    "PipelineRequest",
    "PipelinesPage",
    "Problem",
    "PromoteRequest",
    "ReproduceRequest",
    "ReproductionsPage",
    "RoutesRequest",
    "RunComparison",
    "RunDetail",
    "RunsPage",
    "RunsQuery",
    "ScheduleDetail",
    "ScheduleRequest",
    "SchedulesPage",
    "SweepDetail",
    "SweepRequest",
    "SweepsPage",
    "UploadState",
    "VersionInfo",
]
