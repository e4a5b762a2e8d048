"""Requests and answers of machines that bring their journals and bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """How far a client's journal has arrived."""

    offset: int
    """How many bytes of it; the next piece begins there."""
    facts: int = 0
    """How many facts this piece brought."""
    damaged: int = 0
    """How many lines of this piece could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPieceQuery:
    """Where in the journal a piece begins."""

    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestsRequest:
    """Some content, by its digests."""

    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingArtifacts:
    """What of that is not here."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactPieceQuery:
    """Which part of an artifact's bytes is sent."""

    upload: str
    """Names this upload: 32 hexadecimal digits of the client's choice."""
    start: int
    total: int
    """How many bytes the whole has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadState:
    """How far an upload is."""

    offset: int
    whole: bool
    """True when all bytes are here and have the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactBytesQuery:
    """Which part of an artifact's bytes is asked for."""

    start: int = 0
    length: int = 32 << 20
