"""What a detector is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from celltrail.monitoring.detectors.contingency import contingency
from celltrail.monitoring.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One column against its reference."""

    p_value: float
    """The chance of at least this difference where nothing changed."""
    effect: float
    """How large the difference is: the share of rows, from 0 to 1, that would have to change to undo it."""


class Detector(Protocol):
    """Compares two summaries of a column.

    Stateless, so safe in threads. Exact on small columns; on sketched ones the sketch's error is taken off the
    difference first, so that it never looks like drift. Two empty columns do not differ.
    """

    name: str

    def fits(self, reference: Summary, current: Summary) -> bool:
        """Whether it can compare these."""

    def compare(self, reference: Any, current: Any) -> Finding:
        """Return the difference and its significance, missing values apart."""


def missing_differ(reference: Summary, current: Summary) -> Finding:
    """Return whether the share of missing values changed: chi-squared on two proportions."""
    sizes = (reference.count + reference.missing, current.count + current.missing)
    if not all(sizes) or reference.missing + current.missing == 0:
        return Finding(p_value=1.0, effect=0.0)
    effect = abs(reference.missing / sizes[0] - current.missing / sizes[1])
    p_value = contingency([[reference.count, reference.missing], [current.count, current.missing]])
    return Finding(p_value=p_value, effect=effect)


def together(one: Finding, other: Finding) -> Finding:
    """Return the more significant of two tests of one column, its p-value corrected for there being two."""
    strongest = min(one, other, key=lambda finding: (finding.p_value, -finding.effect))
    return replace(strongest, p_value=min(1.0, 2 * strongest.p_value))
