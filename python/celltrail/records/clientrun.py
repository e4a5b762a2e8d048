"""A run with all that MLflow's clients ask of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from celltrail.records.dataset import DatasetInput
from celltrail.records.loggedmodel import ModelLink
from celltrail.records.run import Metric, Run, Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRun:
    """A run, whoever made it, in the form that clients of MLflow's API get."""

    run: Run
    params: dict[str, Scalar] = field(default_factory=dict)
    metrics: tuple[Metric, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    inputs: tuple[DatasetInput, ...] = ()
    links: tuple[ModelLink, ...] = ()
    deleted_at: float | None = None
