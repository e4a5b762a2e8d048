"""``gc``: make room."""

from __future__ import annotations

import argparse

from celltrail.cli.options import Commands, command
from celltrail.verbs import gc as verbs


def add_commands(commands: Commands) -> None:
    """Add the command of this file."""
    made = command(commands, "gc", _gc, "Remove artifacts that nothing refers to.")
    made.add_argument(
        "--older-than", type=float, default=1.0, metavar="HOURS", help="Spare what was kept since; by default 1."
    )
    made.add_argument(
        "--alone",
        action="store_true",
        help="No other home uses the artifact folder, though it lies outside this one.",
    )


def _gc(options: argparse.Namespace) -> None:
    print(verbs.gc(older_than_h=options.older_than, alone=options.alone))
