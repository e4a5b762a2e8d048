"""How a notebook is to be run: options checked, and taken from what a person said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.jobs.dask.address import check_address
from celltrail.records import JobOptions

OPTIONS = {
    "retries": "retries",
    "retry_wait": "retry_wait_s",
    "timeout": "timeout_s",
    "cell_timeout": "cell_timeout_s",
    "warm": "warm",
    "capture": "capture",
    "cache": "cache",
    "on": "on",
    "output": "output",
}
"""What a person calls an option, and the field of ``JobOptions`` that holds it."""
ARGUMENTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--retries", {"type": int, "metavar": "N", "help": "How often to try again after a failure."}),
    (
        "--retry-wait",
        {
            "type": float,
            "metavar": "S",
            "help": "Seconds before the first retry; each further one is twice as long.",
        },
    ),
    ("--timeout", {"type": float, "metavar": "S", "help": "Seconds that all attempts together may take."}),
    ("--cell-timeout", {"type": float, "metavar": "S", "help": "Seconds that one cell may take."}),
    ("--on", {"metavar": "ADDRESS", "help": "The Dask cluster to run on; by default this machine."}),
    (
        "--output",
        {"metavar": "TEMPLATE", "help": "The path of the executed notebook; by default in the job's folder."},
    ),
    (
        "--no-warm",
        {
            "dest": "warm",
            "action": "store_false",
            "help": "Start Python anew instead of in a process that has the imports already.",
        },
    ),
    (
        "--no-capture",
        {"dest": "capture", "action": "store_false", "help": "Do not keep what each cell reads and binds."},
    ),
    (
        "--cache",
        {"action": "store_true", "help": "Take the results of cells that ran before with the same inputs."},
    ),
)
"""The same as arguments of a command or magic, in argparse's words. What was not said stays unsaid."""
_MOST_RETRIES = 100


def checked_options(options: JobOptions) -> JobOptions:
    """Return options if a job can be run with them.

    Raises
    ------
    InvalidInputError
        A number is out of its range, a cell is to be looked up without being captured, or there is no such place.
    MissingDependencyError
        What speaks to the cluster that it is to run on is not installed.
    """
    if not 0 <= options.retries <= _MOST_RETRIES:
        raise InvalidInputError(
            f"{options.retries} retries are none to be had.", hint=f"Ask for 0 to {_MOST_RETRIES}."
        )
    if not 0 <= options.retry_wait_s < float("inf"):
        raise InvalidInputError(
            f"A pause of {options.retry_wait_s} s before a retry cannot be.", hint="Give seconds, 0 or more."
        )
    for name, limit in (("timeout", options.timeout_s), ("cell timeout", options.cell_timeout_s)):
        if limit is not None and not 0 < limit < float("inf"):
            raise InvalidInputError(f"A {name} of {limit} s cannot be.", hint="Give seconds, more than 0.")
    if options.on:
        check_address(options.on)
    if options.cache and not options.capture:
        raise InvalidInputError(
            "A cell that is not captured cannot be taken from the cache.", hint="Leave capture on, or cache off."
        )
    return options


def options_of(given: Mapping[str, Any], base: JobOptions | None = None) -> JobOptions:
    """Return `base` with what a person said by name, such as ``{"retries": 2, "timeout": 60}``."""
    return replace(base or JobOptions(), **{OPTIONS[name]: value for name, value in given.items()})


def apart(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is no option, and what is one.

    >>> apart({"lr": 0.1, "retries": 2})
    ({'lr': 0.1}, {'retries': 2})
    """
    others = {name: value for name, value in given.items() if name not in OPTIONS}
    return others, {name: value for name, value in given.items() if name in OPTIONS}
