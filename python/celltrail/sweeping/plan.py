"""A sweep that was asked for, checked against its notebook before anything runs."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from celltrail import clock, ids
from celltrail.actor import user_name
from celltrail.errors import InvalidInputError, ParameterError
from celltrail.jobs import check_parameters, parameters_of, read_notebook
from celltrail.jobs.options import checked_options
from celltrail.records import Dimension, JobOptions, NotebookParameter, Sampler, Sweep
from celltrail.sweeping.samplers import require_optuna
from celltrail.sweeping.space import checked, fitted, size_of, space_of

SEED = "seed"
"""The parameter that a seed is given to."""
_LARGEST_GRID = 10_000
_SAMPLERS = ("grid", "random", "tpe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a space is to be searched; None stands for what fits best."""

    metric: str
    n: int | None = None
    """How many points."""
    minimize: bool = False
    sampler: Sampler | None = None
    parallel: int | None = None
    seeds: int = 1
    seed: int = 0
    """What the sampler draws from."""
    prune: bool = False
    name: str | None = None
    options: JobOptions | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """Values that all trials share, taken as they are: a list or ``a,b`` here is one value."""


def planned(notebook: Path, given: Mapping[str, Any], wishes: Wishes) -> Sweep:
    """Return the sweep of a notebook, not yet started.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown, of another type or no range; or the notebook takes no seed.
    InvalidInputError
        A number of points, jobs or seeds is not positive, or the space is too large for a grid.
    MissingDependencyError
        Optuna is needed and is not installed.
    """
    notebook = notebook.absolute()
    content = read_notebook(notebook)
    space, fixed = space_of(given)
    fixed = {**fixed, **wishes.fixed}
    declared = parameters_of(content) or ()
    space = checked_space(notebook, content, declared, space)
    shown = {dimension.name: _first_of(dimension) for dimension in space}
    whole = check_parameters(notebook, content, {**fixed, **shown})
    fixed = {name: whole[name] for name in fixed}
    _check_numbers(wishes)
    _check_seeds(notebook, declared, given, wishes)
    options = checked_options(wishes.options or JobOptions(capture=False))
    points, sampler = _points(space, wishes)
    if sampler == "tpe" or wishes.prune:
        require_optuna()
    return Sweep(
        id=ids.new_id(),
        name=wishes.name or notebook.stem,
        notebook=str(notebook),
        space=space,
        sampler=sampler,
        metric=wishes.metric,
        direction="minimize" if wishes.minimize else "maximize",
        status="running",
        created_at=clock.now(),
        fixed=fixed,
        trials_wanted=points * wishes.seeds,
        parallel=wishes.parallel or (0 if options.on else os.cpu_count() or 1),
        seeds=wishes.seeds,
        seed=wishes.seed,
        pruning=wishes.prune,
        options=options,
        who=user_name(),
        digest=digest_of(content),
        host=socket.gethostname(),
    )


