"""Libraries that only some people have, as the frameworks ask for them."""

from __future__ import annotations

from celltrail.artifacts.require import require

__all__ = ["require"]
