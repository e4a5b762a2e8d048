"""Named, gated, versioned models."""

from __future__ import annotations

from celltrail.registry.alias import promote, roll_back, take_away
from celltrail.registry.check import Progress, champion_of, check_gates
from celltrail.registry.lifecycle import describe_model, describe_version, reinstate, rename, retire
from celltrail.registry.policies import EVERY, remove_policy, set_policy
from celltrail.registry.reference import check_name, plain_name, resolve
from celltrail.registry.register import Draft, register

__all__ = [
    "EVERY",
    "Draft",
    "Progress",
    "champion_of",
    "check_gates",
    "check_name",
    "describe_model",
    "describe_version",
    "plain_name",
    "promote",
    "register",
    "reinstate",
    "remove_policy",
    "rename",
    "resolve",
    "retire",
    "roll_back",
    "set_policy",
    "take_away",
]
