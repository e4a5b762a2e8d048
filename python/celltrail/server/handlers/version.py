"""Who answers, and what happened."""

from __future__ import annotations

from typing import Any

import celltrail
from celltrail.server.messages import EventsPage, VersionInfo


def get_version(question: Any) -> VersionInfo:
    """Return the version of this extension."""
    return VersionInfo(version=celltrail.__version__, home=str(question.workspace.settings.home))


def list_events(question: Any) -> EventsPage:
    """Return what happened after an event; with ``after=-1`` only where the feed stands."""
    events = question.workspace.store.events
    if question.query.after < 0:
        return EventsPage(events=(), last=events.last())
    found = events.after(question.query.after)
    return EventsPage(events=found, last=found[-1].seq if found else question.query.after)
