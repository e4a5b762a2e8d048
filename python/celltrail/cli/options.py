"""What several commands share."""

from __future__ import annotations

import argparse
from typing import Any

from celltrail.jobs import apart, from_text

Commands = Any
"""What argparse calls the action that subparsers are added to; it has no public type."""


def command(commands: Commands, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    """Add a command whose help is `text` and which calls `run` with the options."""
    added: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    added.set_defaults(run=run)
    return added


def add_parameters(parser: argparse.ArgumentParser) -> None:
    """Add ``-p NAME=VALUE`` and ``-y FILE``."""
    parser.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="A parameter; may be given again. It counts more than one of -y.",
    )
    parser.add_argument(
        "-y",
        "--yaml",
        action="append",
        default=[],
        metavar="FILE",
        help="A YAML file of parameters; may be given again, and of two the later one counts.",
    )


def parameters(options: argparse.Namespace) -> dict[str, Any]:
    """Return what was given with ``-y`` and ``-p``.

    Raises
    ------
    ParameterError
        One of them is not NAME=VALUE, or a file cannot be read.
    """
    return from_text(options.parameter, options.yaml)


def add_job_options(parser: argparse.ArgumentParser) -> None:
    """Add how a notebook is to be run."""
    for name, kind, metavar, text in (
        ("--retries", int, "N", "How often to try again after a failure."),
        ("--retry-wait", float, "S", "Seconds before the first retry; each further wait is twice as long."),
        ("--timeout", float, "S", "Seconds that all attempts together may take."),
        ("--cell-timeout", float, "S", "Seconds that one cell may take."),
        ("--on", str, "ADDRESS", "The Dask cluster to run on; by default this machine."),
        ("--output", str, "TEMPLATE", "The path of the executed notebook; by default in the job's folder."),
    ):
        parser.add_argument(name, type=kind, metavar=metavar, default=argparse.SUPPRESS, help=text)
    for name, value, text in (
        ("--no-warm", False, "Start Python anew instead of in a process that has the imports already."),
        ("--no-capture", False, "Do not keep what each cell reads and binds."),
        ("--cache", True, "Take the results of cells that ran before with the same inputs."),
    ):
        field = name.removeprefix("--").removeprefix("no-")
        parser.add_argument(
            name, dest=field, action="store_const", const=value, default=argparse.SUPPRESS, help=text
        )


def job_options(options: argparse.Namespace) -> dict[str, Any]:
    """Return what was given of how a notebook is to be run."""
    return apart(vars(options))[1]
