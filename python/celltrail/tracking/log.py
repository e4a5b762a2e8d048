"""Logging to the run that is going on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from celltrail.records import Artifact
from celltrail.tracking.active import require_run


def log_param(key: str, value: Any) -> None:
    """Write down a chosen value of the run that is going on."""
    require_run().log_param(key, value)


def log_params(params: Mapping[str, Any]) -> None:
    """Write down chosen values of the run that is going on."""
    require_run().log_params(params)


def log_metric(key: str, value: float, step: int | None = None) -> None:
    """Write down a measured number of the run that is going on; `step` counts up by itself."""
    require_run().log_metric(key, value, step)


def log_metrics(metrics: Mapping[str, float], step: int | None = None) -> None:
    """Write down measured numbers of the run that is going on."""
    require_run().log_metrics(metrics, step)


def log_artifact(value: Any, name: str | None = None) -> Artifact:
    """Keep a value, or the file at a path, as an artifact of the run that is going on."""
    run = require_run()
    if isinstance(value, Path) or (isinstance(value, str) and name is None):
        return run.log_file(value, name)
    return run.log_value(name or type(value).__name__, value)


def log_figure(figure: Any, name: str = "figure") -> Artifact:
    """Keep a matplotlib or plotly figure with the run that is going on."""
    return require_run().log_value(name, figure)


def log_table(table: Any, name: str = "table") -> Artifact:
    """Keep a frame with the run that is going on."""
    return require_run().log_value(name, table)


def set_tag(key: str, value: str) -> None:
    """Mark the run that is going on."""
    require_run().set_tag(key, value)
