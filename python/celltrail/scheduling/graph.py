"""The graph of a pipeline: what each step needs, and whether that can be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from celltrail.errors import ScheduleError
from celltrail.jobs import check_parameters, parameters_of, read_notebook
from celltrail.records import Step

REFERENCE = re.compile(r"\$\{\s*([A-Za-z_][\w-]*)\.([^}]+?)\s*\}")
_NAME = re.compile(r"[A-Za-z_][\w-]*")


def needs(step: Step) -> tuple[str, ...]:
    """Return the steps that must have finished before a step: those it names, and those it takes values of."""
    return tuple(dict.fromkeys((*step.after, *(name for name, _ in references(step.parameters)))))


def references(value: Any) -> Iterator[tuple[str, str]]:
    """Give the references inside a value: the step, and what of it."""
    if isinstance(value, str):
        yield from ((found[1], found[2]) for found in REFERENCE.finditer(value))
    elif isinstance(value, dict):
        for inside in value.values():
            yield from references(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from references(inside)


def check_graph(steps: Sequence[Step]) -> None:
    """Refuse steps that cannot run one after the other.

    Raises
    ------
    ScheduleError
        There is none, a name is wrong or stands twice, a step needs one that is not there, or the steps need each
        other in a circle.
    """
    if not steps:
        raise ScheduleError("A pipeline needs at least one step.", hint="Give steps: a name and a notebook each.")
    names = [step.name for step in steps]
    for name in names:
        if not _NAME.fullmatch(name):
            raise ScheduleError(
                f"A step cannot be called {name!r}.", hint="Use letters, digits, _ and -, a letter first."
            )
        if names.count(name) > 1:
            raise ScheduleError(f"Two steps are called {name!r}.", hint="Each step needs a name of its own.")
    for step in steps:
        _check_known(step, names)
    try:
        TopologicalSorter({step.name: needs(step) for step in steps}).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise ScheduleError(
            f"The steps need each other in a circle: {circle}.", hint="Take one of these needs away."
        ) from None


def check_notebooks(steps: Iterable[Step]) -> None:
    """Refuse steps whose notebooks cannot be run with what is given.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type.
    """
    for step in steps:
        path = Path(step.notebook)
        notebook = read_notebook(path)
        declared = {parameter.name: parameter for parameter in parameters_of(notebook) or ()}
        later = {name for name, value in step.parameters.items() if name in declared and any(references(value))}
        told = {name: value for name, value in step.parameters.items() if name not in later}
        if told.keys() - declared or not any(declared[name].required for name in later):
            check_parameters(path, notebook, told)  # else it would miss what is known only when the step begins


def _check_known(step: Step, names: Sequence[str]) -> None:
    for needed in needs(step):
        if needed not in names:
            close = difflib.get_close_matches(needed, names, n=1)
            raise ScheduleError(
                f"Step {step.name!r} needs a step {needed!r}, which is not there.",
                hint=f"Did you mean {close[0]!r}?" if close else f"Steps are: {', '.join(names)}.",
            )
