"""Let notebooks and pipelines run by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celltrail import jobs, scheduling
from celltrail.errors import InvalidInputError
from celltrail.records import Firing, JobOptions, MissedPolicy, OverlapPolicy, Schedule
from celltrail.scheduling.wording import trigger_of
from celltrail.tracking import workspace


def schedule(  # noqa: PLR0913 - a person names what is not the default
    what: str | Path,
    cron: str | None = None,
    *,
    every: str | float | None = None,
    on_data: str | Path | None = None,
    on_event: str | None = None,
    after: str | Path | None = None,
    timezone: str | None = None,
    name: str = "",
    parameters: dict[str, Any] | None = None,
    missed: MissedPolicy = "once",
    overlap: OverlapPolicy = "skip",
    **options: Any,
) -> Schedule:
    """Let a notebook or a pipeline start by itself, and return the schedule.

    Exactly one of `cron`, `every`, `on_data`, `on_event` and `after` says when.

    Parameters
    ----------
    what
        The path of a notebook, or the name of a pipeline.
    cron
        Five fields (minute, hour, day of month, month, day of week), or ``@daily`` and its kin.
    every
        The time between two starts: ``"1h"``, ``"10min"``, or seconds.
    on_data
        A file, folder or pattern whose content changes, ``model@alias`` that moves, or ``artifact:name`` that gets
        a new version.
    on_event
        ``drift:DEPLOYMENT`` or ``promoted:MODEL``.
    after
        The name of another schedule, or the path of a notebook, that finishes.
    timezone
        The IANA name of the zone that `cron` is meant in; by default this machine's.
    name
        By default that of the notebook or pipeline.
    missed
        What becomes of starts that were due while no worker ran: ``skip``, ``once``, ``all``.
    overlap
        What becomes of a start while the one before still runs: ``skip``, ``queue``, ``allow``, ``replace``.
    options
        How each start is run, as for ``run_notebook``: ``retries=2``, ``timeout=3600``, ``cache=True``, ...

    Raises
    ------
    ScheduleError
        The trigger makes no sense or never fires, or it would start itself in a circle.
    NameTakenError
        Another schedule has the name.
    NotFoundError
        The pipeline, or what the trigger looks at, is not there.
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown, missing or of another type.
    InvalidInputError
        There is no such option, or it is out of its range.

    Examples
    --------
    >>> schedule("train.ipynb", "0 3 * * 1", parameters={"region": "eu"})  # doctest: +SKIP
    """
    is_notebook = isinstance(what, Path) or what.endswith(".ipynb")
    draft = scheduling.Draft(
        trigger=trigger_of(cron, every=every, on_data=on_data, on_event=on_event, after=after, timezone=timezone),
        notebook=Path(what) if is_notebook else None,
        pipeline=None if is_notebook else str(what),
        name=name,
        parameters=parameters or {},
        options=_options(options),
        missed=missed,
        overlap=overlap,
    )
    return scheduling.create(workspace(), draft)


def _options(given: dict[str, Any]) -> JobOptions:
    unknown, known = jobs.apart(given)
    for name in unknown:
        raise InvalidInputError(f"There is no option {name!r}.", hint=f"Options are: {', '.join(jobs.OPTIONS)}.")
    return jobs.checked_options(jobs.options_of(known))


def schedules() -> tuple[Schedule, ...]:
    """Return all schedules by name."""
    return tuple(sorted(workspace().store.schedules.all(limit=None), key=lambda one: one.name))


def pause_schedule(name: str) -> Schedule:
    """Let a schedule start nothing until it is resumed.

    Raises
    ------
    ConflictError
        It is paused already.
    NotFoundError
        There is no such schedule.
    """
    return scheduling.pause(workspace(), name)


def resume_schedule(name: str) -> Schedule:
    """Let a paused schedule start again what is due from now on.

    Raises
    ------
    NotFoundError
        There is no such schedule, or what it looks at is gone.
    """
    return scheduling.resume(workspace(), name)


def remove_schedule(name: str) -> Schedule:
    """Forget a schedule and its history; its jobs stay.

    Raises
    ------
    NotFoundError
        There is no such schedule.
    """
    return scheduling.remove(workspace(), name)


def run_schedule(name: str) -> Firing:
    """Start a schedule's notebook or pipeline at once.

    Raises
    ------
    NotFoundError
        There is no such schedule.
    NotebookError
        Its notebook is gone.
    """
    return scheduling.run_now(workspace(), name)


def next_times(name: str, count: int = 5) -> tuple[float, ...]:
    """Return when a schedule is due next, in seconds since 1970 UTC.

    Raises
    ------
    NotFoundError
        There is no such schedule.
    """
    return scheduling.next_times(workspace().store.schedules.named(name), count)


def schedule_history(name: str, limit: int = 50) -> tuple[Firing, ...]:
    """Return what became of a schedule's starts, newest first.

    Raises
    ------
    NotFoundError
        There is no such schedule.
    """
    store = workspace().store.schedules
    return store.firings(store.named(name).id, limit)
