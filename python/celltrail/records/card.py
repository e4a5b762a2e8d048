"""A model card: what is known of a version, and what people wrote about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFact:
    """Something that is known."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTable:
    """Several things of one kind that are known."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlot:
    """Something that is known, drawn."""

    title: str
    svg: str
    """Without scripts, in the colours of the frontend's theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """Something that only people can say."""

    key: str
    """By which it is edited: ``intended_use``, ``caveats`` ..."""
    title: str
    asks: str
    """What is to be said here."""
    text: str = ""
    """Markdown; empty where nobody has said it yet."""
    origin: str = ""
    """The earlier version that it was written for and taken over from; empty where it is this one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSection:
    """A section of a card."""

    key: str
    title: str
    texts: tuple[CardText, ...] = ()
    facts: tuple[CardFact, ...] = ()
    tables: tuple[CardTable, ...] = ()
    plots: tuple[CardPlot, ...] = ()
    missing: tuple[str, ...] = ()
    """What is not known, and what would make it known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRevision:
    """That a card was saved."""

    revision: int
    at: float
    who: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """A card: the sections of Mitchell et al., Model cards for model reporting (FAT* 2019), and its making."""

    model: str
    number: int
    revision: int
    """The newest saved one, or the one that was asked for; 0 where none is saved."""
    is_newer: bool
    """Whether something has become known since that revision; this card has it."""
    sections: tuple[CardSection, ...]
    revisions: tuple[CardRevision, ...]
    """The newest first."""
