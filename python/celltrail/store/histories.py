"""Which contents a name had, in the order in which they came."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal, select, union_all

from celltrail.records import NameVersion
from celltrail.store import schema
from celltrail.store.database import Database


class Histories:
    """What names held."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, name: str, limit: int = 100) -> tuple[NameVersion, ...]:
        """Return the newest versions of the data that a name held, oldest first."""
        uses, artifacts, runs = schema.artifact_uses.c, schema.artifacts.c, schema.runs.c
        seen = (
            select(func.min(uses.id).label("first"), func.count().label("uses"))
            .where(uses.name == name)
            .group_by(uses.version)
            .order_by(func.min(uses.id).desc())
            .limit(limit)
            .subquery()
        )
        query = (
            select(
                uses.name, uses.version, uses.run_id, artifacts.digest, artifacts.kind, artifacts.size_bytes,
                artifacts.summary, runs.started_at.label("at"), runs.name.label("run_name"), runs.cell_id,
                seen.c.uses,
            )
            .join(seen, seen.c.first == uses.id)
            .join(schema.artifacts, artifacts.digest == uses.digest)
            .join(schema.runs, runs.id == uses.run_id)
            .order_by(uses.id)
        )  # fmt: skip
        with self._database.read() as connection:
            return tuple(NameVersion(**row._mapping) for row in connection.execute(query))  # noqa: SLF001 - public

    def of_values(self, name: str, limit: int = 100) -> tuple[NameVersion, ...]:
        """Return the plain values that a name had as a parameter or metric, oldest first; each once."""
        params, metrics, runs = schema.params.c, schema.metrics.c, schema.runs.c
        text = func.coalesce(params.text, literal(""))
        both = union_all(
            select(params.run_id, params.number, text.label("text")).where(params.key == name),
            select(metrics.run_id, metrics.value, literal("")).where(metrics.key == name),
        ).subquery()
        value: Any = (both.c.number, both.c.text)
        seen = (
            select(*value, func.min(both.c.run_id).label("first"), func.count().label("uses"))
            .group_by(*value)
            .subquery()
        )
        numbered = select(seen, func.row_number().over(order_by=seen.c.first).label("version")).subquery()
        query = (
            select(numbered, runs.id, runs.name, runs.started_at, runs.cell_id)
            .join(schema.runs, runs.id == numbered.c.first)
            .order_by(numbered.c.version.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            found = connection.execute(query).all()
        return tuple(
            NameVersion(
                name=name, version=row.version, kind="value", at=row.started_at, run_id=row.id, run_name=row.name,
                cell_id=row.cell_id, uses=row.uses,
                summary={"value": row.text if row.number is None or row.text else row.number},
            )
            for row in reversed(found)
        )  # fmt: skip
