"""A card as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from celltrail.cards.rendered import has_html
from celltrail.cards.wording import moment
from celltrail.records import CardSection, CardTable, CardText, ModelCard

_MARKS = re.compile(r"([\\`*_{}\[\]<>()|~&$])")
_PICTURE = "A plot; see the card as HTML."
NOBODY = "Nobody has written this yet."


def markdown(card: ModelCard, *, with_revision: bool = True) -> str:
    """Return a card as Markdown, in which names and values stand for themselves only."""
    return "\n".join(_lines(card, with_revision=with_revision)) + "\n"


def revision_line(card: ModelCard) -> str:
    """Return which revision a card is, and of when and whom."""
    found = [one for one in card.revisions if one.revision == card.revision]
    if not found:
        return "Not saved yet."
    newer = " What has become known since then is in it." if card.is_newer else ""
    by = f" by {found[0].who}" if found[0].who else ""
    return f"Revision {card.revision}, saved {moment(found[0].at)}{by}.{newer}"


def _lines(card: ModelCard, *, with_revision: bool) -> Iterator[str]:
    yield f"# Model card: {escaped(f'{card.model}/{card.number}')}"
    if with_revision:
        yield from ("", escaped(revision_line(card)))
    for section in card.sections:
        yield from ("", f"## {section.title}")
        yield from _section(section)


def _section(section: CardSection) -> Iterator[str]:
    for text in section.texts:
        yield from _text(text, alone=len(section.texts) == 1 and text.title == section.title)
    if section.facts:
        yield ""
        yield from (f"- {escaped(fact.label)}: {escaped(fact.value)}" for fact in section.facts)
    for table in section.tables:
        yield from _table(table)
    for plot in section.plots:
        yield from ("", f"*{escaped(plot.title)}*: {_PICTURE}")
    if section.missing:
        yield ""
        yield from (f"- **Missing**: {escaped(one)}" for one in section.missing)


def _text(text: CardText, *, alone: bool) -> Iterator[str]:
    if not alone:
        yield from ("", f"### {text.title}")
    yield ""
    if not text.text:
        yield f"**Missing**: {text.asks} {NOBODY}"
        return
    if text.origin:
        yield from (f"*Written for {escaped(text.origin)}, not looked through since.*", "")
    yield text.text.replace("<", "&lt;") if has_html(text.text) else text.text


def _table(table: CardTable) -> Iterator[str]:
    yield from ("", f"**{escaped(table.title)}**", "")
    yield f"| {' | '.join(escaped(name) for name in table.columns)} |"
    yield f"|{'---|' * len(table.columns)}"
    yield from (f"| {' | '.join(escaped(value) for value in row)} |" for row in table.rows)


def escaped(text: str) -> str:
    r"""Return a text as Markdown that shows just that, on one line.

    >>> print(escaped("a|b <i>"))
    a\|b \<i\>
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
