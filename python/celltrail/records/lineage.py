"""What was made from what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LineageKind = Literal["file", "artifact", "run", "model_version", "deployment", "drift_report", "decision", "job"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageNode:
    """A thing in a lineage graph."""

    id: str
    """``kind:id``; unique in the graph."""
    kind: LineageKind
    label: str
    ref: str
    """The id by which the thing itself is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageEdge:
    """That `target` was made from, or by, `source` (both are node ids)."""

    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """A graph of things, walked from one of them in both directions."""

    nodes: tuple[LineageNode, ...]
    edges: tuple[LineageEdge, ...]
