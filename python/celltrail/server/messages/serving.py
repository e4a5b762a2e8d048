"""Requests and answers about deployments and their drift."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records import Decision, Deployment, DriftReport, Route


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
