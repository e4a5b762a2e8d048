"""Models, their versions and aliases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, desc, func, insert, select

from celltrail import clock
from celltrail.errors import ConflictError, NotFoundError
from celltrail.records import AliasChange, Model, ModelVersion
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import alias_changes, aliases, model_versions, models

ANYWHERE = -1
"""Stands for: wherever the alias is now."""


class Models:
    """The registry's rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_version(self, draft: ModelVersion) -> ModelVersion:
        """Keep a version under the next free number and return it; `draft.number` and its aliases do not count."""
        with self._database.write() as connection:
            _lock_model(connection, draft.model)
            query = select(func.max(model_versions.c.number)).where(model_versions.c.model == draft.model)
            number = (connection.execute(query).scalar() or 0) + 1
            version = replace(draft, number=number, aliases=())
            connection.execute(insert(model_versions).values(to_row(version, model_versions)))
            announce(connection, "model", draft.model, kind="created" if number == 1 else "changed")
        return version

    def set_alias(self, change: AliasChange, *, expected: int | None = ANYWHERE) -> AliasChange:
        """Move an alias and write down that it moved, returning the change with the previous number.

        Raises
        ------
        ConflictError
            The alias is not at `expected` (a version number, or None for nowhere): someone else moved it first.
        """
        with self._database.write() as connection:
            _lock_model(connection, change.model)
            here = (aliases.c.model == change.model) & (aliases.c.alias == change.alias)
            previous = connection.execute(select(aliases.c.number).where(here)).scalar()
            if expected not in (ANYWHERE, previous):
                raise ConflictError(
                    f"{change.model}@{change.alias} is at version {previous}, not at {expected}: moved meanwhile.",
                    hint="Look at the model again and decide anew.",
                )
            connection.execute(delete(aliases).where(here))
            connection.execute(
                insert(aliases).values(model=change.model, alias=change.alias, number=change.number)
            )
            change = replace(change, previous=previous)
            row = to_row(change, alias_changes, id=None)
            connection.execute(insert(alias_changes).values({k: v for k, v in row.items() if k != "id"}))
            announce(connection, "model", change.model)
        return change

    def version(self, model: str, number: int) -> ModelVersion:
        """Return one version.

        Raises
        ------
        NotFoundError
            The model or the version is not there.
        """
        for version in self.get(model).versions:
            if version.number == number:
                return version
        newest = self.get(model).versions[0].number
        raise NotFoundError(f"There is no version {model}/{number}.", hint=f"The newest is {model}/{newest}.")

    def get(self, name: str) -> Model:
        """Return a model with all of its versions.

        Raises
        ------
        NotFoundError
            There is no such model.
        """
        found = self._select(model_versions.c.model == name)
        if not found:
            names = ", ".join(sorted(model.name for model in self.all())) or "none yet"
            raise NotFoundError(f"There is no model {name!r}.", hint=f"Models are: {names}.")
        return found[0]

    def all(self) -> tuple[Model, ...]:
        """Return all models by name."""
        return self._select()

    def versions_of_run(self, run_id: str) -> tuple[ModelVersion, ...]:
        """Return the versions that a run made."""
        found = self._select(model_versions.c.run_id == run_id)
        return tuple(version for model in found for version in model.versions)

    def history(self, model: str) -> tuple[AliasChange, ...]:
        """Return how the aliases of a model moved, newest first."""
        query = select(alias_changes).where(alias_changes.c.model == model).order_by(desc(alias_changes.c.id))
        with self._database.read() as connection:
            return tuple(from_row(AliasChange, row) for row in connection.execute(query))

    def _select(self, *where: Any) -> tuple[Model, ...]:
        query = select(model_versions).where(*where)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(model_versions.c.model, desc(model_versions.c.number))).all()
            named: dict[str, dict[str, int]] = defaultdict(dict)
            for row in connection.execute(select(aliases).order_by(aliases.c.alias)):
                named[row.model][row.alias] = row.number
        grouped: dict[str, list[ModelVersion]] = defaultdict(list)
        for row in rows:
            names = tuple(alias for alias, number in named[row.model].items() if number == row.number)
            grouped[row.model].append(from_row(ModelVersion, row, aliases=names))
        return tuple(
            Model(name=name, versions=tuple(versions), aliases=named[name]) for name, versions in grouped.items()
        )


def _lock_model(connection: Connection, name: str) -> None:
    """Make sure the model's row exists, and hold it, so that writers of one model come one after the other."""
    query = select(models.c.name).where(models.c.name == name).with_for_update()
    if connection.execute(query).scalar() is None:
        connection.execute(insert(models).values(name=name, created_at=clock.now()))
