"""Pieces of journals become rows, once each, whoever brings them and however often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from celltrail.errors import CelltrailError, InvalidInputError
from celltrail.journal import Piece, parse

if TYPE_CHECKING:
    from celltrail.store import Store

Amend = Callable[[tuple[str, Any]], tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a piece."""

    offset: int
    """How many bytes of the journal are in the store now."""
    facts: int = 0
    damaged: int = 0
    """How many lines could not be read, or hold what no row can hold."""


def ingest(store: Store, writer: str, piece: Piece, amend: Amend | None = None) -> Taken:
    """Bring a piece into the store if the store is just where the piece begins; else say where it is.

    A line that the database refuses costs that line and no other. `amend` may change each fact before.
    """
    from celltrail.store.facts import fits

    chunk = parse(piece)
    fitting = [fact for fact in chunk.facts if fits(fact)]
    damaged = chunk.damaged + len(chunk.facts) - len(fitting)
    facts = [amend(fact) for fact in fitting] if amend else fitting
    try:
        applied = store.facts.apply(writer, facts, piece.start, piece.end)
    except Exception as error:
        if isinstance(error, CelltrailError) and not isinstance(error, InvalidInputError):
            raise  # the store is away, locked or full: all of it is tried again later
        return _without_what_is_refused(store, writer, piece, amend)
    if not applied:
        return Taken(store.facts.offset(writer))
    return Taken(piece.end, len(facts), damaged)


def _without_what_is_refused(store: Store, writer: str, piece: Piece, amend: Amend | None) -> Taken:
    halves = piece.halves()
    if halves is None:
        applied = store.facts.apply(writer, (), piece.start, piece.end)
        return Taken(piece.end, 0, 1) if applied else Taken(store.facts.offset(writer))
    first = ingest(store, writer, halves[0], amend)
    if first.offset != halves[1].start:
        return first
    second = ingest(store, writer, halves[1], amend)
    return Taken(second.offset, first.facts + second.facts, first.damaged + second.damaged)
