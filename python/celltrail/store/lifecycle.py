"""What changes about models and versions that are there: words, owners, tags, names, whether they still count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from celltrail import clock
from celltrail.errors import ConflictError, NameTakenError, NotFoundError
from celltrail.records import VersionStatus
from celltrail.store.audit import record
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.models import lock_model
from celltrail.store.schedules import follow_model
from celltrail.store.schema import (
    alias_changes,
    alias_policies,
    aliases,
    approvals,
    attachments,
    deployments,
    drift_reports,
    gate_checks,
    model_versions,
    models,
)

_LIVE = ("starting", "running")
_NAMED = (model_versions, aliases, alias_changes, attachments, gate_checks, alias_policies, approvals,
          deployments, drift_reports)  # fmt: skip
"""The tables whose rows say which model they are about. The audit log keeps the name of the day."""


class Lifecycle:
    """Changes of models and versions that are there."""

    def __init__(self, database: Database, *, rehearsal: bool = False) -> None:
        self._database = database
        self._rehearsal = rehearsal  # then nothing changes

    def create(self, name: str, reason: str = "") -> None:
        """Make a model that has no version yet; one that is there stays as it is."""
        if self._rehearsal:
            return
        with self._database.write() as connection:
            if connection.execute(select(models.c.name).where(models.c.name == name)).first() is None:
                lock_model(connection, name)
                record(connection, "model.created", name, reason=reason)
                announce(connection, "model", name, kind="created")

    def describe_model(self, name: str, values: Mapping[str, Any], reason: str = "") -> None:
        """Set description, owner or tags of a model."""
        if self._rehearsal:
            return
        with self._database.write() as connection:
            lock_model(connection, name)
            _describe(connection, name, (models.c.name == name,), values, reason=reason)
            announce(connection, "model", name)

    def describe_version(self, model: str, number: int, values: Mapping[str, Any], reason: str = "") -> None:
        """Set description, owner or tags of a version."""
        if self._rehearsal:
            return
        with self._database.write() as connection:
            lock_model(connection, model)
            _describe(connection, f"{model}/{number}", _version(model, number), values, reason=reason)
            announce(connection, "model", model)

    def set_status(self, model: str, number: int, status: VersionStatus, reason: str = "") -> None:
        """Retire a version or let it count again.

        Raises
        ------
        ConflictError
            It has that status already, or it is to be retired while an alias or a live deployment points at it.
        """
        if self._rehearsal:
            return
        label = f"{model}/{number}"
        with self._database.write() as connection:
            lock_model(connection, model)
            here = _version(model, number)
            if connection.execute(select(model_versions.c.status).where(*here)).scalar() == status:
                raise ConflictError(f"{label} is {status} already.", hint="There is nothing to do.")
            if status == "retired":
                _refuse_used(connection, model, number)
            connection.execute(update(model_versions).where(*here).values(status=status, changed_at=clock.now()))
            action = "version.retired" if status == "retired" else "version.reinstated"
            record(connection, action, label, reason=reason)
            announce(connection, "model", model)

    def rename(self, name: str, new: str, reason: str = "") -> None:
        """Give a model another name, wherever it is named.

        Raises
        ------
        NameTakenError
            Another model has it.
        ConflictError
            A live deployment serves it under the old name.
        """
        if self._rehearsal:
            return
        with self._database.write() as connection:
            lock_model(connection, name)
            if connection.execute(select(models.c.name).where(models.c.name == new)).first():
                raise NameTakenError(f"There is a model {new!r} already.", hint="Choose another name.")
            if served := _live(connection, name):
                raise ConflictError(
                    f"{name} is served by {_joined(served)}.", hint=f"Stop it first: `celltrail stop {served[0]}`."
                )
            row = dict(connection.execute(select(models).where(models.c.name == name)).one()._mapping)  # noqa: SLF001
            connection.execute(insert(models).values({**row, "name": new, "changed_at": clock.now()}))
            for table in _NAMED:
                connection.execute(update(table).where(table.c.model == name).values(model=new))
            follow_model(connection, name, new)
            connection.execute(models.delete().where(models.c.name == name))
            record(connection, "model.renamed", new, reason=reason, details={"from": name, "to": new})
            announce(connection, "model", name, kind="removed")
            announce(connection, "model", new, kind="created")


def _describe(
    connection: Connection, name: str, here: tuple[Any, ...], values: Mapping[str, Any], *, reason: str
) -> None:
    """Set columns of a model, or of a version where the name has a number, and log those that are new."""
    table, noun = (model_versions, "version") if "/" in name else (models, "model")
    before = connection.execute(select(*(table.c[key] for key in values)).where(*here)).first()
    if before is None:
        raise NotFoundError(f"There is no {noun} {name}.", hint="`celltrail models` lists them.")
    changed = {
        key: {"from": old, "to": values[key]}
        for key, old in before._mapping.items()  # noqa: SLF001 - SQLAlchemy's public name
        if old != values[key]
    }
    if changed:
        connection.execute(update(table).where(*here).values(**values, changed_at=clock.now()))
        record(connection, f"{noun}.described", name, reason=reason, details=changed)


def refuse_retired(connection: Connection, model: str, numbers: list[int]) -> None:
    """Refuse routes to versions that do not count any more, within the transaction that sets them.

    Raises
    ------
    ConflictError
        One is retired.
    """
    c = model_versions.c
    query = select(c.number).where(c.model == model, c.number.in_(numbers), c.status == "retired")
    for number in connection.execute(query).scalars():
        raise ConflictError(
            f"{model}/{number} is retired and serves nobody.",
            hint=f"Reinstate it first: `celltrail reinstate {model}/{number}`.",
        )


def _version(model: str, number: int) -> tuple[Any, ...]:
    return model_versions.c.model == model, model_versions.c.number == number


def _refuse_used(connection: Connection, model: str, number: int) -> None:
    label = f"{model}/{number}"
    named = select(aliases.c.alias).where(aliases.c.model == model, aliases.c.number == number)
    if names := sorted(connection.execute(named).scalars()):
        raise ConflictError(
            f"{label} is {_joined(names)} and cannot be retired.",
            hint="Promote another version to that, or take the alias away, first.",
        )
    if served := _live(connection, model, number):
        raise ConflictError(
            f"{label} is served by {_joined(served)} and cannot be retired.",
            hint=f"Give its requests to another version, or stop it: `celltrail stop {served[0]}`.",
        )


def _live(connection: Connection, model: str, number: int | None = None) -> list[str]:
    """Return the names of the live deployments of a model, or of those that have a route to one version."""
    c = deployments.c
    rows = connection.execute(select(c.name, c.routes).where(c.model == model, c.status.in_(_LIVE))).all()
    return [row.name for row in rows if number is None or number in [route["version"] for route in row.routes]]


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
