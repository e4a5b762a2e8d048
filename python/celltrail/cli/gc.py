"""``gc``, ``prune-jobs``: make room."""

from __future__ import annotations

import argparse

from celltrail.cli.options import Commands, command
from celltrail.verbs import gc as verbs
from celltrail.verbs.prune import prune_jobs


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
    pruned = command(commands, "prune-jobs", _prune, "Show which folders of old jobs may go, and remove them.")
    pruned.add_argument(
        "--keep",
        required=True,
        metavar="AGE|NUMBER",
        help="What is not old: 12h, 30d, 4w; or 100 for the newest 100.",
    )
    pruned.add_argument("--yes", action="store_true", help="Remove them.")


def _gc(options: argparse.Namespace) -> None:
    print(verbs.gc(older_than_h=options.older_than, alone=options.alone))


def _prune(options: argparse.Namespace) -> None:
    found = prune_jobs(options.keep, yes=options.yes)
    print(found)
    if found.going and found.is_dry:
        print("Nothing was removed: say --yes for that.")
