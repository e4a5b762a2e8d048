"""Requests and answers about jobs and the notebooks that they run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from celltrail.records import Job, JobOptions, NotebookCell, NotebookParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage:
    """Jobs, newest first."""

    jobs: tuple[Job, ...]


class JobOptionsRequest(JobOptions):
    """How a notebook is to be run; what is left out is as by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """Run a notebook."""

    notebook: str
    """The notebook's path below the server's root folder."""
    parameters: dict[str, Any] = field(default_factory=dict)
    options: JobOptionsRequest = field(default_factory=JobOptionsRequest)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutedNotebook:
    """What a job left of its notebook."""

    path: str
    """Where it lies."""
    notebook: dict[str, Any]
    """The notebook as nbformat 4."""


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
