"""Requests and answers about the whole: who answers, what went wrong, what changed."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What every answer from 400 on holds."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """What is wrong with one field of a form."""

    field: str
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionInfo:
    """Who answers."""

    version: str
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsQuery:
    """Which events are asked for."""

    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage:
    """Events in their order."""

    events: tuple[Event, ...]
    last: int
    """The sequence number to ask after next time."""
