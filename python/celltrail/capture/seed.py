"""Setting the random generators that a cell may use."""

from __future__ import annotations

import random
import sys

_NUMPY_LIMIT = 2**32


def set_seed(seed: int) -> None:
    """Seed Python's generator, and those of NumPy and PyTorch where they are loaded."""
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % _NUMPY_LIMIT)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)
