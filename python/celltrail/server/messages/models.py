"""Requests and answers about models."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records import AliasChange, GateCheck, Model, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsPage:
    """All models by name."""

    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasHistory:
    """How the aliases of a model moved, newest first."""

    changes: tuple[AliasChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoteRequest:
    """Move an alias to a version."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRequest:
    """Do it, and say why."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeRequest:
    """What shall be said of a model or version; what is None stays as it is."""

    description: str | None = None
    owner: str | None = None
    tags: dict[str, str | None] | None = None
    """Those to set; one that is None goes."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameRequest:
    """Give a model another name."""

    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineQuery:
    """Whose life is asked for."""

    number: int | None = None
    """Only what is about this version, or about the model as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """What happened to a model, newest first."""

    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateChecksPage:
    """When the gates of a version were checked again, newest first."""

    checks: tuple[GateCheck, ...]
