"""What came of taking over a history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRun:
    """A run that was taken over, or was here already."""

    id: str
    name: str
    is_new: bool
    params: int = 0
    points: int = 0
    """How many points of metrics were added."""
    files: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A history that was taken over."""

    source: str
    runs: tuple[ImportedRun, ...]
    models: int = 0
    """How many model versions were added."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """What could not be taken over: a reason, and how often it was so."""

    @property
    def new(self) -> int:
        """How many runs were not here before."""
        return sum(run.is_new for run in self.runs)

    def __str__(self) -> str:
        total = Counter[str]()
        for run in self.runs:
            total.update(params=run.params, points=run.points, files=run.files)
        known = len(self.runs) - self.new
        lines = [
            f"{self.source}: {self.new:,} runs taken over" + (f", {known:,} were here already" if known else ""),
            f"  {total['params']:,} parameters, {total['points']:,} points of metrics, {total['files']:,} files"
            + (f", {self.models:,} model versions" if self.models else ""),
        ]
        lines += [f"  left out: {reason} ({count:,})" for reason, count in self.left_out.items()]
        return "\n".join(lines)
