"""The loop that closes itself: look, decide, train again, let the better version win."""

from __future__ import annotations

from celltrail.retraining.loop import close_loop
from celltrail.retraining.measure import measure
from celltrail.retraining.policy import Policy, decide
from celltrail.retraining.recipe import Recipe, recipe_of

__all__ = ["Policy", "Recipe", "close_loop", "decide", "measure", "recipe_of"]
