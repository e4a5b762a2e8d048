"""``import``, ``export-history``: what other tools have tracked, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from celltrail.cli.options import Commands, command
from celltrail.verbs.imports import SOURCES, TARGETS, export_history, import_history


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    taken = command(commands, "import", _import, "Take over the runs that another tool has tracked.")
    taken.add_argument("kind", choices=SOURCES, help="The tool.")
    taken.add_argument("source", help="The folder that it wrote, or MLflow's server or database by its address.")
    taken.add_argument("--artifacts", type=Path, metavar="FOLDER", help="Where MLflow's files lie, if elsewhere.")
    given = command(commands, "export-history", _export, "Write all runs and models in the form of another tool.")
    given.add_argument("kind", choices=TARGETS, help="The tool.")
    given.add_argument("folder", help="The folder, which must not be there yet.")


def _import(options: argparse.Namespace) -> None:
    print(import_history(options.kind, options.source, artifacts=options.artifacts))


def _export(options: argparse.Namespace) -> None:
    print(export_history(options.kind, options.folder))
