"""The sections of a card, in the order of Mitchell et al., Model cards for model reporting (FAT* 2019).

What made the model comes last: the paper has it among the details, which would hide them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from celltrail.cards import data, details, quality
from celltrail.cards.known import Known
from celltrail.cards.texts import texts_of
from celltrail.records import CardSection


def sections_of(known: Known, written: Mapping[str, str], origins: Mapping[str, str]) -> tuple[CardSection, ...]:
    """Return the sections of a card from what is known and what people wrote."""
    made = (
        details.details(known),
        CardSection(key="intended_use", title="Intended use"),
        CardSection(key="factors", title="Factors"),
        quality.metrics(known),
        data.evaluation_data(known),
        data.training_data(known),
        quality.analyses(known),
        CardSection(key="ethical_considerations", title="Ethical considerations"),
        CardSection(key="caveats", title="Caveats and recommendations"),
        details.making(known),
    )
    return tuple(replace(section, texts=texts_of(section.key, written, origins)) for section in made)
