"""Searches for the causes of changed metrics."""

from __future__ import annotations

from typing import Any

from celltrail.records import CauseSearch, SearchPlan
from celltrail.reproduction.bisection.plan import planned
from celltrail.reproduction.bisection.process import begin, cancel, refreshed, start
from celltrail.reproduction.subject import subjects_of
from celltrail.server.messages import BisectionsPage
from celltrail.verbs.bisect import checked


def list_bisections(question: Any) -> BisectionsPage:
    """Return the searches with a run on either side."""
    here = question.workspace
    found = here.store.bisections.of_run(question.path["run_id"])
    return BisectionsPage(bisections=tuple(refreshed(here, one) for one in found))


def get_bisection(question: Any) -> CauseSearch:
    """Return a search as it is now."""
    here = question.workspace
    return refreshed(here, here.store.bisections.get(question.path["bisection_id"]))


def preview_bisection(question: Any) -> SearchPlan:
    """Return what a search would try, and what that costs."""
    here, query = question.workspace, question.query
    here.drain()
    return planned(here, subjects_of(here, question.path["run_id"], query.other), packages=query.packages)


def cancel_bisection(question: Any) -> CauseSearch:
    """Stop a search and the experiment that is going on."""
    return cancel(question.workspace, question.path["bisection_id"])


def bisect_runs(question: Any) -> CauseSearch:
    """Begin to look for the causes, in the background."""
    here, body = question.workspace, question.body
    runs = checked(here, question.path["run_id"], body.other, body.metric)
    return start(here, begin(here, runs, body.metric, packages=body.packages))
