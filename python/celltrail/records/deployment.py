"""A model that answers requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DeploymentStatus = Literal["starting", "running", "stopped", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which version takes which share of the requests."""

    version: int
    weight: float
    """The share of requests from 0 to 1."""
    shadow: bool = False
    """True where it is asked too, but its answer is only logged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """An endpoint with its routes."""

    id: str
    name: str
    model: str
    routes: tuple[Route, ...]
    status: DeploymentStatus
    url: str
    pid: int | None
    created_at: float
    changed_at: float
    requests: int = 0
    """How many requests the log holds."""
    error: str | None = None
    """Why it failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWindow:
    """A slice of a deployment's request log."""

    deployment_id: str
    from_at: float
    to_at: float
    rows: int
    labelled_rows: int = 0
    """How many of the rows have a true label by now."""
    name: str = ""
    """What the window is called where it is not a plain span of time: ``2013-04``."""
