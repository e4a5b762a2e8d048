"""Setting the random generators that a cell may use."""

from __future__ import annotations

import importlib
import importlib.util
import random
import sys

_NUMPY_LIMIT = 2**32


def set_seed(seed: int) -> None:
    """Seed Python's generator, that of NumPy if it is installed, and that of PyTorch where it is loaded.

    NumPy is loaded for this: the cell may import it itself, after the seed was set.
    """
    random.seed(seed)
    if importlib.util.find_spec("numpy"):
        importlib.import_module("numpy.random").seed(seed % _NUMPY_LIMIT)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)
