"""Drift."""

from __future__ import annotations

from typing import Any

from celltrail.records import DriftReport
from celltrail.server.messages import DriftPage
from celltrail.verbs.drift import drift


def list_drift(question: Any) -> DriftPage:
    """Return drift reports and the decisions that followed."""
    found, asked = question.workspace.store.drift, question.query.deployment
    deployment_id = question.workspace.store.deployments.get(asked).id if asked else None
    return DriftPage(reports=found.reports(deployment_id), decisions=found.decisions(deployment_id))


def get_drift_report(question: Any) -> DriftReport:
    """Return a drift report."""
    report: DriftReport = question.workspace.store.drift.report(question.path["report_id"])
    return report


def measure_drift(question: Any) -> DriftReport:
    """Compare what a deployment was asked lately with its reference."""
    return drift(question.body.deployment)
