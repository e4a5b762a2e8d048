"""Notebooks as jobs: checked, run by papermill in a process of their own, recorded cell by cell."""

from __future__ import annotations

from celltrail.jobs.again import resume, retry, unfinished
from celltrail.jobs.bringing import bring_notebook
from celltrail.jobs.given import from_text, parse_value, read_values
from celltrail.jobs.notebook import read_notebook
from celltrail.jobs.options import OPTIONS, apart, checked_options, options_of
from celltrail.jobs.parameters import check_parameters, parameters_of
from celltrail.jobs.results import metric_of, output_of, param_of, runs_of
from celltrail.jobs.submit import ENDED, Origin, cancel, current, note, reconcile, refreshed, submit
from celltrail.jobs.waiting import await_end, run, wait

__all__ = [
    "ENDED",
    "OPTIONS",
    "Origin",
    "apart",
    "await_end",
    "bring_notebook",
    "cancel",
    "check_parameters",
    "checked_options",
    "current",
    "from_text",
    "metric_of",
    "note",
    "options_of",
    "output_of",
    "param_of",
    "parameters_of",
    "parse_value",
    "read_notebook",
    "read_values",
    "reconcile",
    "refreshed",
    "resume",
    "retry",
    "run",
    "runs_of",
    "submit",
    "unfinished",
    "wait",
]
