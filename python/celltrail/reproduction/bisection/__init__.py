"""Why a metric changed from one run to another: what differs is swapped until the causes are found."""

from __future__ import annotations

from celltrail.reproduction.bisection.bisect import Bisection, Effect, bisect
from celltrail.reproduction.bisection.factors import Factor

__all__ = ["Bisection", "Effect", "Factor", "bisect"]
