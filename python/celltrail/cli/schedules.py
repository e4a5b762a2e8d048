"""``schedule``, ``schedules``: what starts by itself."""

from __future__ import annotations

import argparse

from celltrail import scheduling
from celltrail.cli import table
from celltrail.cli.options import Commands, add_job_options, add_parameters, command, job_options, parameters
from celltrail.records import Schedule
from celltrail.scheduling.wording import when, words_of
from celltrail.tracking import workspace
from celltrail.verbs import schedule as verbs

_ACTIONS = {
    "pause": "Let it start nothing until it is resumed.",
    "resume": "Let it start again what is due from now on.",
    "remove": "Forget it and its history; its jobs stay.",
    "run": "Start it at once.",
    "next": "Show when it is due next.",
    "history": "Show what became of its starts.",
}


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    made = command(commands, "schedule", _schedule, "Let a notebook or a pipeline start by itself.")
    add_schedule(made)
    add_parameters(made)
    add_job_options(made)
    listed = command(commands, "schedules", _schedules, "List schedules, or pause, resume, remove, run one.")
    actions = listed.add_subparsers(title="actions", metavar="ACTION")
    for name, text in _ACTIONS.items():
        added = command(actions, name, _act, text)
        added.add_argument("schedule", help="Its name or id.")
        added.set_defaults(action=name)


def add_schedule(parser: argparse.ArgumentParser) -> None:
    """Add what a schedule is made of."""
    add = parser.add_argument
    add("what", help="The path of a notebook, or the name of a pipeline.")
    add("cron", nargs="?", help='Five fields such as "0 3 * * 1" (Mondays at 3:00), or @daily and its kin.')
    add("--every", metavar="TIME", help="The time between two starts: 30s, 10min, 6h, 1d.")
    add("--on-data", metavar="WHAT", help="A file, folder or pattern that changes, model@alias, or artifact:name.")
    add("--on-event", metavar="EVENT:OF", help="drift:DEPLOYMENT or promoted:MODEL.")
    add("--after", metavar="NAME", help="Another schedule, or the path of a notebook, that finishes.")
    add("--timezone", metavar="ZONE", help="Such as Europe/Berlin; by default this machine's.")
    add("--name", default="", help="By default that of the notebook or pipeline.")
    add("--missed", choices=("skip", "once", "all"), default="once", help="What becomes of missed starts.")
    add(
        "--overlap",
        choices=("skip", "queue", "allow", "replace"),
        default="skip",
        help="What becomes of a start while the one before still runs.",
    )


def made_schedule(options: argparse.Namespace) -> Schedule:
    """Return the schedule that was asked for."""
    return verbs.schedule(
        options.what,
        options.cron,
        every=options.every,
        on_data=options.on_data,
        on_event=options.on_event,
        after=options.after,
        timezone=options.timezone,
        name=options.name,
        parameters=parameters(options),
        missed=options.missed,
        overlap=options.overlap,
        **job_options(options),
    )


def _schedule(options: argparse.Namespace) -> None:
    schedule = made_schedule(options)
    print(f"{schedule.name}  {words_of(schedule.trigger)}{_next(schedule)}")
    _advise()


def _schedules(_options: argparse.Namespace) -> None:
    found = verbs.schedules()
    table.show(
        ("schedule", "starts", "when", "next", "last", "state"),
        (
            (
                one.name,
                one.pipeline or (one.notebook or "").rpartition("/")[2],
                words_of(one.trigger),
                when(one.next_at, one) if not one.paused else "-",
                f"{table.age(one.last_at)} ago" if one.last_at else "-",
                "paused" if one.paused else one.error or "on",
            )
            for one in found
        ),
        empty='No schedules yet. Make one: `celltrail schedule train.ipynb "0 3 * * 1"`.',
    )
    for worker in scheduling.alive(workspace()):
        print(f"worker {worker.id}  since {table.age(worker.started_at)}  {worker.warning}".rstrip())
    if found:
        _advise()


def _act(options: argparse.Namespace) -> None:
    name, action = options.schedule, options.action
    if action == "history":
        _history(name)
    elif action == "next":
        _show_next(name)
    elif action == "run":
        firing = verbs.run_schedule(name)
        print(f"{name} was started: {firing.job_id or firing.pipeline_run_id}")
    elif action == "remove":
        print(f"{verbs.remove_schedule(name).name} is removed.")
    elif action == "pause":
        print(f"{verbs.pause_schedule(name).name} is paused.")
    else:
        schedule = verbs.resume_schedule(name)
        print(f"{schedule.name} goes on{_next(schedule)}")


def _history(name: str) -> None:
    table.show(
        ("due", "status", "job or run", "reason"),
        (
            (when(one.due_at), one.status, one.job_id or one.pipeline_run_id, one.reason)
            for one in verbs.schedule_history(name)
        ),
        empty=f"{name} has started nothing yet.",
    )


def _show_next(name: str) -> None:
    schedule = workspace().store.schedules.named(name)
    times = verbs.next_times(name)
    for at in times:
        print(when(at, schedule))
    if not times:
        print("It is paused." if schedule.paused else f"It is not known beforehand: {words_of(schedule.trigger)}.")


def _next(schedule: Schedule) -> str:
    return f", next {when(schedule.next_at, schedule)}" if schedule.next_at else ""


def _advise() -> None:
    if advice := scheduling.advice(workspace()):
        print(advice)
