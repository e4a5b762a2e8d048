"""What a sweep would do, looked at before it starts.

Each parameter and number is checked by itself, so that a form can say all that is wrong at once, at its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from celltrail.errors import CelltrailError
from celltrail.jobs import check_parameters, parameters_of, read_notebook
from celltrail.records import Sweep
from celltrail.sweeping.plan import Wishes, checked_space, planned, wrong_numbers
from celltrail.sweeping.space import checked, dimension_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPreview:
    """The sweep as it would start, and what is wrong with it."""

    sweep: Sweep | None
    """None while something is wrong."""
    problems: dict[str, CelltrailError]
    """By field: ``parameters.NAME``, ``metric``, ``n``, ``parallel``, ``seeds``, ``sampler``; and ``search``."""


def preview(notebook: Path, given: Mapping[str, Any], wishes: Wishes) -> SweepPreview:
    """Check a sweep field by field; nothing is kept, and nothing starts.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    """
    notebook = notebook.absolute()
    problems: dict[str, CelltrailError] = dict(wrong_numbers(wishes))
    content = read_notebook(notebook)
    for name, value in {**given, **wishes.fixed}.items():
        try:
            _check_one(notebook, content, name, value, is_fixed=name in wishes.fixed)
        except CelltrailError as error:
            problems[f"parameters.{name}"] = error
    # What the whole says is of use while the metric has not been entered yet: how many points there are.
    whole = wishes if wishes.metric else replace(wishes, metric="?")
    if problems.keys() - {"metric"}:
        return SweepPreview(sweep=None, problems=problems)
    try:
        return SweepPreview(sweep=planned(notebook, given, whole), problems=problems)
    except CelltrailError as error:
        return SweepPreview(sweep=None, problems={**problems, "search": error})


def _check_one(notebook: Path, content: Any, name: str, value: Any, *, is_fixed: bool) -> None:
    dimension = None if is_fixed else dimension_of(name, value)
    if dimension is None:
        check_parameters(notebook, content, {name: value}, whole=False)
    else:
        checked_space(notebook, content, parameters_of(content) or (), (checked(dimension),))
