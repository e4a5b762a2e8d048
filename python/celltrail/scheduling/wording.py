"""Between the words that people use for triggers and the triggers themselves."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from celltrail.errors import ScheduleError
from celltrail.records import Schedule, Trigger

_UNITS = {"s": 1, "sec": 1, "min": 60, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)")
_SPANS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def seconds_of(text: str | float) -> float:
    """Return a span of time in seconds.

    >>> seconds_of("1h"), seconds_of("90 s"), seconds_of("1.5 min"), seconds_of(20)
    (3600.0, 90.0, 90.0, 20.0)

    Raises
    ------
    ScheduleError
        It is none.
    """
    if isinstance(text, int | float):
        return float(text)
    found = _SPAN.fullmatch(text.strip().lower())
    if not found or (found[2] or "s") not in _UNITS:
        raise ScheduleError(f"{text!r} is no span of time.", hint="Write for example 30s, 10min, 6h, 1d.")
    return float(found[1]) * _UNITS[found[2] or "s"]


def trigger_of(
    cron: str | None = None,
    *,
    every: str | float | None = None,
    on_data: str | Path | None = None,
    on_event: str | None = None,
    after: str | Path | None = None,
    timezone: str | None = None,
) -> Trigger:
    """Return the trigger that a person means.

    Raises
    ------
    ScheduleError
        None is given, or more than one; a time zone where there is no cron line; or one that is not well formed.
    """
    given = {"a cron line": cron, "every": every, "on_data": on_data, "on_event": on_event, "after": after}
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        raise ScheduleError(
            f"A schedule has one trigger; {' and '.join(named) or 'none'} {'are' if named else 'is'} given.",
            hint="Give a cron line, or one of every, on_data, on_event, after.",
        )
    if timezone is not None and cron is None:
        raise ScheduleError("Only a cron line has a time zone.", hint="Leave the time zone out.")
    if cron is not None:
        return Trigger(kind="cron", cron=cron.strip(), timezone=timezone or local_zone())
    if every is not None:
        return Trigger(kind="interval", every_s=seconds_of(every))
    if on_event is not None:
        event, colon, of = on_event.partition(":")
        if not colon or not of:
            hint = "Write drift:DEPLOYMENT or promoted:MODEL."
            raise ScheduleError(f"{on_event!r} does not say of what.", hint=hint)
        return Trigger(kind="event", event=event, of=of)
    if after is not None:
        return Trigger(kind="after", of=str(after))
    return Trigger(kind="data", watch=str(on_data))


def words_of(trigger: Trigger) -> str:
    """Return a trigger as lists show it.

    >>> words_of(Trigger(kind="interval", every_s=3600))
    'every 1 h'
    """
    if trigger.kind == "cron":
        return f"{trigger.cron} ({trigger.timezone})"
    if trigger.kind == "interval":
        every = trigger.every_s or 0
        size, unit = next((one for one in _SPANS if every >= one[0] and every % one[0] == 0), (1, "s"))
        return f"every {every / size:g} {unit}"
    if trigger.kind == "data":
        return f"when {trigger.watch} changes"
    return f"after {trigger.of}" if trigger.kind == "after" else f"{trigger.event} of {trigger.of}"


def local_zone() -> str:
    """Return the IANA name of this machine's time zone; UTC where it cannot be told."""
    told = os.environ.get("TZ", "").lstrip(":")
    link = os.path.realpath("/etc/localtime")
    for name in (told, link.partition("zoneinfo/")[2]):
        if name in available_timezones():
            return name
    return "UTC"


def when(at: float | None, schedule: Schedule | None = None) -> str:
    """Return a moment in the time zone of a schedule, else in that of this machine."""
    if at is None:
        return "-"
    zone = schedule.trigger.timezone if schedule and schedule.trigger.kind == "cron" else local_zone()
    return datetime.fromtimestamp(at, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S %Z")
