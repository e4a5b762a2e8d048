"""Whether the data of today are still those the model learned from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from celltrail.records.deployment import RequestWindow

DriftVerdict = Literal["stable", "drifted", "too_few"]
DecisionAction = Literal["wait", "alert", "retrain"]
FeatureRole = Literal["feature", "prediction", "label"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureDrift:
    """One column, today against the reference."""

    name: str
    kind: Literal["number", "category"]
    role: FeatureRole
    distance: float
    """The population stability index: 0 is no change, from 0.25 on it is large."""
    p_value: float
    """The chance of at least this difference where nothing changed (two-sample KS, or chi-squared)."""
    drifted: bool
    reference: dict[str, Any] = field(default_factory=dict)
    """The bins or categories of the reference with their shares, for the plot."""
    current: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftReport:
    """A window of requests against the reference profile."""

    id: str
    deployment_id: str
    model: str
    version: int
    window: RequestWindow
    created_at: float
    verdict: DriftVerdict
    features: tuple[FeatureDrift, ...]
    share_drifted: float
    """Which share of the features drifted, from 0 to 1."""
    performance: dict[str, float] = field(default_factory=dict)
    """True performance from the labels that have come; empty where there are none."""
    reference_performance: dict[str, float] = field(default_factory=dict)
    """The same metrics when the version was registered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why a retrain did or did not start."""

    id: str
    deployment_id: str
    report_id: str
    action: DecisionAction
    reasons: tuple[str, ...]
    at: float
    job_id: str | None = None
    """The job that was started because of it."""
    outcome: str = ""
    """What came of that job: which version was promoted, or why none was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something a person should look at."""

    id: str
    noun: str
    noun_id: str
    message: str
    at: float
