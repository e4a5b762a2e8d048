"""Which loaded versions answer now, and which one takes the next request."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

from celltrail.artifacts import ArtifactStore
from celltrail.serving.batcher import Batcher
from celltrail.serving.loader import load
from celltrail.serving.place import Plan


class Table:
    """The loaded routes of one generation. A swap is one assignment: who holds the old table finishes with it."""

    def __init__(self, plan: Plan, seen: Callable[[int], None]) -> None:
        artifacts = ArtifactStore(Path(plan.artifacts))
        loaded = [Batcher(load(route, artifacts), seen) for route in plan.routes]
        self.plan = plan
        self.shadows = [batcher for batcher in loaded if batcher.predictor.shadow]
        self.answering = [batcher for batcher in loaded if not batcher.predictor.shadow]
        self._up_to = list(accumulate(batcher.predictor.weight for batcher in self.answering))

    def choose(self) -> Batcher:
        """Return who answers the next request."""
        if len(self.answering) == 1:
            return self.answering[0]
        return random.choices(self.answering, cum_weights=self._up_to)[0]  # noqa: S311 - traffic, no secret

    @property
    def main(self) -> Batcher:
        """The version that answers most."""
        return max(self.answering, key=lambda batcher: batcher.predictor.weight)

    def close(self) -> None:
        """Let the threads of a table go that answers no more."""
        for batcher in (*self.answering, *self.shadows):
            batcher.close()
