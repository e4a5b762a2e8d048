"""A lineage that can be looked at."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.drawing import svg, tree
from celltrail.drawing.summary import summarised
from celltrail.records import Lineage


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DrawnLineage(Lineage):
    """A graph of things, walked from the first of them: a picture in a notebook, a tree of text by ``print``."""

    def __repr__(self) -> str:
        return tree.written(self)

    def _repr_html_(self) -> str:
        return svg.drawn(summarised(self))
