"""Named, gated, versioned models."""

from __future__ import annotations

from celltrail.registry.alias import promote, roll_back
from celltrail.registry.reference import check_name, resolve
from celltrail.registry.register import Draft, champion_of, register

__all__ = ["Draft", "champion_of", "check_name", "promote", "register", "resolve", "roll_back"]
