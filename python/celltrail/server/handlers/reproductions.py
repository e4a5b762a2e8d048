"""Attempts to get the results of runs again."""

from __future__ import annotations

from typing import Any

from celltrail.server.messages import ReproductionsPage


def list_reproductions(question: Any) -> ReproductionsPage:
    """Return the attempts on one run."""
    found = question.workspace.store.reproductions.where(run_id=question.path["run_id"])
    return ReproductionsPage(reproductions=found)
