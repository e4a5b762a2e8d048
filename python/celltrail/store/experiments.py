"""Projects as experiments. A run belongs to the experiment that has the name of its project."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from celltrail import clock
from celltrail.errors import NameTakenError, NotFoundError
from celltrail.records import Experiment, Lifecycle
from celltrail.store.among import among
from celltrail.store.clienttables import deleted_runs, experiments
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, from_rows, to_row
from celltrail.store.schema import runs

DEFAULT_ID = "0"
DEFAULT_NAME = "Default"


class Experiments:
    """The experiments, one for each project that has runs, and those that clients have made."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Experiment, ...]:
        """Return all of them, deleted ones too."""
        self._complete()
        with self._database.read() as connection:
            return tuple(from_row(Experiment, row) for row in connection.execute(select(experiments)))

    def get(self, id: str) -> Experiment:  # noqa: A002
        """Return an experiment.

        Raises
        ------
        NotFoundError
            There is none with this id.
        """
        found = self._where(experiments.c.id == id) or self._again(experiments.c.id == id)
        if found is None:
            raise NotFoundError(f"No Experiment with id={id} exists.", hint="Search for experiments.")
        return found

    def named(self, name: str) -> Experiment:
        """Return the experiment of a name.

        Raises
        ------
        NotFoundError
            There is none.
        """
        found = self._where(experiments.c.name == name) or self._again(experiments.c.name == name)
        if found is None:
            raise NotFoundError(f"Could not find experiment with name '{name}'.", hint="Search for experiments.")
        return found

    def of_ids(self, ids: Collection[str]) -> dict[str, Experiment]:
        """Return those of some experiments that are here, by name."""
        query = select(experiments).where(among(experiments.c.id, ids))
        with self._database.read() as connection:
            found = {one.name: one for one in from_rows(Experiment, connection.execute(query))}
        return self.of_ids(ids) if len(found) < len(set(ids)) and self._complete() else found

    def create(self, name: str, tags: dict[str, str]) -> Experiment:
        """Make an experiment.

        Raises
        ------
        NameTakenError
            There is one of this name.
        """
        self._complete()
        with self._database.write() as connection:
            _refuse_taken(connection, name)
            return _new(connection, name, tags)

    def add(self, experiment: Experiment) -> None:
        """Keep an experiment that has an id already; one that is here stays as it is."""
        with self._database.write() as connection:
            known = select(experiments.c.id).where(
                (experiments.c.id == experiment.id) | (experiments.c.name == experiment.name)
            )
            if connection.execute(known).first() is None:
                connection.execute(insert(experiments).values(to_row(experiment, experiments)))

    def change(self, id: str, **values: Any) -> None:  # noqa: A002
        """Set the tags or the life of an experiment.

        Raises
        ------
        NotFoundError
            There is none with this id.
        """
        self.get(id)
        with self._database.write() as connection:
            connection.execute(
                update(experiments).where(experiments.c.id == id).values(changed_at=clock.now(), **values)
            )

    def change_life(self, id: str, lifecycle: Lifecycle) -> None:  # noqa: A002
        """Hide an experiment with its runs, or bring them back."""
        name = self.get(id).name
        own = select(runs.c.id).where(runs.c.project == name)
        with self._database.write() as connection:
            connection.execute(
                update(experiments)
                .where(experiments.c.id == id)
                .values(lifecycle=lifecycle, changed_at=clock.now())
            )
            moved = connection.execute(own).scalars().all()
            connection.execute(delete(deleted_runs).where(deleted_runs.c.run_id.in_(own)))
            if lifecycle == "deleted" and moved:
                connection.execute(insert(deleted_runs), [{"run_id": one, "at": clock.now()} for one in moved])
            announce(connection, "run", *moved)

    def rename(self, id: str, name: str) -> None:  # noqa: A002
        """Give an experiment another name, and with it the project of its runs.

        Raises
        ------
        NotFoundError
            There is none with this id.
        NameTakenError
            Another one has the name.
        """
        before = self.get(id).name
        with self._database.write() as connection:
            _refuse_taken(connection, name)
            connection.execute(
                update(experiments).where(experiments.c.id == id).values(name=name, changed_at=clock.now())
            )
            moved = connection.execute(select(runs.c.id).where(runs.c.project == before)).scalars().all()
            connection.execute(update(runs).where(runs.c.project == before).values(project=name))
            announce(connection, "run", *moved)

    def _where(self, condition: Any) -> Experiment | None:
        with self._database.read() as connection:
            row = connection.execute(select(experiments).where(condition)).first()
        return from_row(Experiment, row) if row else None

    def _again(self, condition: Any) -> Experiment | None:
        """Look once more, when projects that only have runs have become experiments."""
        return self._where(condition) if self._complete() else None

    def _complete(self) -> bool:
        """Make experiments of projects that have runs and are none yet; return whether there were any."""
        missing = _missing(self._database)
        if not missing:
            return False
        with self._database.write() as connection:
            known = set(connection.execute(select(experiments.c.name)).scalars())
            for name in missing:
                if name not in known:
                    _new(connection, name, {})
        return True


def _missing(database: Database) -> list[str]:
    known = select(experiments.c.name)
    query = select(runs.c.project).where(runs.c.project.not_in(known)).distinct().order_by(runs.c.project)
    with database.read() as connection:
        missing = list(connection.execute(query).scalars())
        if connection.execute(select(experiments.c.id).where(experiments.c.id == DEFAULT_ID)).first() is None:
            missing.insert(0, DEFAULT_NAME)
    return missing


def _new(connection: Connection, name: str, tags: dict[str, str]) -> Experiment:
    now = clock.now()
    made = Experiment(id=_next_id(connection, name), name=name, created_at=now, changed_at=now, tags=tags)
    connection.execute(insert(experiments).values(to_row(made, experiments)))
    return made


def _next_id(connection: Connection, name: str) -> str:
    """Return a number: MLflow's own ids are numbers, and some clients sort by them."""
    if name == DEFAULT_NAME:
        return DEFAULT_ID
    known = connection.execute(select(experiments.c.id)).scalars()
    return str(1 + max((int(one) for one in known if one.isdecimal()), default=0))


def _refuse_taken(connection: Connection, name: str) -> None:
    taken = connection.execute(select(experiments.c.lifecycle).where(experiments.c.name == name)).scalar()
    if taken is None:
        return
    deleted = taken == "deleted"
    raise NameTakenError(
        f"Experiment '{name}' already exists{' in deleted state' if deleted else ''}.",
        hint="Restore it, or choose another name." if deleted else "Use it, or choose another name.",
    )
