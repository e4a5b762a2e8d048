"""Noticing what is not timed: new data, events, the end of another job."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from blake3 import blake3

from celltrail import clock
from celltrail.errors import CelltrailError, ScheduleError
from celltrail.records import Schedule, Trigger
from celltrail.scheduling.claim import claim_seen, new_start, skipped
from celltrail.scheduling.files import Contents, FileState, Quiet, left_out, list_files, newest_change
from celltrail.scheduling.sources import is_source, newest
from celltrail.scheduling.triggers import is_timed
from celltrail.tracking import Workspace

MOST_BY_ITSELF = 3
"""How often in a row a schedule may be started by a change that came while its own job ran."""

_CIRCLE = (
    f"It changes what it watches: its last {MOST_BY_ITSELF} starts followed changes that were made while its own "
    "job ran. It was paused. Let the notebook write elsewhere, or watch less, and resume it."
)


class Seen(msgspec.Struct, frozen=True):
    """What a schedule that watches files saw last, as it is kept in ``Schedule.seen``."""

    stat: str = ""
    content: str = ""
    by_itself: int = 0
    """How many of its last starts in a row followed a change that was made while its own job ran."""


class Notices:
    """Looks at what the schedules of a worker watch."""

    def __init__(self) -> None:
        self._contents = Contents()
        self._quiet = Quiet()

    def claim(self, workspace: Workspace, schedule: Schedule, now: float, worker: str) -> bool:
        """Take the start that follows from a change, if there was one; return whether this worker got it."""
        if is_timed(schedule.trigger):
            return False
        try:
            if is_source(schedule.trigger):
                return _claim_newest(workspace, schedule, now, worker)
            return self._claim_files(workspace, schedule, now, worker)
        except (CelltrailError, OSError) as error:
            if schedule.error != str(error):
                workspace.store.schedules.change(schedule.id, error=str(error))
            return False

    def _claim_files(self, workspace: Workspace, schedule: Schedule, now: float, worker: str) -> bool:
        files = _files(workspace, schedule)
        seen = msgspec.json.decode(schedule.seen or "{}", type=Seen)
        stat = _stat(files)
        if stat == seen.stat:
            self._quiet.forget(schedule.id)
            return False
        if not self._quiet.is_settled(schedule.id, stat):
            return False
        content = self._contents.of(files)
        if _stat(_files(workspace, schedule)) != stat:  # somebody wrote while we read
            self._quiet.forget(schedule.id)
            return False
        self._quiet.forget(schedule.id)
        if not files or content == seen.content:  # gone, or touched and the same
            return claim_seen(workspace, schedule, _text(Seen(stat, content, seen.by_itself)), [])
        by_itself = seen.by_itself + 1 if _is_own(workspace, schedule, files) else 0
        now_seen = _text(Seen(stat, content, by_itself))
        if by_itself < MOST_BY_ITSELF:
            start = new_start(schedule, now, now, worker, reason=f"{schedule.trigger.watch} changed.")
            return claim_seen(workspace, schedule, now_seen, [start])
        ended = skipped(schedule, now, now, worker, reason=_CIRCLE)
        return claim_seen(workspace, schedule, now_seen, [ended], paused=True, error=_CIRCLE)


def baseline(workspace: Workspace, schedule: Schedule) -> Schedule:
    """Return a schedule that has seen what is there now, so that only what comes later starts it.

    Raises
    ------
    NotFoundError
        What it looks at is not there.
    """
    if is_timed(schedule.trigger):
        return schedule
    if is_source(schedule.trigger):
        return replace(schedule, seen=newest(workspace, schedule.trigger))
    files = _files(workspace, schedule)
    try:
        content = Contents().of(files)
    except OSError as error:
        raise ScheduleError(
            f"{error.filename} cannot be watched: {error.strerror}.", hint="Check its rights."
        ) from error
    return replace(schedule, seen=_text(Seen(_stat(files), content)))


def _claim_newest(workspace: Workspace, schedule: Schedule, now: float, worker: str) -> bool:
    found = newest(workspace, schedule.trigger)
    if found == schedule.seen:
        return False
    starts = [new_start(schedule, now, now, worker, reason=_why(schedule.trigger, found))] if found else []
    return claim_seen(workspace, schedule, found, starts)


def _is_own(workspace: Workspace, schedule: Schedule, files: tuple[FileState, ...]) -> bool:
    """Whether the newest change was made while a job of this schedule ran."""
    jobs = workspace.store.jobs.where(1, schedule_id=schedule.id)
    at = newest_change(files)
    return bool(jobs) and jobs[0].created_at <= at <= (jobs[0].ended_at or clock.now()) + 1


def _why(trigger: Trigger, found: str) -> str:
    if trigger.kind == "after":
        return f"{trigger.of} finished: {found}."
    if trigger.kind == "data":
        return f"{trigger.watch} is now {found[:12]}."
    return (
        f"Drift of {trigger.of}: report {found}." if trigger.event == "drift" else f"{trigger.of} is now {found}."
    )


def _files(workspace: Workspace, schedule: Schedule) -> tuple[FileState, ...]:
    return list_files(schedule.trigger.watch, left_out(schedule, workspace.settings.home))


def _stat(files: tuple[FileState, ...]) -> str:
    return str(
        blake3(msgspec.json.encode([(one.path, one.size, one.mtime_ns, one.inode) for one in files])).hexdigest()
    )


def _text(seen: Seen) -> str:
    return msgspec.json.encode(seen).decode()
