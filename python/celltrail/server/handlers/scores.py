"""Scoring tables."""

from __future__ import annotations

from typing import Any

import msgspec

from celltrail.errors import InvalidInputError
from celltrail.records import ScoreState
from celltrail.scoring import detached, state
from celltrail.server.handlers.cards import version_of
from celltrail.server.handlers.jobs import inside
from celltrail.server.messages import ScoresPage


def start_score(question: Any) -> ScoreState:
    """Score files in the background.

    Raises
    ------
    InvalidInputError
        No file is named, or a path leads out of the folder that the server shows.
    """
    body, here = question.body, question.workspace
    if not body.data or not body.output:
        raise InvalidInputError("It takes data and an output.", hint="Name files below the server's root folder.")
    wishes = msgspec.to_builtins(body)
    sources = [str(inside(question.root, path)) for path in wishes.pop("data")]
    wishes["output"] = str(inside(question.root, body.output))
    run_id = detached.start(here, version_of(question), sources, wishes)
    return state.state(here, run_id)


def list_scores(question: Any) -> ScoresPage:
    """Return the newest scorings."""
    return ScoresPage(scores=state.states(question.workspace))


def get_score(question: Any) -> ScoreState:
    """Return how a scoring stands."""
    return state.state(question.workspace, question.path["run_id"])


def cancel_score(question: Any) -> ScoreState:
    """Stop a scoring."""
    return state.cancel(question.workspace, question.path["run_id"])
