"""Arguments that several magics share: those of the commands of the same names."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic_arguments import argument, parse_argstring

from celltrail.jobs.options import ARGUMENTS
from celltrail.magics.faults import without_comment
from celltrail.verbs.misread import advised

_Method = Callable[..., Any]


def parsed(magic: Any, line: str, mark: str = "%") -> Any:
    """Return the arguments of a magic from what a person wrote behind it.

    Raises
    ------
    UsageError
        They are not what it takes; the sentence says what to write.
    """
    try:
        return parse_argstring(magic, without_comment(line))
    except UsageError as error:
        call = f"{mark}{magic.parser.prog}"
        raise UsageError(advised(str(error), magic.parser, call, f"{call}?")) from error


def parameter_arguments(method: _Method) -> _Method:
    """Have a magic take ``-p NAME=VALUE`` and ``-y FILE``."""
    given = {"action": "append", "default": []}
    method = argument("-y", "--yaml", metavar="FILE", help="A YAML file of parameters.", **given)(method)
    decorated: _Method = argument(
        "-p", "--parameter", metavar="NAME=VALUE", help="May be given again; counts more than -y.", **given
    )(method)
    return decorated


def job_arguments(method: _Method) -> _Method:
    """Have a magic take how a notebook is to be run."""
    for name, given in reversed(ARGUMENTS):
        method = argument(name, default=argparse.SUPPRESS, **given)(method)
    return method
