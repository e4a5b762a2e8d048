"""A magic and the command of its name take the same arguments; so does the function, under the same names."""

from __future__ import annotations

import argparse
import inspect
from typing import Any

import pytest

import celltrail
from celltrail.cli.main import parser
from celltrail.jobs.options import OPTIONS
from celltrail.magics import bisect, bundle, export, reproduce, schedule, submit, sweep
from celltrail.sharing.exports import FORMS

MAGICS: dict[str, Any] = {
    "submit": submit.SubmitMagic.submit,
    "schedule": schedule.ScheduleMagic.schedule,
    "sweep": sweep.SweepMagic.sweep,
    "reproduce": reproduce.ReproduceMagic.reproduce,
    "bisect": bisect.BisectMagic.bisect,
    "bundle": bundle.BundleMagic.bundle,
    "open": bundle.BundleMagic.open,
    "export": export.ExportMagic.export,
}
ONLY_MAGIC = {"sweep": {"--show", "--cancel", "--continue"}}
"""As commands these are options of `celltrail sweeps`."""
ONLY_COMMAND = {"sweep": {"--detach"}}
"""A magic never waits."""
FUNCTIONS = {
    "submit": {"parameter": "parameters", "yaml": "parameters"},
    "schedule": {"parameter": "parameters", "yaml": "parameters"},
    "sweep": {"parameter": "space"},
    "reproduce": {},
    "bisect": {"no_packages": "packages"},
    "bundle": {"without_data": "data", "without_outputs": "outputs"},
    "export": {},
}
"""What an argument is called in the function of that name, where it is called otherwise there."""


def arguments(made: argparse.ArgumentParser) -> dict[str, tuple[Any, ...]]:
    """Return what each option is, by its longest spelling."""
    return {
        max(action.option_strings, key=len): (
            sorted(action.option_strings),
            action.nargs,
            action.const,
            action.default,
            tuple(action.choices or ()),
            action.required,
        )
        for action in made._actions
        if action.option_strings and action.dest != "help"
    }


def command(name: str) -> argparse.ArgumentParser:
    """Return the parser of a command."""
    (choices,) = (action.choices for action in parser()._actions if isinstance(action.choices, dict))
    found: argparse.ArgumentParser = choices[name]
    return found


@pytest.mark.parametrize("name", MAGICS)
def test_a_magic_takes_what_its_command_takes(name: str) -> None:
    said, typed = arguments(MAGICS[name].parser), arguments(command(name))
    assert set(said) - set(typed) == ONLY_MAGIC.get(name, set())
    assert set(typed) - set(said) == ONLY_COMMAND.get(name, set())
    both = set(said) & set(typed) - ({"--metric"} if name == "sweep" else set())  # --show needs no metric
    assert {one: said[one] for one in both} == {one: typed[one] for one in both}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_what_its_command_takes(name: str) -> None:
    taken = inspect.signature(getattr(celltrail, name)).parameters
    more = set(OPTIONS) if any(one.kind is one.VAR_KEYWORD for one in taken.values()) else set()
    called = {
        FUNCTIONS[name].get(action.dest, action.dest)
        for action in command(name)._actions
        if action.option_strings and action.dest not in ("help", "detach")
    }
    assert called - set(taken) - more == set()


def test_the_forms_of_an_export_are_those_there_are() -> None:
    assert tuple(FORMS) == export._FORMS
