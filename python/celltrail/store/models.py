"""Models, their versions and aliases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, Table, delete, desc, func, insert, select, update

from celltrail import clock
from celltrail.errors import ConflictError, NotFoundError
from celltrail.records import AliasChange, Attachment, GateResult, Grounds, Model, ModelVersion
from celltrail.store.approvals import refuse_changed
from celltrail.store.audit import record
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import alias_changes, aliases, attachments, model_versions, models

ANYWHERE = -1
"""Stands for: wherever the alias is now."""


class Models:
    """The registry's rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_version(self, draft: ModelVersion) -> ModelVersion:
        """Keep a version under the next free number and return it; `draft.number` and its aliases do not count."""
        with self._database.write() as connection:
            lock_model(connection, draft.model)
            query = select(func.max(model_versions.c.number)).where(model_versions.c.model == draft.model)
            number = (connection.execute(query).scalar() or 0) + 1
            version = replace(draft, number=number, aliases=(), attachments=())
            connection.execute(insert(model_versions).values(to_row(version, model_versions)))
            record(
                connection, "version.registered", version.label,
                who=version.who, reason=version.description, details=_registration(version),
            )  # fmt: skip
            announce(connection, "model", draft.model, kind="created" if number == 1 else "changed")
        return version

    def set_alias(
        self,
        change: AliasChange,
        *,
        expected: int | None = ANYWHERE,
        grounds: Grounds | None = None,
    ) -> AliasChange:
        """Move an alias (or take it away) and write that down, returning the change with the previous number.

        Parameters
        ----------
        grounds
            The policy and the approval that allow it, as they were looked at; they must still be so.

        Raises
        ------
        ConflictError
            The alias is not at `expected` (a version number, or None for nowhere): someone else moved it first. Or
            its version was retired, or its grounds changed meanwhile.
        """
        with self._database.write() as connection:
            lock_model(connection, change.model)
            _refuse_retired(connection, change)
            if grounds is not None:
                refuse_changed(connection, change.model, change.alias, grounds)
            here = (aliases.c.model == change.model) & (aliases.c.alias == change.alias)
            previous = connection.execute(select(aliases.c.number).where(here)).scalar()
            if expected not in (ANYWHERE, previous):
                raise moved_meanwhile(change, previous, expected)
            connection.execute(delete(aliases).where(here))
            if change.number is not None:
                connection.execute(
                    insert(aliases).values(model=change.model, alias=change.alias, number=change.number)
                )
            change = replace(change, previous=previous)
            row = to_row(change, alias_changes, id=None)
            connection.execute(insert(alias_changes).values({k: v for k, v in row.items() if k != "id"}))
            record(
                connection, _action(change),
                f"{change.model}@{change.alias}", who=change.who, reason=change.reason,
                details={"from": previous, "to": change.number},
            )  # fmt: skip
            announce(connection, "model", change.model)
        return change

    def set_gates(
        self, model: str, number: int, gates: tuple[GateResult, ...], *, checked_for: str | None = None
    ) -> None:
        """Keep what came of a version's gates, in the place of what is known of them.

        Parameters
        ----------
        checked_for
            The alias that it is about to get, empty where it is registered; None while they are still checked.
        """
        here = (model_versions.c.model == model) & (model_versions.c.number == number)
        values = {"gates": msgspec.to_builtins(gates)}
        with self._database.write() as connection:
            connection.execute(update(model_versions).where(here).values(values))
            if checked_for is not None and gates:
                details = {"alias": checked_for, "gates": {gate.expression: gate.verdict for gate in gates}}
                record(connection, "version.gates_checked", f"{model}/{number}", details=details)
            announce(connection, "model", model)

    def attach(self, draft: Attachment, *, expected: int = ANYWHERE) -> Attachment:
        """Keep the next revision of a role of a version and return it; `draft.revision` does not count.

        Raises
        ------
        ConflictError
            The newest revision is not `expected` (0 where there is none): somebody else was first.
        """
        here = (attachments.c.model == draft.model) & (attachments.c.number == draft.number)
        with self._database.write() as connection:
            lock_model(connection, draft.model)
            query = select(func.max(attachments.c.revision)).where(here, attachments.c.role == draft.role)
            newest = connection.execute(query).scalar() or 0
            if expected not in (ANYWHERE, newest):
                raise ConflictError(
                    f"The {draft.role} of {draft.model}/{draft.number} is at revision {newest}, not {expected}: "
                    "somebody saved it meanwhile.",
                    hint="Look at it again, then save.",
                )
            attachment = replace(draft, revision=newest + 1)
            connection.execute(insert(attachments).values(to_row(attachment, attachments)))
            record(
                connection, "version.attached", f"{draft.model}/{draft.number}",
                who=draft.who, reason=draft.comment,
                details={"role": draft.role, "revision": attachment.revision, "digest": draft.digest},
            )  # fmt: skip
            announce(connection, "model", draft.model)
        return attachment

    def attached(self, model: str, number: int) -> tuple[Attachment, ...]:
        """Return everything that was ever attached to a version, newest first."""
        query = (
            select(attachments)
            .where(attachments.c.model == model, attachments.c.number == number)
            .order_by(desc(attachments.c.at), desc(attachments.c.revision))
        )
        with self._database.read() as connection:
            return tuple(from_row(Attachment, row) for row in connection.execute(query))

    def version(self, model: str, number: int) -> ModelVersion:
        """Return one version.

        Raises
        ------
        NotFoundError
            The model or the version is not there.
        """
        versions = self.get(model).versions
        for version in versions:
            if version.number == number:
                return version
        hint = f"The newest is {versions[0].label}." if versions else f"{model} has no version yet."
        raise NotFoundError(f"There is no version {model}/{number}.", hint=hint)

    def get(self, name: str) -> Model:
        """Return a model with all of its versions.

        Raises
        ------
        NotFoundError
            There is no such model.
        """
        found = self._select(models.c.name == name)
        if not found:
            names = ", ".join(sorted(model.name for model in self.all())) or "none yet"
            raise NotFoundError(f"There is no model {name!r}.", hint=f"Models are: {names}.")
        return found[0]

    def all(self) -> tuple[Model, ...]:
        """Return all models by name."""
        return self._select()

    def versions_of_run(self, run_id: str) -> tuple[ModelVersion, ...]:
        """Return the versions that a run made."""
        made = select(model_versions.c.model).where(model_versions.c.run_id == run_id)
        found = self._select(models.c.name.in_(made))
        return tuple(version for model in found for version in model.versions if version.run_id == run_id)

    def history(self, model: str) -> tuple[AliasChange, ...]:
        """Return how the aliases of a model moved, newest first."""
        query = select(alias_changes).where(alias_changes.c.model == model).order_by(desc(alias_changes.c.id))
        with self._database.read() as connection:
            return tuple(from_row(AliasChange, row) for row in connection.execute(query))

    def moves(self, model: str, alias: str) -> int:
        """Return how often an alias has moved."""
        c = alias_changes.c
        query = select(func.count()).select_from(alias_changes).where(c.model == model, c.alias == alias)
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def _select(self, *where: Any) -> tuple[Model, ...]:
        """Return the models whose rows fulfil a condition, with all of their versions."""
        chosen = select(models.c.name).where(*where)
        with self._database.read() as connection:
            own = connection.execute(select(models).where(*where).order_by(models.c.name)).all()
            versions = _grouped(connection, model_versions, chosen, desc(model_versions.c.number))
            named = _grouped(connection, aliases, chosen, aliases.c.alias)
            # Later revisions come later, so that they take the place of earlier ones.
            filled = _grouped(connection, attachments, chosen, attachments.c.revision)
        return tuple(_model(row, versions[row.name], named[row.name], filled[row.name]) for row in own)


