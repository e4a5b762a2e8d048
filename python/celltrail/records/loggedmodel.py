"""A model that an MLflow client has logged, registered or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

LoggedModelStatus = Literal["UNSPECIFIED", "PENDING", "READY", "UPLOAD_FAILED"]
LinkDirection = Literal["input", "output"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelMetric:
    """What was measured of a logged model, on which data."""

    key: str
    value: float
    at: float
    step: int
    run_id: str
    dataset_name: str | None = None
    dataset_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedModel:
    """A logged model (MLflow 3). Its files are those that belong to its id."""

    id: str
    experiment_id: str
    name: str
    kind: str = ""
    run_id: str | None = None
    status: LoggedModelStatus = "PENDING"
    status_message: str = ""
    created_at: float
    changed_at: float
    params: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    metrics: tuple[ModelMetric, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLink:
    """That a run used or made a logged model."""

    model_id: str
    direction: LinkDirection
    step: int = 0
