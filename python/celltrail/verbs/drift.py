"""Measure drift."""

from __future__ import annotations

from celltrail.records import DriftReport
from celltrail.retraining.measure import measure
from celltrail.tracking import workspace


def drift(name: str, *, window: str | None = None) -> DriftReport:
    """Compare what an endpoint was asked with the data its model learned from, and keep the report.

    Parameters
    ----------
    name
        The deployment.
    window
        The name that the requests gave; by default the newest named window, and where requests name none, the last
        24 hours.

    Raises
    ------
    NotFoundError
        There is no such deployment, or it was asked nothing in the window.
    InvalidInputError
        The version was registered without data, and no labels have come.

    Examples
    --------
    >>> drift("churn").share_drifted  # doctest: +SKIP
    0.25
    """
    return measure(workspace(), name, window=window)
