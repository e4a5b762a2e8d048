"""Who hears of a search for causes while it goes on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from celltrail.records import MovedMetric, Suspect, SwapTrial
from celltrail.reproduction.bisection.factors import Factor


class Logbook:
    """Hears what a search does, in the search's own thread; this one keeps nothing.

    Each of its methods may raise: the search ends there, and with it the job that it had begun.
    """

    def say(self, text: str) -> None:
        """Hear in words what the search is at."""

    def narrow(self, suspects: tuple[Suspect, ...]) -> None:
        """Hear what is known of each thing that differs."""

    def begin(self, moved: MovedMetric, at_most: int) -> None:
        """Hear what is to be explained, and how many experiments there can be."""

    def tried(self, trials: Sequence[SwapTrial]) -> None:
        """Hear of all experiments by now, the one that is going on included."""


def suspects_of(
    factors: Sequence[Factor], still: Collection[Factor], *, proven: bool = False
) -> tuple[Suspect, ...]:
    """Return what is known of each factor, where the change is known to come of some that are left."""

    def known(factor: Factor) -> Suspect:
        suspect = Suspect(kind=factor.kind, label=factor.label, reason=factor.untested)
        if factor.untested:
            return replace(suspect, state="untested")
        if factor not in still:
            return replace(suspect, state="cleared")
        return replace(suspect, state="cause") if proven else suspect

    return tuple(map(known, factors))
