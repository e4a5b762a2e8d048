"""The nouns: frozen records without behaviour, from which the wire contract is generated."""

from __future__ import annotations

from celltrail.records.artifact import Artifact, ArtifactKind, ArtifactUse, Direction, Environment
from celltrail.records.cell import CellExecution, CellStatus, CellTrace, NotebookCell
from celltrail.records.deployment import Deployment, DeploymentStatus, RequestWindow, Route
from celltrail.records.drift import Alert, Decision, DecisionAction, DriftReport, DriftVerdict, FeatureDrift
from celltrail.records.event import Event, EventKind, Noun
from celltrail.records.job import Job, JobOptions, JobStatus, JobTrigger, NotebookParameter
from celltrail.records.lineage import Lineage, LineageEdge, LineageKind, LineageNode
from celltrail.records.model import (
    AliasChange,
    Column,
    GateResult,
    GateVerdict,
    Model,
    ModelVersion,
    Signature,
)
from celltrail.records.pipeline import Pipeline, PipelineRun, PipelineStatus, Step, StepState, StepStatus
from celltrail.records.reproduction import Cause, CellVerdict, Reproduction, ReproductionStatus, Sameness
from celltrail.records.run import Metric, MetricPoint, Param, Run, RunKind, RunRow, RunStatus, Scalar, Source
from celltrail.records.schedule import (
    Firing,
    FiringStatus,
    MissedPolicy,
    OverlapPolicy,
    Schedule,
    Trigger,
    TriggerKind,
    Worker,
)
from celltrail.records.sweep import Dimension, Sampler, Sweep, SweepDirection, SweepStatus, Trial, TrialStatus
from celltrail.records.version import NameVersion

__all__ = [
    "Alert",
    "AliasChange",
    "Artifact",
    "ArtifactKind",
    "ArtifactUse",
    "Cause",
    "CellExecution",
    "CellStatus",
    "CellTrace",
    "CellVerdict",
    "Column",
    "Decision",
    "DecisionAction",
    "Deployment",
    "DeploymentStatus",
    "Dimension",
    "Direction",
    "DriftReport",
    "DriftVerdict",
    "Environment",
    "Event",
    "EventKind",
    "FeatureDrift",
    "Firing",
    "FiringStatus",
    "GateResult",
    "GateVerdict",
    "Job",
    "JobOptions",
    "JobStatus",
    "JobTrigger",
    "Lineage",
    "LineageEdge",
    "LineageKind",
    "LineageNode",
    "Metric",
    "MetricPoint",
    "MissedPolicy",
    "Model",
    "ModelVersion",
    "NameVersion",
    "NotebookCell",
    "NotebookParameter",
    "Noun",
    "OverlapPolicy",
    "Param",
    "Pipeline",
    "PipelineRun",
    "PipelineStatus",
    "Reproduction",
    "ReproductionStatus",
    "RequestWindow",
    "Route",
    "Run",
    "RunKind",
    "RunRow",
    "RunStatus",
    "Sameness",
    "Sampler",
    "Scalar",
    "Schedule",
    "Signature",
    "Source",
    "Step",
    "StepState",
    "StepStatus",
    "Sweep",
    "SweepDirection",
    "SweepStatus",
    "Trial",
    "TrialStatus",
    "Trigger",
    "TriggerKind",
    "Worker",
]
