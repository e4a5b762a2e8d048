"""Look at a model card, and write into it."""

from __future__ import annotations

from contextlib import suppress

from celltrail import cards, explaining, registry
from celltrail.cards.shown import ShownCard
from celltrail.errors import CelltrailError
from celltrail.records import ModelVersion
from celltrail.tracking import Workspace, workspace

_EXPLAIN_S = 5.0


def card(
    reference: str,
    *,
    revision: int | None = None,
    comment: str = "",
    expected: int | None = None,
    **texts: str,
) -> ShownCard:
    """Return the card of a version, after texts were written into it.

    What is known is as of now; what the version's answers come from is found out when the card is first asked for.
    Each save is a revision.

    Parameters
    ----------
    reference
        ``churn`` (the newest), ``churn/3`` or ``churn@champion``.
    revision
        Return the card as it was saved then.
    comment
        Why the texts are written.
    expected
        The revision that the writer has seen: it is an error if there is a newer one.
    texts
        Markdown under the keys ``intended_use``, ``intended_users``, ``out_of_scope``, ``factors``,
        ``metrics_notes``, ``evaluation_data_notes``, ``training_data_notes``, ``ethical_considerations``,
        ``caveats``. An empty text is taken away; others stay.

    Raises
    ------
    NotFoundError
        There is no such version or revision.
    InvalidInputError
        A card has no text of that key.
    ConflictError
        The card is not at `expected`.

    Examples
    --------
    >>> card("churn/3", intended_use="Rank customers.").write("card.html")  # doctest: +SKIP
    """
    here = workspace()
    here.drain()
    version = registry.resolve(here, reference)
    if texts:
        return ShownCard(cards.save(here, version, texts, comment=comment, expected=expected))
    if revision is None:
        version = _explained(here, version)
    return ShownCard(cards.card_of(here, version, revision))


def card_difference(reference: str, one: int, other: int | None = None) -> str:
    """Return how two revisions of a card differ, as a unified diff; without `other`, from what is known now.

    Raises
    ------
    NotFoundError
        There is no such version or revision.

    Examples
    --------
    >>> print(card_difference("churn/3", 1, 2))  # doctest: +SKIP
    """
    here = workspace()
    here.drain()
    return cards.difference(here, registry.resolve(here, reference), one, other)


def _explained(here: Workspace, version: ModelVersion) -> ModelVersion:
    """Have a version explained where nobody has done so and its rows are kept; a card without it is a card too."""
    if explaining.explanation_of(here, version) is not None:
        return version
    with suppress(CelltrailError):
        explaining.explain(here, version, explaining.Wishes(seconds=_EXPLAIN_S))
    return registry.resolve(here, version.label)
