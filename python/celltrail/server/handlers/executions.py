"""Executions of notebooks."""

from __future__ import annotations

from typing import Any

from celltrail.comparison import ExecutionDiff
from celltrail.verbs.diff import diff


def diff_executions(question: Any) -> ExecutionDiff:
    """Return how one execution of a notebook differs from another."""
    return diff(question.query.a, question.query.b)
