"""``pipeline``, ``pipelines``: graphs of notebooks."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.records import PipelineRun
from celltrail.scheduling import pipelines as running
from celltrail.tracking import workspace
from celltrail.verbs import pipeline as verbs


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    made = command(commands, "pipeline", _pipeline, "Keep the pipeline of a YAML file, run it and wait for it.")
    made.add_argument("file", type=Path)
    made.add_argument("--keep", action="store_true", help="Only keep it, for a schedule.")
    listed = command(
        commands, "pipelines", _pipelines, "List pipelines and their runs, or run, cancel, resume one."
    )
    actions = listed.add_subparsers(title="actions", metavar="ACTION")
    started = command(actions, "run", _run, "Run it and wait for it.")
    started.add_argument("name", help="The pipeline's name.")
    for name, run, text in (
        ("show", _show, "Show how far a run is."),
        ("cancel", _cancel, "Stop a run."),
        ("resume", _resume, "Go on with a run that failed or was stopped, and wait for it."),
    ):
        added = command(actions, name, run, text)
        added.add_argument("pipeline_run", metavar="RUN", help="The run's id.")


def _pipeline(options: argparse.Namespace) -> None:
    kept = verbs.pipeline(options.file)
    if options.keep:
        print(f"{kept.name} is kept with {len(kept.steps)} steps; `celltrail schedule {kept.name} ...` runs it.")
        return
    _finished(verbs.run_pipeline(kept.name, progress=_Progress()))


def _pipelines(_options: argparse.Namespace) -> None:
    here = workspace()
    table.show(
        ("pipeline", "steps", "age"),
        (
            (one.name, " ".join(step.name for step in one.steps), table.age(one.created_at))
            for one in here.store.pipelines.all()
        ),
        empty="No pipelines yet. Write one: `celltrail pipeline FILE.yaml`.",
    )
    runs = [running.refreshed(here, run) for run in here.store.pipelines.runs.all(limit=30)]
    if runs:
        print()
        rows = (
            (run.id, run.pipeline, run.status, _count(run), table.age(run.started_at), run.error) for run in runs
        )
        table.show(("run", "pipeline", "status", "steps", "age", "error"), rows, empty="")


def _run(options: argparse.Namespace) -> None:
    _finished(verbs.run_pipeline(options.name, progress=_Progress()))


def _show(options: argparse.Namespace) -> None:
    run = running.current(workspace(), options.pipeline_run)
    print(f"{run.pipeline}  {run.status}  {_count(run)} steps")
    rows = ((state.name, state.status, state.job_id, state.error) for state in run.states)
    table.show(("step", "status", "job", "error"), rows, empty="")


def _cancel(options: argparse.Namespace) -> None:
    print(verbs.cancel_pipeline(options.pipeline_run).status)


def _resume(options: argparse.Namespace) -> None:
    _finished(verbs.resume_pipeline(options.pipeline_run, progress=_Progress()))


def _finished(run: PipelineRun) -> None:
    print(f"{run.pipeline} finished: {run.id}")


def _count(run: PipelineRun) -> str:
    return f"{sum(state.status == 'finished' for state in run.states)}/{len(run.states)}"


class _Progress:
    """Says each step's change once."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def __call__(self, run: PipelineRun) -> None:
        for state in run.states:
            if state.status not in ("waiting", self._said.get(state.name)):
                self._said[state.name] = state.status
                print(f"{state.name}  {state.status}  {state.error or ''}".rstrip(), file=sys.stderr, flush=True)
