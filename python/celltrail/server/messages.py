"""Requests and answers that are no nouns themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from celltrail.comparison import CellChange, DataChange, MetricRow, ValueChange
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
    NotebookCell,
    NotebookParameter,
    Route,
    RunRow,
    RunStatus,
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
    """Words that must occur in the name, status, parameters or tags; or a condition."""
    sort: str = ""
    """A metric, parameter or field to sort by instead, with ``-`` the greatest first; there is one page then."""
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
class CompareQuery:
    """Which runs to compare."""

    runs: str
    """Two or more, with commas between them: each is compared with the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSide:
    """A run that is compared, and the runs that repeat it."""

    label: str
    """A letter."""
    run_id: str
    name: str
    status: RunStatus
    started_at: float
    about: str
    """Which runs it stands for, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComparison:
    """How runs differ from the first of them: all metrics, of everything else what is not the same."""

    sides: tuple[ComparedSide, ...]
    notes: tuple[str, ...]
    """What to know before believing it."""
    metrics: tuple[MetricRow, ...]
    params: tuple[ValueChange, ...]
    seeds: tuple[ValueChange, ...]
    code: tuple[CellChange, ...]
    data: tuple[DataChange, ...]
    files: tuple[ValueChange, ...]
    packages: tuple[ValueChange, ...]
    environment: tuple[ValueChange, ...]
    source: tuple[ValueChange, ...]
    same: dict[str, int]
    """How many are the same in each part, by its name above."""


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
    """Its path below the server's root folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookCells:
    """The latest runs of a notebook's cells that somebody ran by hand; a cell that was never tracked has none."""

    cells: tuple[NotebookCell, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """How far a client's journal has arrived."""

    offset: int
    """How many bytes of it; the next piece begins there."""
    facts: int = 0
    """How many facts this piece brought."""
    damaged: int = 0
    """How many lines of this piece could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPieceQuery:
    """Where in the journal a piece begins."""

    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestsRequest:
    """Some content, by its digests."""

    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingArtifacts:
    """What of that is not here."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactPieceQuery:
    """Which part of an artifact's bytes is sent."""

    upload: str
    """Names this upload: 32 hexadecimal digits of the client's choice."""
    start: int
    total: int
    """How many bytes the whole has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadState:
    """How far an upload is."""

    offset: int
    whole: bool
    """True when all bytes are here and have the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactBytesQuery:
    """Which part of an artifact's bytes is asked for."""

    start: int = 0
    length: int = 32 << 20
