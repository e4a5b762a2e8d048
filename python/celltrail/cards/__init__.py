"""Model cards: what is known of a version beside what people say of it, versioned."""

from __future__ import annotations

from celltrail.cards.card import begin, card_of, difference, save
from celltrail.cards.html import document, fragment
from celltrail.cards.markdown import markdown
from celltrail.cards.texts import TEXTS

__all__ = ["TEXTS", "begin", "card_of", "difference", "document", "fragment", "markdown", "save"]
