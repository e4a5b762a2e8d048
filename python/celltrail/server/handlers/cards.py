"""Cards and explanations."""

from __future__ import annotations

from typing import Any

from celltrail import cards, explaining
from celltrail.drawing.explained import local_picture, pictures
from celltrail.errors import InvalidInputError
from celltrail.records import CardPlot, LocalExplanation, ModelCard, ModelVersion
from celltrail.server.messages import CardDifference, CardPage, Explanations, LocalExplanationPlot

_LONGEST_S = 60.0


def get_card(question: Any) -> CardPage:
    """Return the card of a version."""
    return _page(cards.card_of(question.workspace, version_of(question), question.query.revision))


def save_card(question: Any) -> CardPage:
    """Write into a card."""
    body = question.body
    return _page(
        cards.save(
            question.workspace,
            version_of(question),
            body.texts,
            comment=body.comment,
            expected=body.expected,
            who=question.who,
        )
    )


def diff_card(question: Any) -> CardDifference:
    """Return how two revisions of a card differ."""
    query = question.query
    return CardDifference(text=cards.difference(question.workspace, version_of(question), query.one, query.other))


def get_explanations(question: Any) -> Explanations:
    """Return what is known of where a version's answers come from."""
    here, version = question.workspace, version_of(question)
    found = explaining.explanation_of(here, version)
    return Explanations(
        explanation=found,
        plots=tuple(CardPlot(title=title, svg=svg) for title, svg in pictures(found)) if found else (),
        rows=tuple(_drawn(one) for one in explaining.local_explanations(here, version)),
    )


def explain_version(question: Any) -> Explanations:
    """Explain a version over the rows that are kept of it."""
    body = question.body
    wishes = explaining.Wishes(
        method=body.method,
        rows=body.rows,
        repeats=body.repeats,
        seconds=min(body.seconds, _LONGEST_S),
        seed=body.seed,
        output=body.output,
    )
    explaining.explain(question.workspace, version_of(question), wishes)
    return get_explanations(question)


def explain_row(question: Any) -> LocalExplanationPlot:
    """Explain what a version says to one row."""
    body = question.body
    found = explaining.why(
        question.workspace, version_of(question), body.row, method=body.method, output=body.output
    )
    return _drawn(found)


def _drawn(found: LocalExplanation) -> LocalExplanationPlot:
    return LocalExplanationPlot(explanation=found, svg=local_picture(found))


def _page(card: ModelCard) -> CardPage:
    return CardPage(
        card=card, html=cards.fragment(card), document=cards.document(card), markdown=cards.markdown(card)
    )


def version_of(question: Any) -> ModelVersion:
    """Return the version of the path.

    Raises
    ------
    InvalidInputError
        Its number is none.
    """
    name, number = question.path["name"], question.path["number"]
    if not number.isascii() or not number.isdecimal():
        raise InvalidInputError(f"{number[:20]!r} is no number of a version.", hint="Versions count from 1.")
    found: ModelVersion = question.workspace.store.models.version(name, int(number))
    return found
