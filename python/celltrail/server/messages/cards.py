"""Requests and answers about cards and explanations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from celltrail.records import CardPlot, Explanation, LocalExplanation, ModelCard


@dataclass(frozen=True, slots=True, kw_only=True)
class CardQuery:
    """Which revision of a card."""

    revision: int | None = None
    """As it was saved then; without it, with all that is known now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """A card, and how it looks."""

    card: ModelCard
    html: str
    """A piece of a page without scripts, in the colours of the frontend's theme."""
    document: str
    """A page that stands by itself."""
    markdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRequest:
    """Save a card."""

    texts: dict[str, str] = field(default_factory=dict)
    """Markdown by key; empty ones are taken away, those that are not given stay."""
    comment: str = ""
    expected: int | None = None
    """The revision that the writer has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDifferenceQuery:
    """Which revisions to compare."""

    one: int
    other: int | None = None
    """Without it: with what is known now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDifference:
    """How two revisions of a card differ."""

    text: str
    """A unified diff of their Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalExplanationPlot:
    """Why a version said what it said to one row, and how that looks."""

    explanation: LocalExplanation
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanations:
    """What is known of where a version's answers come from."""

    explanation: Explanation | None
    """Over many rows; None where nobody has asked."""
    plots: tuple[CardPlot, ...]
    rows: tuple[LocalExplanationPlot, ...]
    """For single rows, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainRequest:
    """Explain a version over the rows that are kept of it."""

    method: Literal["permutation", "shap"] = "permutation"
    rows: int = 2_000
    repeats: int = 10
    seconds: float = 20.0
    """After this time no further round is begun; at most 60."""
    seed: int = 0
    output: str | None = None
    """The class whose chance is explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyRequest:
    """Explain what a version says to one row."""

    row: dict[str, Any]
    method: Literal["shapley", "shap"] = "shapley"
    output: str | None = None
