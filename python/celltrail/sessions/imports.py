"""Imports that everybody writes in the same way."""

from __future__ import annotations

import sys

_USUAL = {
    "alt": "altair",
    "go": "plotly.graph_objects",
    "lgb": "lightgbm",
    "mpl": "matplotlib",
    "np": "numpy",
    "nx": "networkx",
    "pa": "pyarrow",
    "pd": "pandas",
    "pl": "polars",
    "plt": "matplotlib.pyplot",
    "px": "plotly.express",
    "sm": "statsmodels.api",
    "sns": "seaborn",
    "tf": "tensorflow",
    "xgb": "xgboost",
}
_PLAIN = {"matplotlib", "numpy", "pandas", "plotly", "polars", "pyarrow", "scipy", "sklearn", "torch"}


def usual_import(name: str) -> str:
    """Return the import that a name stands for by convention; empty where there is no such convention.

    >>> usual_import("np"), usual_import("math"), usual_import("df")
    ('import numpy as np', 'import math', '')
    """
    if name in _USUAL:
        return f"import {_USUAL[name]} as {name}"
    return f"import {name}" if name in _PLAIN or name in sys.stdlib_module_names else ""
