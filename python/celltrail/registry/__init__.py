"""Named, gated, versioned models."""

from __future__ import annotations

from celltrail.registry.alias import promote, roll_back
from celltrail.registry.check import Progress, champion_of, check_gates
from celltrail.registry.reference import check_name, resolve
from celltrail.registry.register import Draft, register

__all__ = [
    "Draft",
    "Progress",
    "champion_of",
    "check_gates",
    "check_name",
    "promote",
    "register",
    "resolve",
    "roll_back",
]
