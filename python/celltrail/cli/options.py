"""What several commands share."""

from __future__ import annotations

import argparse
from typing import Any

from celltrail.errors import ParameterError
from celltrail.jobs import parse_value

Commands = Any
"""What argparse calls the action that subparsers are added to; it has no public type."""


def command(commands: Commands, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    """Add a command whose help is `text` and which calls `run` with the options."""
    added: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    added.set_defaults(run=run)
    return added


def add_parameters(parser: argparse.ArgumentParser) -> None:
    """Add ``-p NAME=VALUE``."""
    parser.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="A parameter; may be given again.",
    )


def parameters(given: list[str]) -> dict[str, Any]:
    """Return what was given with ``-p``.

    Raises
    ------
    ParameterError
        One of them is not NAME=VALUE.
    """
    parsed = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            raise ParameterError(f"-p {text!r} is not NAME=VALUE.", hint="Write for example -p months=[1,2,3].")
        parsed[name] = parse_value(value)
    return parsed
