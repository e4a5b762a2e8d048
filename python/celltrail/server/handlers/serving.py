"""Deployments."""

from __future__ import annotations

from typing import Any

from celltrail import serving
from celltrail.records import Deployment
from celltrail.server.messages import DeploymentsPage
from celltrail.verbs.deploy import deploy as deploy_model


def list_deployments(question: Any) -> DeploymentsPage:
    """Return all deployments."""
    return DeploymentsPage(deployments=question.workspace.store.deployments.all())


def deploy(question: Any) -> Deployment:
    """Serve a model version."""
    body = question.body
    return deploy_model(body.model, name=body.name, port=body.port)


def stop_deployment(question: Any) -> Deployment:
    """Stop a deployment."""
    return serving.stop(question.workspace, question.path["deployment"])


def set_routes(question: Any) -> Deployment:
    """Set which versions take which share."""
    return serving.set_routes(question.workspace, question.path["deployment"], question.body.routes)
