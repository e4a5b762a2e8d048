"""What a model's answers come from: over many rows, and for one."""

from __future__ import annotations

from celltrail.explaining.explain import Wishes, explain
from celltrail.explaining.kept import explanation_of, local_explanations
from celltrail.explaining.local import why

__all__ = ["Wishes", "explain", "explanation_of", "local_explanations", "why"]
