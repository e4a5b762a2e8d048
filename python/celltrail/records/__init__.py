"""The nouns: frozen records without behaviour, from which the wire contract is generated."""

from __future__ import annotations

from celltrail.records.artifact import Artifact, ArtifactKind, ArtifactUse, Direction, Environment
from celltrail.records.cell import CellExecution, CellStatus, NotebookCell
from celltrail.records.deployment import Deployment, DeploymentStatus, RequestWindow, Route
from celltrail.records.drift import Alert, Decision, DecisionAction, DriftReport, DriftVerdict, FeatureDrift
from celltrail.records.event import Event, EventKind, Noun
from celltrail.records.job import Job, JobStatus, JobTrigger, NotebookParameter
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
from celltrail.records.run import Metric, MetricPoint, Param, Run, RunKind, RunRow, RunStatus, Scalar, Source
from celltrail.records.version import NameVersion

__all__ = [
    "Alert",
    "AliasChange",
    "Artifact",
    "ArtifactKind",
    "ArtifactUse",
    "CellExecution",
    "CellStatus",
    "Column",
    "Decision",
    "DecisionAction",
    "Deployment",
    "DeploymentStatus",
    "Direction",
    "DriftReport",
    "DriftVerdict",
    "Environment",
    "Event",
    "EventKind",
    "FeatureDrift",
    "GateResult",
    "GateVerdict",
    "Job",
    "JobStatus",
    "JobTrigger",
    "Lineage",
    "LineageEdge",
    "LineageKind",
    "LineageNode",
    "Metric",
    "MetricPoint",
    "Model",
    "ModelVersion",
    "NameVersion",
    "NotebookCell",
    "NotebookParameter",
    "Noun",
    "Param",
    "RequestWindow",
    "Route",
    "Run",
    "RunKind",
    "RunRow",
    "RunStatus",
    "Scalar",
    "Signature",
    "Source",
]
