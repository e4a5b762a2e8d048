"""Attempts to get the results of runs again."""

from __future__ import annotations

from typing import Any

from celltrail.records import Reproduction
from celltrail.reproduction import Request
from celltrail.reproduction.process import refreshed, start
from celltrail.reproduction.subject import subject_of
from celltrail.server.messages import ReproductionsPage
from celltrail.verbs.reproduce import checked


def list_reproductions(question: Any) -> ReproductionsPage:
    """Return the attempts on one run."""
    here = question.workspace
    found = here.store.reproductions.where(run_id=question.path["run_id"])
    return ReproductionsPage(reproductions=tuple(refreshed(here, one) for one in found))


def reproduce_run(question: Any) -> Reproduction:
    """Begin to run a run again, in the background."""
    here, body = question.workspace, question.body
    environment = checked(body.tolerance, body.environment)
    subject = subject_of(here, question.path["run_id"])
    return start(here, subject, Request(tolerance=body.tolerance, environment=environment))
