"""Attempts to get the results of runs again."""

from __future__ import annotations

from celltrail.records import Reproduction
from celltrail.store.plans import reproductions
from celltrail.store.rows import Rows


class Reproductions(Rows[Reproduction]):
    """What came of reproducing runs."""

    kind, table, noun, lists = Reproduction, reproductions, "reproduction", "celltrail runs"
