"""Ways to compare a column with its reference.

To add one: a file beside these with a class that has the members of `Detector`, and its instance in ``DETECTORS``.
"""

from __future__ import annotations

from celltrail.errors import InvalidInputError
from celltrail.monitoring.detectors.chi2 import ChiSquared
from celltrail.monitoring.detectors.detector import Detector, Finding
from celltrail.monitoring.detectors.ks import KolmogorovSmirnov
from celltrail.monitoring.summary import Summary

DETECTORS: tuple[Detector, ...] = (KolmogorovSmirnov(), ChiSquared())
"""In the order in which they are asked whether they fit a column."""

__all__ = ["DETECTORS", "Detector", "Finding", "compare"]


def compare(reference: Summary, current: Summary) -> Finding:
    """Return what the first detector that fits says.

    Raises
    ------
    InvalidInputError
        The column was of another kind in the reference.
    """
    for detector in DETECTORS:
        if detector.fits(reference, current):
            return detector.compare(reference, current)
    raise InvalidInputError(
        f"The column was a {reference.kind} and is a {current.kind} now.",
        hint="Send the type that the model was trained with.",
    )
