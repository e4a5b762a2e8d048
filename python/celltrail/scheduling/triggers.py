"""When a schedule is due: arithmetic alone, nothing here looks at a clock or a store.

A library reads cron lines. Across changes of the clock its lines do as Debian's cron does: one that names a minute
and an hour fires once right after the gap where its time does not exist, and once where its time comes twice; one
that begins its minute or hour with ``*`` follows real time.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from celltrail.errors import ScheduleError
from celltrail.records import Trigger

SHORTEST_S = 1.0
_LONGEST_S = 10 * 366 * 86_400.0
_FIELDS = 5
_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_FORM = 'Five fields: minute, hour, day of month, month, day of week, such as "0 3 * * 1" (Mondays at 3:00).'


def is_timed(trigger: Trigger) -> bool:
    """Whether it is known beforehand when it is due."""
    return trigger.kind in ("cron", "interval")


def check_timed(trigger: Trigger, now: float) -> None:
    """Refuse a cron line or an interval that makes no sense.

    Raises
    ------
    ScheduleError
        The line is none, or never fires; there is no such time zone; the interval is too short or too long.
    """
    if trigger.kind == "interval":
        _check_interval(trigger.every_s)
        return
    zone_of(trigger.timezone)
    _check_line(trigger.cron)
    if next(_cron_after(trigger, now), None) is None:
        raise _never(trigger.cron)


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone.

    Raises
    ------
    ScheduleError
        There is none of this name.
    """
    known = available_timezones()
    if name in known:
        return ZoneInfo(name)
    lowered = {one.lower(): one for one in known} | {one.rpartition("/")[2].lower(): one for one in sorted(known)}
    close = difflib.get_close_matches(name.lower().replace(" ", "_"), lowered, n=1)
    hint = f"Did you mean {lowered[close[0]]!r}?" if close else "Give an IANA name such as Europe/Berlin or UTC."
    raise ScheduleError(f"There is no time zone {name!r}.", hint=hint)


def first_after(trigger: Trigger, anchor: float, after: float) -> float | None:
    """Return the first due time later than `after`; None where nothing is known beforehand, or it never is again.

    Parameters
    ----------
    anchor
        Where the intervals begin to be counted, so that they do not drift.
    """
    return next(after_each(trigger, anchor, after), None)


def after_each(trigger: Trigger, anchor: float, after: float) -> Iterator[float]:
    """Give the due times later than `after`, one after the other."""
    if trigger.kind == "cron":
        yield from _cron_after(trigger, after)
    elif trigger.kind == "interval" and trigger.every_s:
        yield from _interval_after(trigger.every_s, anchor, after)


def _interval_after(every_s: float, anchor: float, after: float) -> Iterator[float]:
    number = max(1, math.floor((after - anchor) / every_s))
    while True:
        if (at := anchor + number * every_s) > after:
            yield at
        number += 1


def _cron_after(trigger: Trigger, after: float) -> Iterator[float]:
    begin = datetime.fromtimestamp(after, ZoneInfo(trigger.timezone))
    last = after
    for found in CronSim(line_of(trigger.cron), begin):
        # In the second pass of an hour that comes twice, the library begins with times of the first.
        if (at := found.timestamp()) > last:
            last = at
            yield at


@lru_cache(maxsize=64)
def line_of(cron: str) -> str:
    """Return a cron line with its nickname spelled out."""
    return _NICKNAMES.get(cron.strip().lower(), cron.strip())


def _check_line(cron: str) -> None:
    if cron.strip().startswith("@") and cron.strip().lower() not in _NICKNAMES:
        raise ScheduleError(f"{cron!r} is not known.", hint=f"Known are {', '.join(_NICKNAMES)}.")
    fields = line_of(cron).split()
    if len(fields) != _FIELDS:
        hint = f"{_FORM} For seconds use an interval: --every 30s."
        raise ScheduleError(f"{cron!r} has {len(fields)} fields, a cron line has five.", hint=hint)
    try:
        CronSim(" ".join(fields), datetime(2000, 1, 1))  # noqa: DTZ001 - only the line is looked at
    except CronSimError as error:
        # The library says the same of a day that no month has; any month has the days of a line that is right.
        months = [*fields[:3], "*", fields[4]]
        if _is_line([*fields[:2], "*", *fields[3:]]) and _is_line(months):
            raise _never(cron) from None
        reason = str(error).removeprefix("Bad ")
        raise ScheduleError(f"{cron!r} is no cron line: its {reason} is wrong.", hint=_FORM) from None


def _is_line(fields: list[str]) -> bool:
    try:
        CronSim(" ".join(fields), datetime(2000, 1, 1))  # noqa: DTZ001 - only the line is looked at
    except CronSimError:
        return False
    return True


def _never(cron: str) -> ScheduleError:
    return ScheduleError(
        f"{cron!r} never fires: no day of the next fifty years fits its day, month and weekday.",
        hint="Use L for the last day of a month: 0 3 L * *.",
    )


def _check_interval(every_s: float | None) -> None:
    if not every_s or not math.isfinite(every_s) or every_s < SHORTEST_S:
        raise ScheduleError(
            f"An interval of {every_s or 0:g} s is too short.", hint=f"The shortest is {SHORTEST_S:g} s."
        )
    if every_s > _LONGEST_S:
        raise ScheduleError(f"An interval of {every_s:g} s is too long.", hint="The longest is ten years.")
