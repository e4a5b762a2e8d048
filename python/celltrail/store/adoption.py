"""Models that come from elsewhere with numbers, times and aliases of their own."""

from __future__ import annotations

import msgspec
from sqlalchemy import insert, select, update

from celltrail.records import Model
from celltrail.store.audit import record
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import to_row
from celltrail.store.models import lock_model
from celltrail.store.schema import aliases, model_versions, models
from celltrail.store.upsert import insert_missing


def adopt_model(database: Database, model: Model, source: str) -> int:
    """Add those versions and aliases of a model that are not here, and return how many versions that were.

    What is here stays as it is: a version of the same number, and where an alias points.
    """
    with database.write() as connection:
        lock_model(connection, model.name)
        of_model = model_versions.c.model == model.name
        known = set(connection.execute(select(model_versions.c.number).where(of_model)).scalars())
        new = [version for version in model.versions if version.number not in known]
        if not known:
            told = {"description": model.description, "tags": model.tags, "changed_at": model.changed_at}
            values = told | ({"created_at": model.created_at} if model.created_at else {})
            connection.execute(update(models).where(models.c.name == model.name).values(values))
        for version in new:
            connection.execute(insert(model_versions).values(to_row(version, model_versions)))
            details = {"artifact": version.artifact, "from": source, "run": version.run_id}
            record(
                connection, "version.imported", version.label,
                who=version.who, reason=version.description, details=msgspec.to_builtins(details),
            )  # fmt: skip
        rows = [
            {"model": model.name, "alias": alias, "number": number}
            for alias, number in model.aliases.items()
            if number in known | {version.number for version in new}
        ]
        if rows:
            insert_missing(connection, aliases, rows, ["model", "alias"])
        announce(connection, "model", model.name, kind="changed" if known else "created")
    return len(new)
