"""Requests and answers about scoring tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from celltrail.records import ScoreState


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRequest:
    """Score files in the background. Paths are below the server's root folder."""

    data: tuple[str, ...]
    """Files, folders or patterns."""
    output: str
    columns: tuple[str, ...] | None = None
    """The columns of the input that the output has too; without it all."""
    probabilities: bool = True
    stamp: bool = False
    """Whether each row carries the version and the run."""
    on_bad: Literal["error", "skip", "null"] = "error"
    labels: str = ""
    processes: int = 1
    on: str = ""
    """The address of a Dask cluster."""
    overwrite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresPage:
    """The newest scorings."""

    scores: tuple[ScoreState, ...]
