"""Requests and answers that are no nouns themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from celltrail.records import (
    AliasChange,
    Artifact,
    ArtifactUse,
    CellExecution,
    Decision,
    Deployment,
    DriftReport,
    Environment,
    Event,
    Job,
    Metric,
    MetricPoint,
    Model,
    NotebookParameter,
    Route,
    RunRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What every answer from 400 on holds."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionInfo:
    """Who answers."""

    version: str
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsQuery:
    """Which runs to list, newest first."""

    search: str = ""
    """Words that must occur in the name, status, parameters or tags."""
    parent: str | None = None
    """Only the runs inside this one; ``-`` for those inside none."""
    before: str | None = None
    """The ``next`` of the page before."""
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsPage:
    """A page of runs."""

    rows: tuple[RunRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    """Everything about one run."""

    row: RunRow
    metrics: tuple[Metric, ...]
    cells: tuple[CellExecution, ...]
    artifacts: tuple[ArtifactUse, ...]
    environment: Environment | None
    children: tuple[RunRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSeries:
    """The points of one metric in the order they were logged."""

    key: str
    points: tuple[MetricPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsPage:
    """All models by name."""

    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasHistory:
    """How the aliases of a model moved, newest first."""

    changes: tuple[AliasChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoteRequest:
    """Move an alias to a version."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage:
    """Jobs, newest first."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """Run a notebook."""

    notebook: str
    """The notebook's path below the server's root folder."""
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookQuery:
    """Which notebook is asked for."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookParameters:
    """What a notebook can be run with."""

    notebook: str
    parameters: tuple[NotebookParameter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentsPage:
    """Deployments, newest first."""

    deployments: tuple[Deployment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployRequest:
    """Serve a model version."""

    model: str
    """``name``, ``name@alias`` or ``name/number``."""
    name: str | None = None
    port: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesRequest:
    """Set which versions take which share."""

    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftQuery:
    """Which reports to list."""

    deployment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftPage:
    """Drift reports and the decisions that followed, newest first."""

    reports: tuple[DriftReport, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRequest:
    """Compare what a deployment was asked lately with its reference."""

    deployment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactPreview:
    """An artifact with a picture or text of its content."""

    artifact: Artifact
    bundle: dict[str, Any]
    """A MIME bundle that JupyterLab can render; empty where there is nothing to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsQuery:
    """Which events are asked for."""

    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage:
    """Events in their order."""

    events: tuple[Event, ...]
    last: int
    """The sequence number to ask after next time."""
