"""``diff``: two executions of a notebook."""

from __future__ import annotations

import argparse
import os
import sys

from celltrail.cli.options import Commands, command
from celltrail.comparison.executiontext import coloured, written
from celltrail.verbs.diff import diff


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    told = command(commands, "diff", _diff, "Show how two executions of a notebook differ, cell by cell.")
    told.add_argument(
        "before", metavar="A", help="A run: its id, the beginning or end of it, or its name; or a job."
    )
    told.add_argument("after", metavar="B", help="Another one.")


def _diff(options: argparse.Namespace) -> None:
    found = diff(options.before, options.after)
    is_plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    print(written(found) if is_plain else coloured(found))
