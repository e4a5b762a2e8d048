"""Requests and answers about runs and what they kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from celltrail.comparison import CellChange, DataChange, MetricRow, ValueChange
from celltrail.records import (
    Artifact,
    ArtifactUse,
    CellExecution,
    Environment,
    Metric,
    MetricPoint,
    RunRow,
    RunStatus,
)


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
class RunQuery:
    """Which cells of a run to tell of."""

    first: int = -1
    """The place of the first one, from 0. Left out, those where a run is, or ended that did not finish."""
    count: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    """Everything about one run, with a page of its cells."""

    row: RunRow
    metrics: tuple[Metric, ...]
    cells: tuple[CellExecution, ...]
    cells_first: int
    """The place of the first of these cells."""
    cells_total: int
    cells_cached: int
    """How many of all cells took their results from an earlier run."""
    outputs_apart: dict[str, int]
    """How many letters of outputs some of these cells have that are only sent when the cell is asked for."""
    unseeded: tuple[str, ...]
    """The generators that any of all cells drew from and that nobody had seeded."""
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
class ArtifactPreview:
    """An artifact with a picture or text of its content."""

    artifact: Artifact
    bundle: dict[str, Any]
    """A MIME bundle that JupyterLab can render; empty where there is nothing to show."""