def digest_of(notebook: Any) -> str:
    """Return the digest of a notebook's code: outputs and text do not count."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.blake2b(json.dumps(sources).encode(errors="surrogatepass"), digest_size=16).hexdigest()


def is_same(one: Sweep, other: Sweep) -> bool:
    """Whether two sweeps ask the same, so that the trials of one are trials of the other."""
    return _question(one) == _question(other)


def _question(sweep: Sweep) -> str:
    what = [
        sweep.notebook, sweep.digest, sweep.name, sweep.metric, sweep.direction, sweep.sampler, sweep.seeds,
        sweep.seed, sweep.pruning, sweep.fixed,
        [[d.name, d.values, _float(d.low), _float(d.high), d.integer, d.log] for d in sweep.space],
    ]  # fmt: skip
    return json.dumps(what, sort_keys=True, default=repr)


def _float(end: float | None) -> float | None:
    return None if end is None else float(end)  # as which the store gives it back


def checked_space(
    notebook: Path, content: Any, declared: tuple[NotebookParameter, ...], space: tuple[Dimension, ...]
) -> tuple[Dimension, ...]:
    """Return a space as the parameters of a notebook take it.

    Raises
    ------
    ParameterError
        A parameter is unknown, or its values or ends are of another type.
    """
    kinds = {parameter.name: parameter.type for parameter in declared}
    found = []
    for dimension in space:
        fit = fitted(dimension, kinds.get(dimension.name, ""))
        if fit.values is not None:
            _refuse_parts_of_lists(fit, kinds.get(fit.name, ""))
            values = (
                check_parameters(notebook, content, {fit.name: value}, whole=False)[fit.name]
                for value in fit.values
            )
            found.append(checked(replace(fit, values=tuple(values))))
            continue
        for end in (fit.low, fit.high):
            check_parameters(notebook, content, {fit.name: end}, whole=False)
        if kinds.get(fit.name) == "str":
            raise ParameterError(
                f"Parameter {fit.name!r} is text, a range holds numbers.", hint="Give its values: a,b,c."
            )
        found.append(fit)
    return tuple(found)


def _refuse_parts_of_lists(dimension: Dimension, kind: str) -> None:
    """Refuse a list that is given where lists are tried: most likely it is meant as one of them."""
    values = dimension.values or ()
    if kind == "list" and not any(value is None or isinstance(value, list | tuple) for value in values):
        raise ParameterError(
            f"Parameter {dimension.name!r} is a list, and {', '.join(map(str, values))} are no lists to try.",
            hint="Put lists into the list: [[1, 2], [3, 4]]; to give it one list, [[1, 2]].",
        )


def _first_of(dimension: Dimension) -> Any:
    if dimension.values is not None:
        return dimension.values[0]
    return int(dimension.low or 0) if dimension.integer else dimension.low


def wrong_numbers(wishes: Wishes) -> dict[str, InvalidInputError]:
    """Return what is wrong with how a space is to be searched, by the name of the wish."""
    found = {}
    if not wishes.metric:
        found["metric"] = InvalidInputError(
            "A sweep needs the metric that it looks at.", hint="Add --metric NAME."
        )
    counts = {
        "n": ("points", wishes.n),
        "parallel": ("parallel jobs", wishes.parallel),
        "seeds": ("seeds", wishes.seeds),
    }
    for name, (what, number) in counts.items():
        if number is not None and number < 1:
            found[name] = InvalidInputError(f"The number of {what} is {number}.", hint="Give 1 or more.")
    if wishes.sampler is not None and wishes.sampler not in _SAMPLERS:
        found["sampler"] = InvalidInputError(
            f"There is no sampler {wishes.sampler!r}.", hint=f"There are {', '.join(_SAMPLERS)}."
        )
    return found


def _check_numbers(wishes: Wishes) -> None:
    for error in wrong_numbers(wishes).values():
        raise error


def _check_seeds(
    notebook: Path, declared: tuple[NotebookParameter, ...], given: Mapping[str, Any], wishes: Wishes
) -> None:
    if wishes.seeds == 1:
        return
    if SEED in given or SEED in wishes.fixed:
        raise ParameterError(
            f"Parameter {SEED!r} is given, and several seeds are asked for.", hint="Leave one of them out."
        )
    if SEED not in {parameter.name for parameter in declared}:
        raise ParameterError(
            f"{notebook.name} has no parameter {SEED!r} that the {wishes.seeds} seeds could be given to.",
            hint=f"Write `{SEED} = 0` into its cell tagged 'parameters', and let what it draws depend on it.",
        )


def _points(space: tuple[Dimension, ...], wishes: Wishes) -> tuple[int, Sampler]:
    size = size_of(space)
    sampler: Sampler = wishes.sampler or ("grid" if size is not None and wishes.n is None else "tpe")
    if size is None:
        if sampler == "grid":
            open_ends = ", ".join(d.name for d in space if d.values is None and not d.integer)
            raise InvalidInputError(
                f"A grid needs values, and {open_ends} is a continuous range.",
                hint="Give a step (0.1..0.9..0.1), or use --sampler random or tpe with -n.",
            )
        if wishes.n is None:
            raise InvalidInputError("A continuous space has no last point.", hint="Say how many: -n 20.")
        return wishes.n, sampler
    if wishes.n is None and size > _LARGEST_GRID:
        raise InvalidInputError(f"This space has {size:,} points.", hint="Say how many to try: -n 100.")
    return min(wishes.n or size, size), sampler
