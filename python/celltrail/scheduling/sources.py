"""What else can start a schedule: each source says what is newest with it, and a change of that is a start."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

from celltrail.errors import NotFoundError, ScheduleError
from celltrail.records import Job, Schedule, Trigger
from celltrail.tracking import Workspace

EVENTS = ("drift", "promoted")
CHAMPION = "champion"
ARTIFACT = "artifact:"
_LOOKED_THROUGH = 50


def newest(workspace: Workspace, trigger: Trigger) -> str:
    """Return what is newest with what a trigger looks at; empty where there is nothing yet.

    Raises
    ------
    NotFoundError
        What it looks at is gone.
    """
    if trigger.kind == "after":
        return _finished(workspace, trigger.of)
    if trigger.kind == "event":
        return _NEWEST[trigger.event](workspace, trigger.of)
    if trigger.watch.startswith(ARTIFACT):
        return _artifact(workspace, trigger.watch.removeprefix(ARTIFACT))
    return _alias(workspace, *trigger.watch.rsplit("@", 1))


def is_source(trigger: Trigger) -> bool:
    """Whether a trigger looks at what the store knows; the others look at files, or are timed."""
    return trigger.kind in ("event", "after") or (trigger.kind == "data" and is_named(trigger.watch))


def is_named(watch: str) -> bool:
    """Whether data are named in the store rather than by a path."""
    return watch.startswith(ARTIFACT) or ("@" in watch and not Path(watch).is_absolute())


def check_source(workspace: Workspace, trigger: Trigger) -> None:
    """Refuse a trigger that looks at what is not there.

    Raises
    ------
    NotFoundError
        There is no such deployment, model, schedule or notebook.
    ScheduleError
        There is no such event.
    """
    if trigger.kind == "event" and trigger.event not in EVENTS:
        close = difflib.get_close_matches(trigger.event, EVENTS, n=1)
        raise ScheduleError(
            f"There is no event {trigger.event!r}.",
            hint=f"Did you mean {close[0]!r}?" if close else f"Events are: {', '.join(EVENTS)}.",
        )
    if trigger.kind == "after" and upstream(workspace, trigger.of) is None and not Path(trigger.of).is_file():
        names = ", ".join(sorted(one.name for one in workspace.store.schedules.all(limit=None))) or "none yet"
        raise NotFoundError(
            f"There is no schedule and no notebook {trigger.of!r} to come after.", hint=f"Schedules are: {names}."
        )
    newest(workspace, trigger)


def upstream(workspace: Workspace, of: str) -> Schedule | None:
    """Return the schedule that an ``after`` trigger waits for; None where it waits for a notebook."""
    found = workspace.store.schedules.where(name=of)
    return found[0] if found else None


def _finished(workspace: Workspace, of: str) -> str:
    schedule = upstream(workspace, of)
    if schedule is not None and schedule.pipeline:
        runs = workspace.store.pipelines.runs.where(_LOOKED_THROUGH, schedule_id=schedule.id, status="finished")
        return max(((run.ended_at or 0, run.id) for run in runs), default=(0, ""))[1]
    if schedule is None and not Path(of).is_absolute():
        raise NotFoundError(f"The schedule {of!r} is gone.", hint="Remove this one, or make that one again.")
    which = {"notebook": of} if schedule is None else {"schedule_id": schedule.id}
    done: tuple[Job, ...] = workspace.store.jobs.where(_LOOKED_THROUGH, status="finished", **which)
    return max(((job.ended_at or 0, job.id) for job in done), default=(0, ""))[1]


def _drifted(workspace: Workspace, deployment: str) -> str:
    store = workspace.store
    reports = store.drift.reports(store.deployments.get(deployment).id, limit=_LOOKED_THROUGH)
    return next((report.id for report in reports if report.verdict == "drifted"), "")


def _promoted(workspace: Workspace, model: str) -> str:
    name, _, alias = model.partition("@")
    workspace.store.models.get(name)
    changes = workspace.store.models.history(name)
    return next((f"{one.number} at {one.at}" for one in changes if one.alias == (alias or CHAMPION)), "")


def _alias(workspace: Workspace, model: str, alias: str) -> str:
    return str(workspace.store.models.get(model).aliases.get(alias, ""))


def _artifact(workspace: Workspace, name: str) -> str:
    versions = workspace.store.histories.of(name)
    return versions[-1].digest or "" if versions else ""


_NEWEST: dict[str, Callable[[Workspace, str], str]] = {"drift": _drifted, "promoted": _promoted}
