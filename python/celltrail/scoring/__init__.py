"""A model's answers to tables of any size, written whole or not at all."""

from __future__ import annotations

from celltrail.scoring.progress import Progress
from celltrail.scoring.score import score
from celltrail.scoring.wishes import Score, Wishes

__all__ = ["Progress", "Score", "Wishes", "score"]
