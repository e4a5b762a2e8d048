"""skops, imported without what it would drag in."""

from __future__ import annotations

import importlib
import sys
from typing import Any

_COMPAT = "sklearn.externals.array_api_compat"
_ASIDE = (f"{_COMPAT}.cupy", f"{_COMPAT}.dask", f"{_COMPAT}.torch")


def skops_io() -> Any:
    """Return ``skops.io``.

    When it is first imported it has scikit-learn list its estimators, which imports all of its packages: also the
    bridges to PyTorch, Dask and CuPy, and these themselves where they are installed. That is seconds and hundreds
    of megabytes for nothing, so the bridges cannot be imported meanwhile; the list is the same without them.
    """
    if "skops.io" in sys.modules:
        return sys.modules["skops.io"]
    aside = [name for name in _ASIDE if name not in sys.modules]
    sys.modules |= dict.fromkeys(aside)  # type: ignore[arg-type] # Python's own way to say that there is none
    try:
        return importlib.import_module("skops.io")
    finally:
        for name in aside:
            sys.modules.pop(name, None)
