"""Whether the data of today are still those that a model learned from."""

from __future__ import annotations

from celltrail.monitoring.reference import Profile, profile
from celltrail.monitoring.report import Observed, report

__all__ = ["Observed", "Profile", "profile", "report"]
