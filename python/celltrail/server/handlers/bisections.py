"""Searches for the causes of changed metrics."""

from __future__ import annotations

from typing import Any

from celltrail.records import CauseSearch
from celltrail.reproduction.bisection.process import begin, refreshed, start
from celltrail.server.messages import BisectionsPage
from celltrail.verbs.bisect import checked


def list_bisections(question: Any) -> BisectionsPage:
    """Return the searches with a run on either side."""
    here = question.workspace
    found = here.store.bisections.of_run(question.path["run_id"])
    return BisectionsPage(bisections=tuple(refreshed(here, one) for one in found))


def bisect_runs(question: Any) -> CauseSearch:
    """Begin to look for the causes, in the background."""
    here, body = question.workspace, question.body
    runs = checked(here, question.path["run_id"], body.other, body.metric)
    return start(here, begin(here, runs, body.metric, packages=body.packages))
