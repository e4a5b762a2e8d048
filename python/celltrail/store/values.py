"""What runs have in a table of keys and values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import JSON, Connection, String, Table, cast, select

from celltrail.store.among import among


def values_of(connection: Connection, table: Table, run_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what some runs have in a table, the keys in their order."""
    value, is_json = table.c.value, isinstance(table.c.value.type, JSON)
    query = (
        select(table.c.run_id, table.c.key, cast(value, String) if is_json else value)
        .where(among(table.c.run_id, run_ids))
        .order_by(table.c.run_id, table.c.key)
    )
    found: dict[str, dict[str, Any]] = {}
    for run_id, key, value in connection.execute(query).all():
        found.setdefault(run_id, {})[key] = msgspec.json.decode(value) if is_json else value
    return found
