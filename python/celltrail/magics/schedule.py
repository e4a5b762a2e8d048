"""``%schedule``, ``%schedules``, ``%pipeline``: what starts by itself."""

from __future__ import annotations

from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail import jobs, scheduling
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import job_arguments, parameter_arguments, parsed
from celltrail.magics.show import Card
from celltrail.records import Schedule
from celltrail.scheduling.wording import when, words_of
from celltrail.tracking import workspace


@magics_class
class ScheduleMagic(Magics):
    """Makes, lists and changes schedules, and runs pipelines."""

    @magic_arguments()
    @argument("what", help="The path of a notebook, or the name of a pipeline.")
    @argument("cron", nargs="?", help='Five fields such as "0 3 * * 1" (Mondays at 3:00), or @daily and its kin.')
    @parameter_arguments
    @job_arguments
    @argument("--every", help="The time between two starts: 30s, 10min, 6h, 1d.")
    @argument("--on-data", help="A file, folder or pattern that changes, model@alias, or artifact:name.")
    @argument("--on-event", help="drift:DEPLOYMENT or promoted:MODEL.")
    @argument("--after", help="Another schedule, or the path of a notebook, that finishes.")
    @argument("--timezone", help="Such as Europe/Berlin; by default this machine's.")
    @argument("--name", default="", help="By default that of the notebook or pipeline.")
    @argument("--missed", choices=("skip", "once", "all"), default="once", help="What becomes of missed starts.")
    @argument(
        "--overlap",
        choices=("skip", "queue", "allow", "replace"),
        default="skip",
        help="What becomes of a start while the one before still runs.",
    )
    @line_magic
    @plainly
    def schedule(self, line: str) -> Card:
        """Let a notebook or a pipeline start by itself.

        Examples
        --------
        ::

            %schedule train.ipynb "0 3 * * 1" -p region=eu --timezone Europe/Berlin
            %schedule train.ipynb --on-data data/
        """
        options = parsed(self.schedule, line)
        given = jobs.from_text([unquoted(text) for text in options.parameter], options.yaml)
        said = {name: _plain(value) for name, value in vars(options).items() if name not in ("parameter", "yaml")}
        made = celltrail.schedule(said.pop("what"), said.pop("cron"), parameters=given, **said)
        advice = scheduling.advice(workspace())
        return Card(f"schedule {made.name}", _facts(made), [advice] if advice else [])

    @magic_arguments()
    @argument(
        "action", nargs="?", choices=("pause", "resume", "remove", "run", "next", "history"), help="What to do."
    )
    @argument("name", nargs="?", help="With which schedule.")
    @line_magic
    @plainly
    def schedules(self, line: str) -> Card:
        """List schedules; or pause, resume, remove or run one, or show when it is due and what became of it.

        Examples
        --------
        ::

            %schedules
            %schedules pause nightly
        """
        options = parsed(self.schedules, line)
        if options.action is None:
            return _list()
        if options.name is None:
            raise UsageError(f"Say which: %schedules {options.action} NAME. %schedules lists them.")
        name = unquoted(options.name)
        return _DO[options.action](name)

    @magic_arguments()
    @argument("what", help="A YAML file, or the name of a pipeline that is kept.")
    @line_magic
    @plainly
    def pipeline(self, line: str) -> Card:
        """Start a pipeline; the sidebar shows how it goes.

        Examples
        --------
        ::

            %pipeline nightly.yaml
        """
        what = unquoted(parsed(self.pipeline, line).what)
        name = celltrail.pipeline(what).name if what.endswith((".yaml", ".yml")) else what
        run = celltrail.run_pipeline(name, wait=False)
        return Card(f"pipeline {name}", {"run": run.id, "status": run.status}, [step.name for step in run.steps])


def _list() -> Card:
    found = celltrail.schedules()
    lines = [f"{one.name}  {'  '.join(f'{key} {value}' for key, value in _facts(one).items())}" for one in found]
    advice = scheduling.advice(workspace()) if found else 'Make one: %schedule train.ipynb "0 3 * * 1"'
    return Card("schedules", {"count": len(found)}, [*lines, *([advice] if advice else [])])


def _facts(schedule: Schedule) -> dict[str, Any]:
    facts = {"starts": words_of(schedule.trigger)}
    if schedule.paused:
        facts["state"] = "paused"
    elif schedule.next_at:
        facts["next"] = when(schedule.next_at, schedule)
    if schedule.error:
        facts["error"] = schedule.error
    return facts


def _run(name: str) -> Card:
    firing = celltrail.run_schedule(name)
    return Card(f"schedule {name}", {"started": firing.job_id or firing.pipeline_run_id})


def _next(name: str) -> Card:
    schedule = workspace().store.schedules.named(name)
    return Card(f"schedule {name}", _facts(schedule), [when(at, schedule) for at in celltrail.next_times(name)])


def _history(name: str) -> Card:
    lines = [
        f"{when(one.due_at)}  {one.status}  {one.job_id or one.pipeline_run_id or ''}  {one.reason}".rstrip()
        for one in celltrail.schedule_history(name)
    ]
    return Card(f"schedule {name}", {"starts": len(lines)}, lines)


def _pause(name: str) -> Card:
    return Card(f"schedule {name}", _facts(celltrail.pause_schedule(name)))


def _resume(name: str) -> Card:
    return Card(f"schedule {name}", _facts(celltrail.resume_schedule(name)))


def _remove(name: str) -> Card:
    return Card(f"schedule {celltrail.remove_schedule(name).name}", {"state": "removed"})


_DO = {
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "run": _run,
    "next": _next,
    "history": _history,
}


def _plain(value: Any) -> Any:
    return unquoted(value) if isinstance(value, str) else value
