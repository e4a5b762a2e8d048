"""A version's card: what is known now beside what people wrote, each save kept as a revision."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from celltrail import clock
from celltrail.artifacts.store import BYTES
from celltrail.cards.known import known_of
from celltrail.cards.markdown import markdown
from celltrail.cards.sections import sections_of
from celltrail.cards.texts import checked
from celltrail.errors import ConflictError, InvalidInputError, NotFoundError
from celltrail.records import Attachment, CardRevision, CardSection, ModelCard, ModelVersion
from celltrail.tracking import Workspace
from celltrail.tracking.run import user_name

ROLE = "card"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saved:
    """A revision as it is kept."""

    format: int = _FORMAT
    written: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    """For texts that were taken over: the version that they were written for."""
    sections: tuple[CardSection, ...] = ()


def card_of(here: Workspace, version: ModelVersion, revision: int | None = None) -> ModelCard:
    """Return a version's card: with all that is known now, or as it was saved as a revision.

    Raises
    ------
    NotFoundError
        There is no such revision.
    """
    kept = _kept(here, version)
    if revision is not None:
        saved = _read(here, _at(kept, version, revision))
        return _card(version, revision, saved.sections, kept)
    saved = _read(here, kept[0]) if kept else _Saved()
    sections = sections_of(known_of(here, version), saved.written, saved.origins)
    return _card(version, kept[0].revision if kept else 0, sections, kept, is_newer=sections != saved.sections)


def save(
    here: Workspace,
    version: ModelVersion,
    written: Mapping[str, str],
    *,
    comment: str = "",
    expected: int | None = None,
    who: str = "",
) -> ModelCard:
    """Keep the next revision of a card and return it; texts that are not given stay, empty ones are taken away.

    Parameters
    ----------
    expected
        The revision that the writer has seen.

    Raises
    ------
    InvalidInputError
        A card has no such text.
    ConflictError
        Somebody else has saved the card since the revision that was expected.
    """
    given = checked(written)
    kept = _kept(here, version)
    newest = kept[0].revision if kept else 0
    if expected is not None and expected != newest:
        raise _changed(version, expected, newest)
    before = _read(here, kept[0]) if kept else _Saved()
    texts = {key: text for key, text in {**before.written, **given}.items() if text}
    origins = {key: origin for key, origin in before.origins.items() if key in texts and key not in given}
    _keep(here, version, _Saved(written=texts, origins=origins), (comment[:1_000], who or user_name(), newest))
    return card_of(here, here.store.models.version(version.model, version.number))


def begin(here: Workspace, version: ModelVersion) -> None:
    """Keep the first revision of a new version's card, with what people wrote for the version before."""
    if _kept(here, version):
        return
    earlier = _earlier(here, version)
    if earlier is None:
        _keep(here, version, _Saved(), ("made when it was registered", user_name(), 0))
        return
    label, saved = earlier
    origins = {key: saved.origins.get(key, label) for key in saved.written}
    comment = f"made when it was registered; texts of {label}" if saved.written else "made when it was registered"
    _keep(here, version, _Saved(written=saved.written, origins=origins), (comment, user_name(), 0))


def difference(here: Workspace, version: ModelVersion, one: int, other: int | None = None) -> str:
    """Return how two revisions of a card differ, as a unified diff of their Markdown; without `other`: from now.

    Raises
    ------
    NotFoundError
        There is no such revision.
    """
    cards = (card_of(here, version, one), card_of(here, version, other))
    names = (f"revision {one}", f"revision {other}" if other is not None else "now")
    lines = [markdown(card, with_revision=False).splitlines() for card in cards]
    return "\n".join(difflib.unified_diff(lines[0], lines[1], *names, lineterm="", n=1))


def _keep(here: Workspace, version: ModelVersion, texts: _Saved, said: tuple[str, str, int]) -> None:
    """Keep texts, with what is known now, as the revision after `said`'s number."""
    comment, who, newest = said
    content = replace(texts, sections=sections_of(known_of(here, version), texts.written, texts.origins))
    attachment = Attachment(
        model=version.model,
        number=version.number,
        role=ROLE,
        revision=0,
        digest=here.artifacts.put_bytes(msgspec.json.encode(content, order="deterministic")),
        codec=BYTES,
        at=clock.now(),
        who=who,
        comment=comment,
    )
    here.store.models.attach(attachment, expected=newest)


def _earlier(here: Workspace, version: ModelVersion) -> tuple[str, _Saved] | None:
    """Return the newest earlier version that has a card, and that card."""
    for found in here.store.models.get(version.model).versions:
        kept = found.attachment(ROLE)
        if found.number < version.number and kept is not None:
            return found.label, _read(here, kept)
    return None


def _kept(here: Workspace, version: ModelVersion) -> list[Attachment]:
    """Return the revisions of a card, the newest first."""
    found = here.store.models.attached(version.model, version.number)
    return sorted((one for one in found if one.role == ROLE), key=lambda one: -one.revision)


def _at(kept: list[Attachment], version: ModelVersion, revision: int) -> Attachment:
    for one in kept:
        if one.revision == revision:
            return one
    hint = f"The newest is {kept[0].revision}." if kept else "None is saved yet."
    raise NotFoundError(f"The card of {version.label} has no revision {revision}.", hint=hint)


def _read(here: Workspace, kept: Attachment) -> _Saved:
    try:
        saved = msgspec.json.decode(here.artifacts.get_bytes(kept.digest), type=_Saved)
    except msgspec.MsgspecError as error:
        raise InvalidInputError(
            f"Revision {kept.revision} of the card of {kept.model}/{kept.number} cannot be read: {error}.",
            hint="A newer celltrail wrote it: update.",
        ) from error
    return saved


def _card(
    version: ModelVersion,
    revision: int,
    sections: tuple[CardSection, ...],
    kept: list[Attachment],
    *,
    is_newer: bool = False,
) -> ModelCard:
    return ModelCard(
        model=version.model,
        number=version.number,
        revision=revision,
        is_newer=is_newer,
        sections=sections,
        revisions=tuple(
            CardRevision(revision=one.revision, at=one.at, who=one.who, comment=one.comment) for one in kept
        ),
    )


def _changed(version: ModelVersion, expected: int, newest: int) -> ConflictError:
    return ConflictError(
        f"The card of {version.label} is at revision {newest}, not {expected}: somebody saved it meanwhile.",
        hint="Look at it again, then save.",
    )
