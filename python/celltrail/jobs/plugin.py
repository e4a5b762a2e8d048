"""The name that papermill finds by its entry point: ``papermill --engine celltrail``.

papermill loads its entry points while it is being imported itself. So this file imports neither it nor anything
heavy; the engine behind it is loaded when it is used.
"""

from __future__ import annotations

import importlib
from typing import Any


class CelltrailEngine:
    """Stands for ``celltrail.jobs.engine.CelltrailEngine``."""

    @classmethod
    def execute_notebook(cls, *args: Any, **kwargs: Any) -> Any:
        """Execute a notebook under a run."""
        return _engine().execute_notebook(*args, **kwargs)

    @classmethod
    def nb_kernel_name(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the kernel of a notebook."""
        return _engine().nb_kernel_name(*args, **kwargs)

    @classmethod
    def nb_language(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the language of a notebook."""
        return _engine().nb_language(*args, **kwargs)


def _engine() -> Any:
    return importlib.import_module("celltrail.jobs.engine").CelltrailEngine
