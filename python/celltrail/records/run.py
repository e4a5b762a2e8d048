"""A run, and what it measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

RunStatus = Literal["running", "finished", "failed", "killed", "lost"]
RunKind = Literal["cell", "block", "notebook", "client", "imported", "score"]
"""A ``client`` run was opened by another tool's client; an ``imported`` one came with a history."""
Scalar = str | int | float | bool | None
GIVEN_UP_TAG = "celltrail.given-up"
"""The key of the tag of a run whose job another worker has; its value says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the code of a run came from."""

    notebook: str | None = None
    """The notebook's path as the kernel was told; None outside a notebook."""
    cell_id: str | None = None
    git_commit: str | None = None
    git_branch: str | None = None
    git_patch: str | None = None
    """The digest of the uncommitted patch; None where the tree is clean or is no git tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One tracked span of work: a cell, a block of Python, or a whole notebook."""

    id: str
    name: str
    kind: RunKind
    status: RunStatus
    started_at: float
    project: str = "default"
    ended_at: float | None = None
    who: str = ""
    parent_id: str | None = None
    """The run this one belongs to: the notebook job of a tracked cell."""
    source: Source = field(default_factory=Source)
    environment: str | None = None
    """The digest of the environment record; None until it is known."""
    seed: int | None = None
    error: str | None = None
    """The last line of the traceback of a failed run."""
    stale: bool = False
    """True where an input has changed since the run. The store alone knows it; a journal has no say in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A value that was chosen."""

    run_id: str
    key: str
    value: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """The latest value of something that was measured."""

    run_id: str
    key: str
    value: float | None
    """None stands for a value that is no number (NaN) or infinite."""
    text: str
    """The value as Python writes it, so that nan and inf are told apart."""
    step: int
    at: float
    count: int
    """How many points of this metric the run has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricPoint:
    """One point of a metric."""

    step: int
    at: float
    value: float | None
    """None for nan, which databases have no word for; infinities stand as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run as lists show it."""

    run: Run
    params: dict[str, Scalar]
    metrics: dict[str, float | None]
    tags: dict[str, str]
    cells_done: int = 0
    cells_total: int | None = None
