"""What several commands share."""

from __future__ import annotations

import argparse
from typing import Any

from celltrail.jobs import apart, from_text
from celltrail.jobs.options import ARGUMENTS

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
    for name, given in ARGUMENTS:
        parser.add_argument(name, default=argparse.SUPPRESS, **given)


def job_options(options: argparse.Namespace) -> dict[str, Any]:
    """Return what was given of how a notebook is to be run."""
    return apart(vars(options))[1]


def add_trust(parser: argparse.ArgumentParser) -> None:
    """Add what loading may run the code of."""
    text = "Whose code loading the model may run: a type that the error names, pickle, function; may repeat."
    parser.add_argument("--trust", action="append", default=[], metavar="WORD", help=text)
