"""Notebooks as jobs: checked, run by papermill in a process of their own, recorded cell by cell."""

from __future__ import annotations

from celltrail.jobs.notebook import check_parameters, parameters_of, parse_value, read_notebook
from celltrail.jobs.submit import ENDED, Origin, cancel, current, reconcile, refreshed, run, submit, wait

__all__ = [
    "ENDED",
    "Origin",
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
