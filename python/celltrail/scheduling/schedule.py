"""Making schedules, and what can be done with one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from celltrail import clock, ids
from celltrail.actor import user_name
from celltrail.errors import ConflictError, ScheduleError
from celltrail.jobs import check_parameters, checked_options, read_notebook
from celltrail.records import Firing, JobOptions, MissedPolicy, OverlapPolicy, Schedule, Trigger
from celltrail.scheduling.claim import new_start
from celltrail.scheduling.files import check_watch
from celltrail.scheduling.notice import baseline
from celltrail.scheduling.sources import check_source, is_named, is_source, upstream
from celltrail.scheduling.start import make
from celltrail.scheduling.timekeeping import alive
from celltrail.scheduling.triggers import after_each, check_timed, first_after, is_timed
from celltrail.tracking import Workspace

NO_WORKER = "No worker runs, so nothing will start: run `celltrail worker`, or keep JupyterLab open."
_NAME = re.compile(r"\w[\w .-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A schedule as it is asked for."""

    trigger: Trigger
    notebook: Path | None = None
    pipeline: str | None = None
    name: str = ""
    """Empty for the name of the notebook or pipeline."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    options: JobOptions = field(default_factory=JobOptions)
    missed: MissedPolicy = "once"
    overlap: OverlapPolicy = "skip"
    who: str = ""


def create(workspace: Workspace, draft: Draft) -> Schedule:
    """Keep a new schedule; what is there already when it is made does not start it.

    Raises
    ------
    ScheduleError
        Its trigger makes no sense or never fires, or it would start itself in a circle.
    NameTakenError
        Another one has its name.
    NotFoundError
        The pipeline, or what the trigger looks at, is not there.
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type.
    """
    notebook, parameters = checked_target(workspace, draft)
    trigger = checked_trigger(workspace, draft.trigger)
    now = clock.now()
    schedule = Schedule(
        id=ids.new_id(),
        name=checked_name(draft),
        trigger=trigger,
        created_at=now,
        notebook=notebook,
        pipeline=draft.pipeline,
        parameters=parameters,
        options=checked_options(draft.options),
        missed=draft.missed,
        overlap=draft.overlap,
        next_at=first_after(trigger, now, now),
        who=draft.who or user_name(),
    )
    _check_circle(workspace, schedule)
    schedule = baseline(workspace, schedule)
    workspace.store.schedules.add(schedule)
    return schedule


def pause(workspace: Workspace, name: str) -> Schedule:
    """Let a schedule start nothing until it is resumed; what runs goes on.

    Raises
    ------
    ConflictError
        It is paused already.
    NotFoundError
        There is no such schedule.
    """
    schedule = workspace.store.schedules.named(name)
    if schedule.paused:
        raise ConflictError(f"{schedule.name} is paused already.", hint="Resume it, or leave it so.")
    workspace.store.schedules.set_paused(schedule.id, paused=True)
    return workspace.store.schedules.get(schedule.id)


def resume(workspace: Workspace, name: str) -> Schedule:
    """Let a paused schedule start again what is due from now on; what was due meanwhile does not count as missed.

    One that is not paused is planned anew from now, which helps after the clock was wrong.

    Raises
    ------
    NotFoundError
        There is no such schedule, or what it looks at is gone.
    """
    schedule = workspace.store.schedules.named(name)
    fresh = baseline(workspace, schedule)
    workspace.store.schedules.set_paused(
        schedule.id,
        paused=False,
        error=None,
        seen=fresh.seen,
        next_at=first_after(schedule.trigger, schedule.created_at, clock.now()),
    )
    return workspace.store.schedules.get(schedule.id)


def remove(workspace: Workspace, name: str) -> Schedule:
    """Forget a schedule and its history, and return it as it was; its jobs stay.

    Raises
    ------
    NotFoundError
        There is no such schedule.
    """
    schedule = workspace.store.schedules.named(name)
    workspace.store.schedules.remove(schedule.id)
    return schedule


def run_now(workspace: Workspace, name: str) -> Firing:
    """Start a schedule's notebook or pipeline at once, whatever its trigger says, and whether it is paused or not.

    Raises
    ------
    NotFoundError
        There is no such schedule.
    NotebookError
        Its notebook is gone.
    """
    schedule = workspace.store.schedules.named(name)
    now = clock.now()
    firing = new_start(schedule, now, now, f"by {user_name()}", reason="It was asked for by hand.")
    make(workspace, schedule, firing)
    firing = replace(firing, status="submitted")
    workspace.store.schedules.add_firing(firing, by_hand=True)
    return firing


def next_times(schedule: Schedule, count: int = 5) -> tuple[float, ...]:
    """Return when a schedule is due next; nothing where that is not known beforehand, or it is paused."""
    if schedule.paused or schedule.next_at is None or count < 1:
        return ()
    later = after_each(schedule.trigger, schedule.created_at, schedule.next_at)
    return (schedule.next_at, *islice(later, count - 1))


def advice(workspace: Workspace) -> str:
    """Return what to do so that schedules start; empty where a worker runs."""
    return "" if alive(workspace) else NO_WORKER


def checked_target(workspace: Workspace, draft: Draft) -> tuple[str | None, dict[str, Any]]:
    """Return the notebook that a draft starts, None where it is a pipeline; and its parameters.

    Raises
    ------
    ScheduleError
        It has neither notebook nor pipeline, or both.
    NotFoundError
        There is no such pipeline.
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type.
    """
    if (draft.notebook is None) == (draft.pipeline is None):
        raise ScheduleError("A schedule has either a notebook or a pipeline.", hint="Give one of the two.")
    if draft.pipeline is not None:
        workspace.store.pipelines.get(draft.pipeline)
        if draft.parameters:
            raise ScheduleError("A pipeline takes no parameters.", hint="Write them into its steps.")
        return None, {}
    assert draft.notebook is not None
    path = Path(os.path.abspath(draft.notebook))  # noqa: PTH100 - without .., with links as they are
    return str(path), check_parameters(path, read_notebook(path), draft.parameters)


def checked_name(draft: Draft) -> str:
    """Return the name that a draft's schedule will have.

    Raises
    ------
    ScheduleError
        Nothing can be called so.
    """
    name = draft.name or draft.pipeline or (draft.notebook.stem if draft.notebook else "")
    if not _NAME.fullmatch(name):
        raise ScheduleError(
            f"A schedule cannot be called {name!r}.", hint="Use up to 100 letters, digits, spaces and . _ -."
        )
    return name


def checked_trigger(workspace: Workspace, trigger: Trigger) -> Trigger:
    """Return a trigger with whole paths, if it makes sense.

    Raises
    ------
    ScheduleError
        It makes no sense, or never fires.
    NotFoundError
        What it looks at is not there.
    """
    if is_timed(trigger):
        check_timed(trigger, clock.now())
        return trigger
    if trigger.kind == "after" and upstream(workspace, trigger.of) is None and Path(trigger.of).is_file():
        trigger = replace(trigger, of=str(Path(trigger.of).absolute()))
    if trigger.kind == "data" and not (is_named(trigger.watch) and not Path(trigger.watch).exists()):
        if not trigger.watch:
            raise ScheduleError("Nothing is named that could be watched.", hint="Give a file, folder or pattern.")
        return replace(trigger, watch=check_watch(trigger.watch))
    if is_source(trigger):
        check_source(workspace, trigger)
    return trigger


def _check_circle(workspace: Workspace, new: Schedule) -> None:
    """Refuse a schedule that would be started by what it starts itself."""
    known = [*workspace.store.schedules.all(limit=None), new]
    way, at = [new], new
    while at.trigger.kind == "after":
        before = next((one for one in known if _is_before(one, at)), None)
        if before is None:
            return
        way.append(before)
        if before.id == new.id:
            names = " → ".join(one.name for one in reversed(way))
            raise ScheduleError(
                f"The schedules would start each other for ever: {names}.",
                hint="Give one of them another trigger.",
            )
        if before in way[:-1]:
            return
        at = before


def _is_before(one: Schedule, after: Schedule) -> bool:
    """Whether the end of what `one` starts is what `after` waits for."""
    return after.trigger.of in (one.name, one.notebook)
