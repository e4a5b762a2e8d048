"""What a schedule would do, looked at before it is made.

Each field is checked by itself, so that a form can say all that is wrong at once, each at its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from celltrail import clock
from celltrail.errors import CelltrailError, NameTakenError
from celltrail.jobs import checked_options
from celltrail.records import Trigger
from celltrail.scheduling.schedule import Draft, checked_name, checked_target, checked_trigger
from celltrail.scheduling.triggers import after_each, zone_of
from celltrail.tracking import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePreview:
    """When a schedule that was not made yet would be due, and what is wrong with it."""

    times: tuple[float, ...]
    """The next due times; empty where they are not known beforehand."""
    problems: dict[str, CelltrailError]
    """By field: ``name``, ``target``, ``timezone``, ``trigger``, ``options``."""


def preview(workspace: Workspace, draft: Draft, count: int = 5) -> SchedulePreview:
    """Check a draft field by field and return its next `count` due times; nothing is kept."""
    problems: dict[str, CelltrailError] = {}

    def check(field: str, look: Callable[[], Any]) -> Any:
        try:
            return look()
        except CelltrailError as error:
            problems[field] = error
            return None

    check("target", lambda: checked_target(workspace, draft))
    check("name", lambda: _free_name(workspace, draft))
    check("options", lambda: checked_options(draft.options))
    if draft.trigger.kind == "cron":
        check("timezone", lambda: zone_of(draft.trigger.timezone))
    trigger = None
    if "timezone" not in problems:
        trigger = check("trigger", lambda: checked_trigger(workspace, draft.trigger))
    return SchedulePreview(times=_times(trigger, count), problems=problems)


def _times(trigger: Trigger | None, count: int) -> tuple[float, ...]:
    now = clock.now()
    return () if trigger is None else tuple(islice(after_each(trigger, now, now), count))


def _free_name(workspace: Workspace, draft: Draft) -> str:
    name = checked_name(draft)
    if workspace.store.schedules.where(name=name):
        raise NameTakenError(f"There is a schedule {name!r} already.", hint="Give this one another name.")
    return name
