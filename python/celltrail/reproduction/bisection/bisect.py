"""Finding the causes of a changed metric by experiments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from celltrail import ids
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import MovedMetric, Run
from celltrail.reproduction.bisection.ddmin import most_trials, smallest
from celltrail.reproduction.bisection.experiment import Laboratory
from celltrail.reproduction.bisection.factors import Factor, difference
from celltrail.reproduction.bisection.logbook import Logbook, suspects_of
from celltrail.reproduction.recorded import Recorded, recorded_of
from celltrail.tracking import Workspace

_ROUNDING = 1e-9
_NEAR = 0.02
"""How near to the second run's value, as a part of the whole change, counts as there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What came of swapping something."""

    factors: tuple[Factor, ...]
    value: float | None
    """The metric then; None where the notebook failed."""
    change: float | None
    """By how much that is more than the first run's."""

    @property
    def label(self) -> str:
        """What was swapped, for people."""
        return " + ".join(factor.label for factor in self.factors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bisection:
    """Why a metric changed from one run to another."""

    metric: str
    before: float
    after: float
    noise: float
    """By how much the first run differs from itself when it is run again."""
    causes: tuple[Factor, ...]
    """The smallest set that brings the metric to the second run's value; empty where there is none."""
    effects: tuple[Effect, ...]
    """What each cause does alone, and what they do together."""
    untested: tuple[Factor, ...]
    """What differs too, but could not be swapped."""
    verdict: str
    experiments: int
    tag: str
    """The jobs of the experiments have this as their tag ``celltrail.bisect``."""

    def __repr__(self) -> str:
        return "\n".join([self.verdict, *self.lines])

    @property
    def lines(self) -> tuple[str, ...]:
        """The effects and what was not tested, for people."""
        shown = [
            f"  {effect.label}: {'the notebook fails' if effect.change is None else f'{effect.change:+.6g}'}"
            for effect in self.effects
        ]
        return (*shown, *(f"  not tested: {one.label}: {one.untested}" for one in self.untested))


def metric_between(before: Recorded, after: Recorded, wanted: str | None) -> tuple[str, float, float]:
    """Return the metric to explain, with its values; where none is named, the one that changed most.

    Raises
    ------
    NotFoundError
        The runs have no such metric.
    InvalidInputError
        No metric that both have has changed.
    """
    if wanted is None:
        first = moved_metrics(before, after)[0]
        return first.metric, first.before, first.after
    common = _common(before, after)
    if wanted not in common:
        raise NotFoundError(
            f"The runs do not both have a metric {wanted!r}.",
            hint=f"Both have: {', '.join(common) or 'none'}.",
        )
    old, new = common[wanted]
    if old == new:
        raise InvalidInputError(f"{wanted} has not changed.", hint="There is nothing to explain.")
    return wanted, old, new


def moved_metrics(before: Recorded, after: Recorded) -> tuple[MovedMetric, ...]:
    """Return the metrics that have changed, first the one that moved most, for its size.

    Raises
    ------
    InvalidInputError
        No metric that both have has changed.
    """
    moved = [
        MovedMetric(metric=name, before=old, after=new)
        for name, (old, new) in _common(before, after).items()
        if old != new
    ]
    if not moved:
        raise InvalidInputError("No metric that both runs have has changed.", hint="There is nothing to explain.")
    return tuple(sorted(moved, key=lambda one: -abs(one.after - one.before) / (abs(one.before) or 1.0)))


def _common(before: Recorded, after: Recorded) -> dict[str, tuple[float, float]]:
    """Return the metrics that both have, by name."""
    old, new = (_plain_metrics(side) for side in (before, after))
    return {name: (old[name], new[name]) for name in sorted(old.keys() & new.keys())}


def bisect(
    workspace: Workspace,
    runs: tuple[Run, Run],
    metric: str | None = None,
    *,
    packages: bool = True,
    log: Logbook | None = None,
    tag: str | None = None,
) -> Bisection:
    """Return the smallest set of differences between two runs that explains how a metric changed.

    `log` hears of each step; the jobs of the experiments are tagged with `tag`.

    Raises
    ------
    NotFoundError
        The runs have no such metric.
    InvalidInputError
        Nothing has changed.
    NotebookError
        A notebook was not kept.
    """
    sides = [recorded_of(workspace, run) for run in runs]
    name, old, new = metric_between(sides[0], sides[1], metric)
    between = difference(workspace, sides[0], sides[1], packages=packages)
    laboratory = Laboratory(
        workspace=workspace, difference=between, metric=name, name=tag or ids.new_id(), log=log or Logbook()
    )
    return _Search(laboratory, old, new).run()


class _Search:
    """A bisection that is going on."""

    def __init__(self, laboratory: Laboratory, old: float, new: float) -> None:
        self._laboratory, self._old, self._new = laboratory, old, new
        self._change = new - old
        self._noise = 0.0

    def run(self) -> Bisection:
        factors = self._laboratory.difference.swappable
        moved = MovedMetric(metric=self._laboratory.metric, before=self._old, after=self._new)
        self._laboratory.log.begin(moved, most_trials(len(factors)))
        self._narrow(factors)
        start = self._laboratory.value(frozenset())
        if start is None:
            return self._found((), (), "The first run does not run again: nothing can be said. See its job.")
        self._noise = self._noise_of(start)
        if self._noise and (self._noise >= abs(self._change) or not factors):
            said = f"noise of ±{self._noise:.3g}: the first run differs from itself when it is run again"
            within = "the change is within it" if factors else "nothing else differs"
            return self._found((), (), f"{self._head()}: {said}, and {within}.")
        if not factors:
            return self._found((), (), f"{self._head()}: nothing that can be swapped differs.")
        if not self._is_there(factors):
            value = self._laboratory.value(frozenset(factors))
            said = "the notebook fails" if value is None else f"it is {value:.6g}"
            return self._found(
                (),
                (self._effect(factors),),
                f"{self._head()}: with all that can be swapped {said}. Something else is the cause.",
            )
        causes = smallest(factors, self._is_there, self._narrow)
        self._narrow(causes, proven=True)
        alone = tuple(self._effect((factor,)) for factor in causes) if len(causes) > 1 else ()
        names = " and ".join(factor.label for factor in causes)
        together = "" if len(causes) == 1 else ", together"
        return self._found(causes, (*alone, self._effect(causes)), f"{self._head()} because of {names}{together}.")

    def _narrow(self, still: Sequence[Factor], *, proven: bool = False) -> None:
        laboratory = self._laboratory
        laboratory.log.narrow(suspects_of(laboratory.difference.factors, still, proven=proven))

    def _noise_of(self, start: float) -> float:
        """Return how far apart the first run's values are; where the second one differs, a third is asked for."""
        values = [self._old, start]
        if abs(start - self._old) > _ROUNDING * abs(self._old):
            third = self._laboratory.again(frozenset())
            values += [] if third is None else [third]
        return max(values) - min(values)

    def _is_there(self, factors: Sequence[Factor]) -> bool:
        """Whether some factors bring the metric to the second run's value."""
        value = self._laboratory.value(frozenset(factors))
        slack = max(2 * self._noise, _NEAR * abs(self._change), _ROUNDING * abs(self._new))
        return value is not None and abs(value - self._new) <= min(slack, abs(self._change) / 2)

    def _effect(self, factors: Sequence[Factor]) -> Effect:
        value = self._laboratory.value(frozenset(factors))
        return Effect(factors=tuple(factors), value=value, change=None if value is None else value - self._old)

    def _head(self) -> str:
        return f"{self._laboratory.metric} went from {self._old:.6g} to {self._new:.6g} ({self._change:+.6g})"

    def _found(self, causes: tuple[Factor, ...], effects: tuple[Effect, ...], verdict: str) -> Bisection:
        untested = tuple(factor for factor in self._laboratory.difference.factors if factor.untested)
        return Bisection(
            metric=self._laboratory.metric,
            before=self._old,
            after=self._new,
            noise=self._noise,
            causes=causes,
            effects=effects,
            untested=untested,
            verdict=verdict,
            experiments=len(self._laboratory.trials),
            tag=self._laboratory.name,
        )


def _plain_metrics(recorded: Recorded) -> dict[str, float]:
    """Return the metrics of a run as they are found in a job: its own, else those of its newest tracked cell."""
    found = {
        key: value for child in recorded.children for key, value in child.metrics.items() if value is not None
    }
    found.update({key: value for key, value in recorded.row.metrics.items() if value is not None})
    return found
