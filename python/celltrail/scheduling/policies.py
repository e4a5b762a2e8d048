"""What becomes of starts that were missed: a pure function, so that every case is in a test."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from celltrail import clock
from celltrail.records import Schedule
from celltrail.scheduling.triggers import after_each, first_after

LATE_S = 60.0
"""A start that is at most this late counts as on time."""
MOST_CAUGHT_UP = 100
"""How many missed starts are caught up; older ones are left out, and that is said."""
_MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do about a schedule that is due."""

    starts: tuple[float, ...]
    """The due times that are started."""
    left_out: int
    """How many due times are not."""
    reason: str
    """Why they are not; empty where none is left out."""
    next_at: float | None
    newest: float
    """The newest due time that is over."""


def plan(schedule: Schedule, now: float) -> Plan | None:
    """Return what to do at a moment; None where nothing is due."""
    if schedule.next_at is None or schedule.next_at > now:
        return None
    count, newest = _due(schedule, schedule.next_at, now)
    starts = _started(schedule, newest, now)
    left_out = count - len(starts)
    return Plan(
        starts=starts,
        left_out=left_out,
        reason=_reason(schedule, left_out, count) if left_out else "",
        next_at=first_after(schedule.trigger, schedule.created_at, max(newest[-1], now)),
        newest=newest[-1],
    )


def _due(schedule: Schedule, first: float, now: float) -> tuple[int, deque[float]]:
    """Return how many due times are over, and the newest of them."""
    newest = deque([first], maxlen=MOST_CAUGHT_UP)
    count = 1
    for at in after_each(schedule.trigger, schedule.created_at, first):
        if at > now:
            break
        count += 1
        newest.append(at)
        if count == _MOST_COUNTED:  # after a long absence only the end of it matters
            count += _leap(schedule, newest, now)
            break
    return count, newest


def _leap(schedule: Schedule, newest: deque[float], now: float) -> int:
    span = newest[-1] - newest[0]
    more = 0
    for at in after_each(schedule.trigger, schedule.created_at, max(newest[-1], now - 2 * span)):
        if at > now:
            break
        more += 1
        newest.append(at)
    return more


def _started(schedule: Schedule, newest: deque[float], now: float) -> tuple[float, ...]:
    if schedule.missed == "all":
        return tuple(newest)
    if schedule.missed == "once" or now - newest[-1] <= LATE_S:
        return (newest[-1],)
    return ()


def _reason(schedule: Schedule, left_out: int, count: int) -> str:
    missed = (
        "1 start was" if left_out == 1 else f"{left_out}{' or more' if count >= _MOST_COUNTED else ''} starts were"
    )
    since = clock.iso(schedule.next_at or 0)
    rule = {
        "skip": "missed starts are skipped",
        "once": "missed starts are run once",
        "all": f"at most {MOST_CAUGHT_UP} are caught up",
    }[schedule.missed]
    return f"{missed} due from {since} on while no worker ran; {rule}."
