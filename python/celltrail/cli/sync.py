"""``sync``: send what waits."""

from __future__ import annotations

import argparse
import sys

from celltrail.cli.options import Commands, command
from celltrail.tracking import workspace
from celltrail.verbs import sync as verbs

_MB = 1_000_000


def add_commands(commands: Commands) -> None:
    """Add the command of this file."""
    command(commands, "sync", _sync, "Send to the team server what waits on this machine.")


def _sync(_options: argparse.Namespace) -> None:
    settings = workspace().settings
    count = verbs.sync(progress=_show)
    where = settings.server or f"the store in {settings.home}"
    print(f"{count} fact(s) sent to {where}." if count else f"Nothing waits; {where} has it all.")


def _show(arrived: int, total: int) -> None:
    print(f"{arrived / _MB:.1f} of {total / _MB:.1f} MB", file=sys.stderr)
