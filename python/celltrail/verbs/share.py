"""Shares of requests, as people write and read them."""

from __future__ import annotations

from celltrail.errors import InvalidInputError
from celltrail.records import Deployment


def share(text: str | None) -> float | None:
    """Return a share that a person wrote as 10% or 0.1.

    Raises
    ------
    InvalidInputError
        It is no number above 0 and up to 1.

    Examples
    --------
    >>> share("10%")
    0.1
    """
    if text is None:
        return None
    try:
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1:
        raise InvalidInputError(f"{text!r} is no share of the requests.", hint="Write 10% or 0.1.")
    return value


def routes(deployment: Deployment) -> str:
    """Return which versions take which share, for people."""
    return ", ".join(
        f"{deployment.model}/{route.version} {'shadow' if route.shadow else f'{route.weight:.0%}'}"
        for route in deployment.routes
    )
