"""The loop that closes itself: look, decide, train again, let the better version win."""

from __future__ import annotations

from celltrail.retrain.loop import close_loop
from celltrail.retrain.measure import measure
from celltrail.retrain.policy import Policy, decide
from celltrail.retrain.recipe import Recipe, recipe_of

__all__ = ["Policy", "Recipe", "close_loop", "decide", "measure", "recipe_of"]
