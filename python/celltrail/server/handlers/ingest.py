"""What clients send: their journals, and the bytes of what these speak of.

Ids and digests come from elsewhere and become names of files, so their form is checked first.
"""

from __future__ import annotations

import re
from typing import Any

from celltrail.errors import InvalidInputError, NotOnServerError
from celltrail.journal import Piece
from celltrail.server.messages import JournalState, MissingArtifacts, UploadState
from celltrail.server.uploads import Part, Uploads
from celltrail.tracking import Workspace
from celltrail.tracking.delivery import alert
from celltrail.tracking.ingest import ingest

_ID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LARGEST_ANSWER = 64 << 20


def get_journal(question: Any) -> JournalState:
    """Return how far a client's journal has arrived."""
    return JournalState(offset=_here(question).store.facts.offset(_id(question.path["writer"])))


def take_journal(question: Any) -> JournalState:
    """Take a piece of a client's journal; one that does not begin where the last ended changes nothing."""
    here, writer, data = _here(question), _id(question.path["writer"]), question.body
    start = question.query.start
    if start < 0 or not data.endswith(b"\n"):
        raise InvalidInputError(
            "A piece of a journal begins at 0 or later and holds whole lines.", hint="Send it again."
        )
    announced: list[str] = []

    def amend(fact: tuple[str, Any]) -> tuple[str, Any]:
        kind, body = fact
        if kind == "bytes" and isinstance(body, str) and _DIGEST.fullmatch(body):
            announced.append(body)
        if kind == "run" and question.who:
            return kind, {**body, "who": question.who}
        return fact

    here.artifacts.sync()  # what is told of must be there, even after a power cut
    taken = ingest(here.store, writer, Piece(data, start), amend)
    if taken.damaged:
        alert(
            here.store,
            f"{taken.damaged} damaged line(s) after byte {start} of the journal {writer} could not be read. "
            f"Everything else in it is kept; the file is with its sender{question.who and f', {question.who}'}.",
        )
    if taken.facts and (lost := _missing(here, announced)):
        alert(here.store, f"{len(lost)} artifact(s) of the journal {writer} never came, such as {lost[0][:12]}.")
    return JournalState(offset=taken.offset, facts=taken.facts, damaged=taken.damaged)


def end_journal(question: Any) -> JournalState:
    """Take note that the writer of a journal is gone: what it left running is lost."""
    store, writer = _here(question).store, _id(question.path["writer"])
    store.facts.close_lost(writer)
    return JournalState(offset=store.facts.offset(writer))


def list_missing_bytes(question: Any) -> MissingArtifacts:
    """Return which of some content is not here."""
    return MissingArtifacts(missing=tuple(_missing(_here(question), question.body.digests)))


def take_bytes(question: Any) -> UploadState:
    """Take a part of an artifact's bytes; when all are there they must have the digest."""
    query = question.query
    part = Part(question.body, query.start, query.total)
    offset, whole = Uploads(_here(question)).take(question.path["digest"], _id(query.upload), part)
    return UploadState(offset=offset, whole=whole)


def get_bytes(question: Any) -> bytes:
    """Return a part of an artifact's bytes."""
    here, digest, query = _here(question), question.path["digest"], question.query
    length = max(0, min(query.length, _LARGEST_ANSWER))
    start = max(0, query.start)
    path = here.artifacts.path(digest)
    if path.name == digest[2:] and path.exists():  # as it is, so that not all of it need be read
        with path.open("rb") as file:
            file.seek(start)
            return file.read(length)
    return bytes(here.artifacts.get_bytes(digest)[start : start + length])


def _missing(here: Workspace, digests: Any) -> list[str]:
    return [digest for digest in dict.fromkeys(digests) if not here.artifacts.has(digest)]


def _here(question: Any) -> Workspace:
    here: Workspace = question.workspace
    if here.settings.server:
        raise NotOnServerError(
            f"This server sends its own runs to {here.settings.server}.", hint="Send yours there too."
        )
    return here


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise InvalidInputError(f"{text[:40]!r} is no id.", hint="An id is 32 hexadecimal digits.")
    return text
