"""``import``: what other tools have tracked."""

from __future__ import annotations

import argparse

from celltrail.cli.options import Commands, command
from celltrail.verbs.imports import SOURCES, import_history


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    taken = command(commands, "import", _import, "Take over the runs that another tool has tracked.")
    taken.add_argument("kind", choices=SOURCES, help="The tool.")
    taken.add_argument("source", help="The folder that it wrote.")


def _import(options: argparse.Namespace) -> None:
    print(import_history(options.kind, options.source))
