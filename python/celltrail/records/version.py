"""What a name held, one content after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class NameVersion:
    """One content that a name held."""

    name: str
    version: int
    """1 for the first content ever seen under the name, counted up with each new one."""
    kind: str
    """The artifact's kind; ``value`` for plain numbers, text and truth values."""
    at: float
    """When the run began that had it first."""
    run_id: str
    run_name: str
    cell_id: str | None
    uses: int
    """How often runs read or made it."""
    digest: str | None = None
    size_bytes: int | None = None
    summary: dict[str, Any] = field(default_factory=dict)
    """What a list shows of it; of a plain value itself, as ``value``."""
    changed: tuple[str, ...] = ()
    """What is different from the version before."""
