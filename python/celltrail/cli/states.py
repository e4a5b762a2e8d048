"""``compare``, ``lineage``, ``restore``, ``slice``: past states, looked at and made again."""

from __future__ import annotations

import argparse
from pathlib import Path

from celltrail.cli.options import Commands, command
from celltrail.errors import JobFailedError
from celltrail.verbs.compare import compare
from celltrail.verbs.lineage import lineage
from celltrail.verbs.restore import restore
from celltrail.verbs.slice import slice_notebook


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    compared = command(
        commands, "compare", _compare, "Show how runs differ from the first, metrics with their noise."
    )
    compared.add_argument(
        "runs",
        nargs="+",
        metavar="RUN",
        help="Two or more: an id or the end of one, a name, churn@champion, or repeats as ID,ID,ID.",
    )
    walked = command(commands, "lineage", _lineage, "Show what a thing was made from, and what was made from it.")
    walked.add_argument(
        "thing",
        help="A run, churn@champion, a kept name (X_train, X_train@2), a digest, an endpoint, a file's path.",
    )
    brought = command(commands, "restore", _restore, "Say what %%restore would bring back of a run's state.")
    brought.add_argument("run_reference", metavar="RUN", help="Its id, the beginning or end of it, or its name.")
    brought.add_argument("names", nargs="*", help="Only these names; by default all of that state.")
    brought.add_argument(
        "--trust", action="store_true", help="Load also what runs code when it is loaded: pickles, own classes."
    )
    sliced = command(commands, "slice", _slice, "Write the smallest notebook that makes an artifact.")
    sliced.add_argument("artifact", help="A name, name@VERSION, RUN:name, a digest, or a model version.")
    sliced.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="Where to write it; by default NAME-slice.ipynb here."
    )
    sliced.add_argument(
        "--value", action="append", default=[], metavar="NAME", help="Load this name's kept value; may repeat."
    )
    sliced.add_argument("--check", action="store_true", help="Run it, and say whether it makes the same content.")


def _compare(options: argparse.Namespace) -> None:
    print(repr(compare(*options.runs)))


def _lineage(options: argparse.Namespace) -> None:
    print(repr(lineage(options.thing)))


def _restore(options: argparse.Namespace) -> None:
    report = restore(options.run_reference, *options.names, trusted=["*"] if options.trust else [], dry_run=True)
    print(repr(report))


def _slice(options: argparse.Namespace) -> None:
    made = slice_notebook(options.artifact, options.output, values=options.value, check=options.check)
    print(repr(made))
    if made.verdict in ("different", "failed"):
        raise JobFailedError(
            f"{made.path} does not make the same content.", hint="The notebook is written all the same."
        )
