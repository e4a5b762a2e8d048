"""``run``, ``submit``, ``jobs``, ``cancel``, ``parameters``: notebooks as jobs."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from celltrail import jobs
from celltrail.cli import table
from celltrail.cli.options import Commands, add_job_options, add_parameters, command, job_options, parameters
from celltrail.records import Job
from celltrail.tracking import workspace
from celltrail.verbs import jobs as verbs


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    for name, run, text in (
        ("run", _run, "Run a notebook with parameters and wait for it."),
        ("submit", _submit, "Run a notebook in the background."),
    ):
        added = command(commands, name, run, text)
        added.add_argument("notebook", type=Path)
        add_parameters(added)
        add_job_options(added)
        added.add_argument(
            "--resume",
            nargs="?",
            const=True,
            default=False,
            metavar="JOB",
            help="Go on with a job that did not finish; without an id the last one of this notebook.",
        )
    asked = command(commands, "parameters", _parameters, "Show what a notebook can be run with.")
    asked.add_argument("notebook", type=Path)
    command(commands, "jobs", _jobs, "List the newest jobs.")
    stopped = command(commands, "cancel", _cancel, "Stop a job.")
    stopped.add_argument("job", help="Its id.")


def _run(options: argparse.Namespace) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever stops the waiting stops the job
    given = {**job_options(options), "resume": options.resume}
    job = verbs.run_notebook(options.notebook, parameters(options), progress=progress, **given)
    for said in job.notes:
        print(f"  {said}")
    print(f"{options.notebook.name} finished: {job.output}")


def progress(job: Job) -> None:
    """Show how far a job is: on one line that is written over in a terminal, a line a change elsewhere."""
    text = f"{Path(job.notebook).name}  {job.status}  {job.cells_done}/{job.cells_total} cells"
    if sys.stderr.isatty():
        print(f"\r{text}\033[K", end="\n" if job.ended_at else "", file=sys.stderr, flush=True)
    else:
        print(text, file=sys.stderr, flush=True)


def _submit(options: argparse.Namespace) -> None:
    given = {**job_options(options), "resume": options.resume}
    job = verbs.submit(options.notebook, parameters(options), **given)
    print(f"{job.id}  {options.notebook.name} was started; `celltrail jobs` shows how it goes.")


def _parameters(options: argparse.Namespace) -> None:
    table.show(
        ("name", "type", "default", "help"),
        ((p.name, p.type, repr(p.default), p.help) for p in verbs.notebook_parameters(options.notebook)),
        empty=f"{options.notebook.name} takes no parameters: no cell of it is tagged 'parameters'.",
    )


def _jobs(_options: argparse.Namespace) -> None:
    here = workspace()
    here.drain()
    table.show(
        ("job", "notebook", "status", "cells", "trigger", "age", "error"),
        (
            (
                job.id,
                Path(job.notebook).name,
                job.status,
                f"{job.cells_done}/{job.cells_total}",
                job.trigger,
                table.age(job.created_at),
                job.error,
            )
            for job in (jobs.refreshed(here, known) for known in here.store.jobs.all(limit=30))
        ),
        empty="No jobs yet. Start one with `celltrail run notebook.ipynb -p name=value`.",
    )


def _cancel(options: argparse.Namespace) -> None:
    print(f"{verbs.cancel(options.job).status}")
