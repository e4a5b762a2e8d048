"""``track``, ``runs``, ``show``: scripts as runs, and looking at runs."""

from __future__ import annotations

import argparse
import runpy
import sys
from pathlib import Path

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.errors import InvalidInputError
from celltrail.records import CellExecution
from celltrail.tracking import workspace
from celltrail.tracking.tracked import track_source
from celltrail.verbs import runs as verbs
from celltrail.verbs.history import HEADINGS, history, row_of

_NONE_YET = "No runs yet. Begin a cell with %%track, or run `celltrail run notebook.ipynb`."


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    tracked = command(commands, "track", _track, "Run a Python script as a run.")
    tracked.add_argument("script", type=Path)
    tracked.add_argument("--name", help="By default the script's name.")
    tracked.add_argument("--seed", type=int, help="Seed the random generators.")
    tracked.add_argument("arguments", nargs="*", help="The script's own arguments; its options behind --.")
    listed = command(commands, "runs", _runs, "List runs, the newest first.")
    listed.add_argument(
        "query",
        nargs="*",
        help="A condition such as 'auc > 0.8 and not stale'; or words that must occur in the name, status, "
        "parameters or tags.",
    )
    listed.add_argument(
        "--sort", default="", metavar="NAME", help="A metric, parameter or field; -NAME: the greatest first."
    )
    listed.add_argument("-n", type=int, default=20, help="How many at the most.")
    told = command(commands, "history", _history, "List the versions of a named value, and what changed.")
    told.add_argument("name", help="A name that tracked cells read or made, a parameter or a metric.")
    told.add_argument("-n", type=int, default=20, help="How many at the most; the newest count.")
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
    rows = verbs.list_runs(" ".join(options.query), sort=options.sort, limit=options.n)
    table.show(
        ("run", "name", "status", "stale", "age", "metrics", "params"),
        (
            (
                row.run.id[-6:],
                row.run.name,
                row.run.status,
                "stale" if row.run.stale else "",
                table.age(row.run.started_at),
                table.pairs(row.metrics),
                table.pairs(row.params),
            )
            for row in rows
        ),
        empty="No run fits." if options.query else _NONE_YET,
    )


def _history(options: argparse.Namespace) -> None:
    table.show(HEADINGS, map(row_of, history(options.name, limit=options.n)), empty="")


def _show(options: argparse.Namespace) -> None:
    row = verbs.run(options.run_reference)
    run, store = row.run, workspace().store
    print(f"{run.name}  {run.status}  {run.id}")
    print(f"  started {table.age(run.started_at)} ago by {run.who or 'somebody'}")
    _show_notebook(run.id)
    for title, values in (("params", row.params), ("metrics", row.metrics), ("tags", row.tags)):
        for key, value in values.items():
            print(f"  {title[:-1]}  {key} = {value}")
    for use in store.runs.uses_of_run(run.id):
        print(f"  {use.direction}  {use.name} v{use.version}  {use.artifact.kind}  {use.artifact.digest[:12]}")
    for cell in store.runs.cells(run.id):
        print(f"  cell {cell.position + 1}  {cell.status}  {cell.wall_s or 0:.2f} s")
        _show_cell(cell)
    if run.seed is not None:
        print(f"  seed  {run.seed}")
    if run.stale:
        print("  stale: an input holds something else now")
    if run.error:
        print(f"  error  {run.error}")


def _show_notebook(run_id: str) -> None:
    """Print where the executed notebook of a job's run lies."""
    for job in workspace().store.jobs.where(run_id=run_id):
        print(f"  notebook  {job.output}" + ("" if Path(job.output or "").is_file() else "  (removed)"))


def _show_cell(cell: CellExecution) -> None:
    """Print what a cell did besides its values: files, warnings, chance, and what was not kept."""
    for path in cell.files_read:
        print(f"    read  {path}  {cell.file_digests.get(path, '')[:12]}")
    for path in cell.files_written:
        print(f"    wrote  {path}  {cell.file_digests.get(path, '')[:12]}")
    for warning in cell.warnings:
        print(f"    warned  {warning}")
    for generator in cell.unseeded:
        print(f"    drew from {generator}, which nobody had seeded")
    for name, reason in cell.not_captured.items():
        print(f"    not kept  {name}: {reason}")
