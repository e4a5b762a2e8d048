"""Sweeps."""

from __future__ import annotations

from typing import Any

from celltrail.server.messages import SweepDetail, SweepsPage


def list_sweeps(question: Any) -> SweepsPage:
    """Return the newest sweeps."""
    return SweepsPage(sweeps=question.workspace.store.sweeps.all())


def get_sweep(question: Any) -> SweepDetail:
    """Return a sweep with its trials."""
    sweeps = question.workspace.store.sweeps
    sweep = sweeps.get(question.path["sweep_id"])
    return SweepDetail(sweep=sweep, trials=sweeps.trials(sweep.id))
