"""A file that belongs to something under a path."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of a run or a logged model, as MLflow's clients see it: by its path."""

    owner: str
    """The id of the run or logged model."""
    path: str
    """Relative, with slashes."""
    digest: str
    size_bytes: int
    at: float
