"""Notebooks as jobs: checked, run by papermill in a process of their own, recorded cell by cell."""

from __future__ import annotations

from celltrail.jobs.notebook import check_parameters, parameters_of, parse_value, read_notebook
from celltrail.jobs.results import metric_of, output_of, param_of, runs_of
from celltrail.jobs.submit import ENDED, Origin, cancel, current, reconcile, refreshed, run, submit, wait

__all__ = [
    "ENDED",
    "Origin",
    "cancel",
    "check_parameters",
    "current",
    "metric_of",
    "output_of",
    "param_of",
    "parameters_of",
    "parse_value",
    "read_notebook",
    "reconcile",
    "refreshed",
    "run",
    "runs_of",
    "submit",
    "wait",
]