def _grouped(connection: Connection, table: Table, names: Select[Any], order: Any) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.model.in_(names)).order_by(order)):
        grouped[row.model].append(row)
    return grouped


def _model(row: Row[Any], versions: list[Row[Any]], named: list[Row[Any]], filled: list[Row[Any]]) -> Model:
    names: dict[int, list[str]] = defaultdict(list)
    for one in named:
        names[one.number].append(one.alias)
    newest: dict[int, dict[str, Attachment]] = defaultdict(dict)
    for one in filled:
        newest[one.number][one.role] = from_row(Attachment, one)
    return from_row(
        Model,
        row,
        aliases={one.alias: one.number for one in named},
        versions=tuple(
            from_row(
                ModelVersion,
                one,
                aliases=tuple(names[one.number]),
                attachments=tuple(newest[one.number][role] for role in sorted(newest[one.number])),
            )
            for one in versions
        ),
    )


def moved_meanwhile(change: AliasChange, previous: int | None, expected: int | None) -> ConflictError:
    """Return the error of who decided on an alias that another one has moved since."""
    now, before = (f"version {one}" if one is not None else "no version" for one in (previous, expected))
    return ConflictError(
        f"{change.model}@{change.alias} is at {now}, not at {before}: moved meanwhile.",
        hint="Look at the model again and decide anew.",
    )


def _refuse_retired(connection: Connection, change: AliasChange) -> None:
    c = model_versions.c
    query = select(c.status).where(c.model == change.model, c.number == change.number)
    if connection.execute(query).scalar() == "retired":
        label = f"{change.model}/{change.number}"
        raise ConflictError(
            f"{label} is retired and cannot become {change.alias}.",
            hint=f"Reinstate it first (`celltrail reinstate {label}`), or choose another version.",
        )


def _action(change: AliasChange) -> str:
    if change.number is None:
        return "alias.removed"
    return "alias.rolled_back" if change.rolled_back else "alias.promoted"


def _registration(version: ModelVersion) -> dict[str, Any]:
    """Return what the audit log says of a new version; what came of its gates has an entry of its own."""
    return {
        "artifact": version.artifact,
        "run": version.run_id,
        "gates": [gate.expression for gate in version.gates],
        "unsafe": version.unsafe,
    }


def lock_model(connection: Connection, name: str) -> None:
    """Make sure the model's row exists, and hold it, so that writers of one model come one after the other."""
    query = select(models.c.name).where(models.c.name == name).with_for_update()
    if connection.execute(query).scalar() is None:
        connection.execute(insert(models).values(name=name, created_at=clock.now()))
