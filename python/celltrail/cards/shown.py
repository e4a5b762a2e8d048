"""A card that can be looked at and written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from celltrail import ids
from celltrail.cards.html import document, fragment
from celltrail.cards.markdown import markdown
from celltrail.errors import InvalidInputError, StoreError
from celltrail.records import ModelCard

_FORMS = {".html": document, ".htm": document, ".md": markdown, ".markdown": markdown}


@dataclass(frozen=True, slots=True, repr=False)
class ShownCard:
    """A card: HTML in a notebook, Markdown by ``print``."""

    card: ModelCard

    @property
    def html(self) -> str:
        """The card as a page that stands by itself."""
        return document(self.card)

    @property
    def markdown(self) -> str:
        """The card as Markdown."""
        return markdown(self.card)

    @property
    def texts(self) -> dict[str, str]:
        """What people wrote, by key."""
        return {text.key: text.text for section in self.card.sections for text in section.texts if text.text}

    def write(self, path: str | Path) -> Path:
        """Write the card to a file, as its ending says (``.html`` or ``.md``), and return its path.

        Raises
        ------
        InvalidInputError
            The ending is another one.
        StoreError
            The file cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() not in _FORMS:
            raise InvalidInputError(
                f"A card is not written as {path.name!r}.", hint="Let the name end in .html or .md."
            )
        partial = path.with_name(f".{path.name}.{ids.new_id()}.part")
        try:
            partial.write_text(_FORMS[path.suffix.lower()](self.card), encoding="utf-8")
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise StoreError(f"{path} cannot be written: {error.strerror}.", hint="Name another place.") from error
        return path

    def __repr__(self) -> str:
        return self.markdown

    def _repr_html_(self) -> str:
        return fragment(self.card)

    def _repr_markdown_(self) -> str:
        return self.markdown
