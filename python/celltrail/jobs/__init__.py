"""Notebooks as jobs: checked, run by papermill in a process of their own, recorded cell by cell."""

from __future__ import annotations

from celltrail.jobs.notebook import check_parameters, parameters_of, parse_value, read_notebook
from celltrail.jobs.submit import cancel, current, reconcile, refreshed, run, submit, wait

__all__ = [
    "cancel",
    "check_parameters",
    "current",
    "parameters_of",
    "parse_value",
    "read_notebook",
    "reconcile",
    "refreshed",
    "run",
    "submit",
    "wait",
]
