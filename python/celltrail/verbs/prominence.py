"""Runs with the values that matter first: a row of a list has room for a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from celltrail.records import RunRow, Scalar

if TYPE_CHECKING:
    from celltrail.store import Store


def ranked(store: Store, rows: Sequence[RunRow]) -> tuple[RunRow, ...]:
    """Return runs with those metrics and parameters in front that people chose."""
    names = store.runs.prominent_metrics([row.run.id for row in rows])
    found = []
    for row in rows:
        first = {key: row.metrics[key] for key in names.get(row.run.id, ()) if key in row.metrics}
        found.append(replace(row, metrics=first | row.metrics, params=_chosen_first(row.params)))
    return tuple(found)


def _chosen_first(params: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Return parameters with what a fitted estimator says of itself (``model``, ``model.max_depth``) behind."""
    estimators = {key.partition(".")[0] for key in params if "." in key}
    return dict(sorted(params.items(), key=lambda item: item[0].partition(".")[0] in estimators))
