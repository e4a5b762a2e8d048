"""What a client of MLflow's API searches for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Entity = Literal["metric", "parameter", "tag", "attribute", "dataset"]
View = Literal["ACTIVE_ONLY", "DELETED_ONLY", "ALL"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison of a filter."""

    entity: Entity
    key: str
    comparator: str
    """``=``, ``!=``, ``<`` ..., ``LIKE``, ``ILIKE``, ``IN``, ``NOT IN``, ``IS NULL`` or ``IS NOT NULL``."""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a search is ordered by."""

    entity: Entity
    key: str
    ascending: bool = True
