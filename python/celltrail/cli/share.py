"""``diff``, ``bundle``, ``open``, ``export``: executions told apart, and runs that travel."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from celltrail.cli.options import Commands, command
from celltrail.comparison.executiontext import coloured, written
from celltrail.sharing.exports import FORMS
from celltrail.verbs import bundle as verbs
from celltrail.verbs.diff import diff
from celltrail.verbs.export import export

_RUN = "Its id, the beginning or end of it, or its name; or a job's id."


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    compared = command(commands, "diff", _diff, "Show how two executions of a notebook differ, cell by cell.")
    compared.add_argument("before", metavar="A", help=f"A run. {_RUN}")
    compared.add_argument("after", metavar="B", help="Another one.")
    made = command(commands, "bundle", _bundle, "Write everything of a run into one file that opens elsewhere.")
    made.add_argument("run_reference", metavar="RUN", help=_RUN)
    add_bundle_options(made)
    _add_open(commands)
    exported = command(commands, "export", _export, "Write a run or notebook in a form that needs no celltrail.")
    exported.add_argument("what", metavar="RUN|NOTEBOOK", help=f"A notebook's path, or a run. {_RUN}")
    exported.add_argument("--as", dest="form", required=True, choices=tuple(FORMS), help="The form.")
    exported.add_argument(
        "-o", "--output", type=Path, metavar="PATH", help="The file, or for several files their folder."
    )


def add_bundle_options(parser: argparse.ArgumentParser) -> None:
    """Add what can be said of a bundle that is to be written."""
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="By default NAME-ID.celltrail.zip here.")
    parser.add_argument("--without-data", action="store_true", help="Only digests and schemas of what it kept.")
    parser.add_argument("--without-outputs", action="store_true", help="Not what the cells showed either.")
    parser.add_argument(
        "--without", action="append", default=[], metavar="NAME", help="Leave this out; may be given again."
    )
    parser.add_argument("--sign", type=Path, metavar="KEY", help="Sign it with this private key.")


def _add_open(commands: Commands) -> None:
    opened = command(commands, "open", _open, "Show what a bundle holds, and take it over into this home.")
    opened.add_argument("file", type=Path)
    opened.add_argument("--yes", action="store_true", help="Take it over without asking.")
    opened.add_argument("--into", type=Path, metavar="FOLDER", help="Write its files into a new folder too.")
    opened.add_argument("--key", type=Path, metavar="KEY.pub", help="Only if this key has signed it.")
    opened.add_argument("--data", type=Path, metavar="FOLDER", help="Where what the bundle leaves out lies.")
    opened.add_argument("--most", type=float, metavar="GB", help="How large it may be, unpacked; by default 10.")


def _diff(options: argparse.Namespace) -> None:
    found = diff(options.before, options.after)
    is_plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    print(written(found) if is_plain else coloured(found))


def _bundle(options: argparse.Namespace) -> None:
    made = verbs.bundle(
        options.run_reference,
        options.output,
        data=not options.without_data,
        outputs=not options.without_outputs,
        without=options.without,
        sign=options.sign,
    )
    print(made)


def _open(options: argparse.Namespace) -> None:
    print(verbs.look_at_bundle(options.file, key=options.key, most_gb=options.most))
    if not options.yes and not _agreed():
        print("Nothing was taken over.")
        return
    opened = verbs.open_bundle(
        options.file, into=options.into, key=options.key, data=options.data, most_gb=options.most
    )
    print(opened)


def _export(options: argparse.Namespace) -> None:
    print(export(options.what, options.form, options.output))


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("Say --yes to take it over.")
        return False
    return input("Take it over into this home? [y/N] ").strip().lower() in ("y", "yes")
