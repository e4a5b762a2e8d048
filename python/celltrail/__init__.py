"""celltrail: MLOps that lives in the notebook."""

from __future__ import annotations


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - reading metadata costs more than the import

        return version("celltrail")
    raise AttributeError(f"module 'celltrail' has no attribute {name!r}")
