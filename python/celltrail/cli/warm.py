"""``warm``: imports done before a notebook runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.verbs import warm as verbs


def add_commands(commands: Commands) -> None:
    """Add the command of this file."""
    made = command(commands, "warm", _warm, "Do a notebook's imports beforehand; show or stop what is kept ready.")
    made.add_argument("notebook", type=Path, nargs="?", help="Whose imports are to be done now.")
    made.add_argument("--stop", action="store_true", help="End what is kept; what runs goes on.")


def _warm(options: argparse.Namespace) -> None:
    kept = verbs.warm(options.notebook, stop=options.stop)
    table.show(
        ("process", "for", "age", "forked", "running", "imports"),
        (
            (str(each.pid), each.kind, f"{each.age_s:.0f} s", str(each.served), str(each.running), _imports(each))
            for each in kept
        ),
        empty="Nothing is kept ready.",
    )


def _imports(each: verbs.Warm) -> str:
    loaded = dict.fromkeys(name.partition(":")[0] for name in each.modules if name not in each.left_out)
    left = [f"without {name.partition(':')[0]}: {why}" for name, why in each.left_out.items()]
    return "; ".join([", ".join(loaded), *left])
