"""What people are asked to write into a card."""

from __future__ import annotations

from collections.abc import Mapping

from celltrail.errors import InvalidInputError, TooLargeError
from celltrail.records import CardText

LONGEST = 50_000
TEXTS: dict[str, tuple[str, str, str]] = {
    "intended_use": ("intended_use", "Intended use", "What is the model made for, and in which decisions?"),
    "intended_users": ("intended_use", "Intended users", "Who is to use it?"),
    "out_of_scope": ("intended_use", "Out of scope", "What must it not be used for?"),
    "factors": ("factors", "Factors", "Which groups, instruments or circumstances can change how good it is?"),
    "metrics_notes": ("metrics", "Choice of metrics", "Why these metrics and thresholds?"),
    "evaluation_data_notes": ("evaluation_data", "Notes", "Why these data, and how were they prepared?"),
    "training_data_notes": ("training_data", "Notes", "Where are the data from, and who is in them?"),
    "ethical_considerations": (
        "ethical_considerations",
        "Ethical considerations",
        "Sensitive data, risks and harms, what was done against them?",
    ),
    "caveats": ("caveats", "Caveats and recommendations", "What else should one know before using it?"),
}
"""For each key: the section that it stands in, its title, what is asked."""


def texts_of(section: str, written: Mapping[str, str], origins: Mapping[str, str]) -> tuple[CardText, ...]:
    """Return the texts of a section."""
    return tuple(
        CardText(key=key, title=title, asks=asks, text=written.get(key, ""), origin=origins.get(key, ""))
        for key, (place, title, asks) in TEXTS.items()
        if place == section
    )


def checked(written: Mapping[str, str]) -> dict[str, str]:
    """Return texts that a person wrote, ends trimmed and lines ended the same way everywhere.

    Raises
    ------
    InvalidInputError
        A card has no such text, or it is no text.
    TooLargeError
        It is too long.
    """
    if unknown := [key for key in written if key not in TEXTS]:
        raise InvalidInputError(f"A card has no text {unknown[0]!r}.", hint=f"Its texts are: {', '.join(TEXTS)}.")
    made = {}
    for key, text in written.items():
        if not isinstance(text, str):
            raise InvalidInputError(f"{key} is {type(text).__name__}, not text.", hint="Write Markdown.")
        made[key] = "\n".join(text.encode("utf-8", "replace").decode().replace("\x00", "").splitlines()).strip()
        if len(made[key]) > LONGEST:
            raise TooLargeError(
                f"{key} has {len(made[key]):,} characters.", hint=f"A text of a card has {LONGEST:,} at the most."
            )
    return made
