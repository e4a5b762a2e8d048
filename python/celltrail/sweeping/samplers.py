"""Which point comes next. Each draw depends on the seed, its number and what is known by then, on nothing else.

The points of a finite space come each once, in an order drawn from the seed: a search that is cut short has seen
all of it evenly. A sweep that is continued goes on as if it had never been cut off, and nothing but the rows of
its trials has to be kept.
"""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from celltrail.errors import MissingDependencyError
from celltrail.records import Dimension, Sweep
from celltrail.sweeping.space import point_at, size_of

_LISTED = 10_000
"""A space of at most so many points is shuffled whole; of a larger one points are drawn until one is new."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a point by now."""

    parameters: dict[str, Any]
    value: float | None
    """The mean of its metric; None while it runs."""
    last: dict[int, float]
    """The metric by step, where it was pruned or is watched."""
    pruned: bool = False


def next_point(sweep: Sweep, number: int, known: Sequence[Known]) -> dict[str, Any] | None:
    """Return the parameters of the point with a number; None where the space has no more points.

    Raises
    ------
    MissingDependencyError
        The sampler is tpe and Optuna is not installed.
    """
    size = size_of(sweep.space)
    if size is not None and number >= size:
        return None
    if sweep.sampler == "tpe":
        return _unseen(sweep, number, known, size)
    if size is None:
        return {d.name: _draw(d, random.Random(f"{sweep.seed}:{number}:{d.name}")) for d in sweep.space}  # noqa: S311 - no secret
    return point_at(sweep.space, next(islice(_shuffled(size, sweep.seed), number, None)))


def require_optuna() -> Any:
    """Return Optuna.

    Raises
    ------
    MissingDependencyError
        It is not installed.
    """
    try:
        import optuna
    except ImportError as error:
        raise MissingDependencyError(
            f"The sampler tpe and pruning need Optuna, which cannot be imported: {error}.",
            hint="Install it with `pip install 'celltrail[sweep]'`, or use --sampler random without --prune.",
        ) from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna


def study_of(sweep: Sweep, known: Sequence[Known], seed: int = 0) -> Any:
    """Return an Optuna study in memory that knows what the trials' rows say."""
    optuna = require_optuna()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        sampler = optuna.samplers.TPESampler(seed=seed, constant_liar=sweep.parallel > 1)
    study = optuna.create_study(direction=sweep.direction, sampler=sampler)
    study.add_trials([_trial(optuna, sweep, one) for one in known])
    return study


def frozen(sweep: Sweep, one: Known) -> Any:
    """Return a point as a trial of Optuna."""
    return _trial(require_optuna(), sweep, one)


def _trial(optuna: Any, sweep: Sweep, one: Known) -> Any:
    state = optuna.trial.TrialState
    return optuna.trial.create_trial(
        params={d.name: _place(d, one.parameters[d.name]) for d in sweep.space},
        distributions=_distributions(optuna, sweep.space),
        intermediate_values=one.last,
        state=state.PRUNED if one.pruned else state.RUNNING if one.value is None else state.COMPLETE,
        value=one.value,
    )


def _unseen(sweep: Sweep, number: int, known: Sequence[Known], size: int | None) -> dict[str, Any]:
    """Return what Optuna proposes; of a finite space no point twice."""
    optuna = require_optuna()
    seed = random.Random(f"{sweep.seed}:{number}").getrandbits(32)  # noqa: S311 - no secret
    asked = study_of(sweep, known, seed).ask(_distributions(optuna, sweep.space)).params
    proposed = {d.name: d.values[asked[d.name]] if d.values is not None else asked[d.name] for d in sweep.space}
    seen = [one.parameters for one in known]
    if size is None or proposed not in seen:
        return proposed
    return next(
        point for index in _shuffled(size, sweep.seed) if (point := point_at(sweep.space, index)) not in seen
    )


def _distributions(optuna: Any, space: Sequence[Dimension]) -> dict[str, Any]:
    kinds = optuna.distributions
    return {
        d.name: kinds.CategoricalDistribution(tuple(range(len(d.values))))
        if d.values is not None
        else kinds.IntDistribution(int(d.low or 0), int(d.high or 0), log=d.log)
        if d.integer
        else kinds.FloatDistribution(d.low, d.high, log=d.log)
        for d in space
    }


def _place(dimension: Dimension, value: Any) -> Any:
    return dimension.values.index(value) if dimension.values is not None else value


def _shuffled(size: int, seed: int) -> Iterator[int]:
    """Give the indexes of a finite space in the order of a seed, each once."""
    dice = random.Random(f"{seed}:{size}")  # noqa: S311 - no secret
    if size <= _LISTED:
        order = list(range(size))
        dice.shuffle(order)
        yield from order
        return
    seen: set[int] = set()
    while len(seen) < size:
        if (index := dice.randrange(size)) not in seen:
            seen.add(index)
            yield index


def _draw(dimension: Dimension, dice: random.Random) -> Any:
    if dimension.values is not None:
        return dice.choice(dimension.values)
    low, high = dimension.low or 0.0, dimension.high or 0.0
    if dimension.integer:
        if dimension.log:
            drawn = math.exp(dice.uniform(math.log(low - 0.5), math.log(high + 0.5)))
            return min(max(round(drawn), int(low)), int(high))
        return dice.randint(int(low), int(high))
    drawn = math.exp(dice.uniform(math.log(low), math.log(high))) if dimension.log else dice.uniform(low, high)
    return min(max(drawn, low), high)
