"""Which metrics of a run matter most: a list has room for a few of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from celltrail.store import schema
from celltrail.store.among import among

_NAME = re.compile(r"[^\W\d]\w*")


def prominent_metrics(connection: Connection, run_ids: Collection[str]) -> dict[str, Sequence[str]]:
    """Return the names of the metrics of some runs, those that matter first.

    First what a gate of a registered model asks for, then what was logged, then what cells computed on the way,
    then what fitted estimators say of their training (``model.train_score``); of each the newest first.
    """
    metrics = schema.metrics.c
    query = select(metrics.run_id, metrics.key).where(among(metrics.run_id, run_ids)).order_by(metrics.at.desc())
    found: dict[str, list[str]] = {}
    for run_id, key in connection.execute(query):
        found.setdefault(run_id, []).append(key)
    gated, computed = _gated(connection, run_ids), _computed(connection, run_ids)
    for run_id, keys in found.items():
        asked, bound = gated.get(run_id, set()), computed.get(run_id, set())
        keys.sort(key=lambda key: (key not in asked, key.partition(".")[0] in bound - {key}, key in bound))
    return {**found}


def _gated(connection: Connection, run_ids: Collection[str]) -> dict[str, set[str]]:
    versions = schema.model_versions.c
    query = select(versions.run_id, versions.gates).where(among(versions.run_id, run_ids))
    found: dict[str, set[str]] = {}
    for run_id, gates in connection.execute(query):
        words = (word for gate in gates for word in _NAME.findall(gate["expression"]))
        found.setdefault(run_id, set()).update(words)
    return found


def _computed(connection: Connection, run_ids: Collection[str]) -> dict[str, set[str]]:
    """Return the names that cells bound: a metric of such a name was not logged by anybody."""
    cells = schema.cells.c
    query = select(cells.run_id, cells.binds).where(among(cells.run_id, run_ids))
    found: dict[str, set[str]] = {}
    for run_id, binds in connection.execute(query):
        found.setdefault(run_id, set()).update(binds)
    return found
