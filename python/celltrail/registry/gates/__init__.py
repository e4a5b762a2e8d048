"""Gates: what a model version must pass before others may rely on it."""

from __future__ import annotations

from celltrail.registry.gates.gate import CHAMPION, Gate
from celltrail.registry.gates.kinds import KINDS, parse

__all__ = ["CHAMPION", "KINDS", "Gate", "parse"]
