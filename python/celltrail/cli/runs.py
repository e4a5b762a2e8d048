"""``track``, ``runs``, ``show``: scripts as runs, and looking at runs."""

from __future__ import annotations

import argparse
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.errors import InvalidInputError
from celltrail.tracking import workspace
from celltrail.tracking.tracked import track_source
from celltrail.verbs import runs as verbs

_SHOWN = 6


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    tracked = command(commands, "track", _track, "Run a Python script as a run.")
    tracked.add_argument("script", type=Path)
    tracked.add_argument("--name", help="By default the script's name.")
    tracked.add_argument("--seed", type=int, help="Seed the random generators.")
    tracked.add_argument("arguments", nargs="*", help="The script's own arguments; its options behind --.")
    listed = command(commands, "runs", _runs, "List the newest runs.")
    listed.add_argument("search", nargs="*", help="Words that must occur in the name, status, parameters or tags.")
    listed.add_argument("-n", type=int, default=20, help="How many at the most.")
    shown = command(commands, "show", _show, "Show a run.")
    shown.add_argument("run_reference", metavar="RUN", help="Its id, the beginning or end of it, or its name.")


def _track(options: argparse.Namespace) -> None:
    script: Path = options.script
    if not script.is_file():
        raise InvalidInputError(f"There is no script {script}.", hint="Give the path of a Python file.")
    sys.argv = [str(script), *options.arguments]
    sys.path.insert(0, str(script.parent.absolute()))
    with track_source(options.name or script.stem, script.read_text(encoding="utf-8"), seed=options.seed) as names:
        names.update(runpy.run_path(str(script), run_name="__main__"))
    workspace().drain()


def _runs(options: argparse.Namespace) -> None:
    rows = verbs.list_runs(" ".join(options.search), limit=options.n)
    table.show(
        ("run", "name", "status", "age", "metrics", "params"),
        (
            (
                row.run.id[-6:],
                row.run.name,
                row.run.status,
                table.age(row.run.started_at),
                _pairs(row.metrics),
                _pairs(row.params),
            )
            for row in rows
        ),
        empty="No runs yet. Begin a cell with %%track, or run `celltrail run notebook.ipynb`.",
    )


def _show(options: argparse.Namespace) -> None:
    row = verbs.run(options.run_reference)
    run, store = row.run, workspace().store
    print(f"{run.name}  {run.status}  {run.id}")
    print(f"  started {table.age(run.started_at)} ago by {run.who or 'somebody'}")
    for title, values in (("params", row.params), ("metrics", row.metrics), ("tags", row.tags)):
        for key, value in values.items():
            print(f"  {title[:-1]}  {key} = {value}")
    for use in store.runs.uses_of_run(run.id):
        print(f"  {use.direction}  {use.name} v{use.version}  {use.artifact.kind}  {use.artifact.digest[:12]}")
    for cell in store.runs.cells(run.id):
        print(f"  cell {cell.position}  {cell.status}  {cell.wall_s or 0:.2f} s")
    if run.error:
        print(f"  error  {run.error}")


def _pairs(values: Mapping[str, object]) -> str:
    shown = [
        f"{key}={value:.4g}" if isinstance(value, float) else f"{key}={value}" for key, value in values.items()
    ]
    return " ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")
