"""How good answers were, counted batch by batch: what is counted of two parts adds up to that of the whole.

The area under the ROC curve is of chances in 65,536 bins; rows in one bin count as ties.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

_BINS = 1 << 16
_BINARY = 2
_LEAST = 1e-15


@dataclass(slots=True)
class Truth:
    """Sums over rows whose truth is known."""

    sums: dict[str, float] = field(default_factory=dict)
    positive: Any = None
    """How many rows of the second of two classes were in each bin of its chance."""
    negative: Any = None

    def add(self, true: Any, said: Any, chances: Any, classes: list[Any]) -> None:
        """Count rows: an Arrow array of the truth, and what the model says to them."""
        import numpy as np

        known = true.is_valid().to_numpy(zero_copy_only=False)
        values = np.asarray(true.drop_null().to_pylist(), dtype=object)
        said, chances = said[known], None if chances is None else chances[known]
        self._more(rows=len(values))
        if classes or said.dtype.kind not in "fiu":
            names = np.array([str(one) for one in values])
            self._more(right=float((names == np.array([str(one) for one in said])).sum()))
            if chances is not None:
                self._chances(names, chances, [str(one) for one in classes])
            return
        numbers = values.astype(float)
        off = numbers - said.astype(float)
        self._more(
            absolute=float(np.abs(off).sum()), squared=float((off**2).sum()), true=float(numbers.sum()),
            true_squared=float((numbers**2).sum()),
        )  # fmt: skip

    def merge(self, other: Truth) -> None:
        """Count what another one has counted."""
        self._more(**other.sums)
        for name in ("positive", "negative"):
            theirs, ours = getattr(other, name), getattr(self, name)
            if theirs is not None:
                setattr(self, name, theirs if ours is None else ours + theirs)

    def metrics(self) -> dict[str, float]:
        """Return what the sums say."""
        rows, sums = self.sums.get("rows", 0.0), self.sums
        if not rows:
            return {}
        found = {"labelled_rows": rows}
        if "right" in sums:
            found["accuracy"] = sums["right"] / rows
        if "log_loss" in sums:
            found["log_loss"] = sums["log_loss"] / rows
        if self.positive is not None and self.positive.sum() and self.negative.sum():
            below = self.negative.cumsum() - self.negative
            found["auc"] = float((self.positive * (below + self.negative / 2)).sum()) / float(
                self.positive.sum() * self.negative.sum()
            )
        if "squared" in sums:
            spread = sums["true_squared"] - sums["true"] ** 2 / rows
            found |= {"mae": sums["absolute"] / rows, "rmse": math.sqrt(sums["squared"] / rows)}
            found |= {"r2": 1 - sums["squared"] / spread} if spread > 0 else {}
        return found

    def _chances(self, names: Any, chances: Any, classes: list[str]) -> None:
        import numpy as np

        places = {name: place for place, name in enumerate(classes)}
        own = np.array([places.get(name, -1) for name in names])
        right = np.where(own >= 0, chances[np.arange(len(own)), own], 0.0)
        self._more(log_loss=float(-np.log(np.clip(right, _LEAST, 1)).sum()))
        if len(classes) == _BINARY:
            bins = np.minimum((chances[:, 1] * _BINS).astype(int), _BINS - 1)
            counts = [np.bincount(bins[own == place], minlength=_BINS).astype(float) for place in (0, 1)]
            self.merge(Truth(positive=counts[1], negative=counts[0]))

    def _more(self, **sums: float) -> None:
        for name, value in sums.items():
            self.sums[name] = self.sums.get(name, 0.0) + value
