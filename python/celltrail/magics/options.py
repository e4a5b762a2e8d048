"""Arguments that several magics share: those of the commands of the same names."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from IPython.core.magic_arguments import argument

from celltrail.jobs.options import ARGUMENTS

_Method = Callable[..., Any]


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
