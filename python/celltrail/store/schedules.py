"""Schedules, and what became of their starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, desc, insert, select, text, update

from celltrail.errors import NameTakenError, NotFoundError
from celltrail.records import Firing, Schedule
from celltrail.store import audit
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.plans import firings, schedules
from celltrail.store.rows import Rows
from celltrail.store.workers import Workers


class Schedules(Rows[Schedule]):
    """What runs by itself, and when."""

    kind, table, noun, lists = Schedule, schedules, "schedule", "celltrail schedules"

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.workers = Workers(database)

    def add(self, record: Schedule) -> None:
        """Keep a new schedule.

        Raises
        ------
        NameTakenError
            Another one has its name.
        """
        with self._database.write() as connection:
            taken = connection.execute(select(schedules.c.id).where(schedules.c.name == record.name)).first()
            if taken:
                raise NameTakenError(
                    f"There is a schedule {record.name!r} already.",
                    hint=f"Give another name, or remove it first: `celltrail schedules remove {record.name}`.",
                )
            connection.execute(insert(schedules).values(to_row(record, schedules)))
            audit.record(connection, "schedule.created", record.id, who=record.who, details=_told(record))
            announce(connection, "schedule", record.id, kind="created")

    def named(self, name: str) -> Schedule:
        """Return the schedule of a name or id.

        Raises
        ------
        NotFoundError
            There is none.
        """
        found = self.where(name=name) or self.where(id=name)
        if not found:
            raise NotFoundError(f"There is no schedule {name!r}.", hint=f"`{self.lists}` lists them.")
        return found[0]

    def remove(self, id: str) -> None:  # noqa: A002
        """Forget a schedule and its history; the jobs that it started stay."""
        with self._database.write() as connection:
            if row := connection.execute(select(schedules).where(schedules.c.id == id)).first():
                audit.record(connection, "schedule.removed", id, details=_told(from_row(Schedule, row)))
            connection.execute(delete(firings).where(firings.c.schedule_id == id))
            connection.execute(delete(schedules).where(schedules.c.id == id))
            announce(connection, "schedule", id, kind="removed")

    def claim(
        self,
        id: str,  # noqa: A002
        expected: Mapping[str, Any],
        values: Mapping[str, Any],
        starts: Sequence[Firing],
    ) -> bool:
        """Take due starts for one worker: all at once or not at all, and of many workers exactly one gets them.

        `expected` are the columns as they were when the worker looked. Where one of them has changed since, or the
        schedule is paused or removed, nothing happens and the answer is False.
        """
        same = [schedules.c[name] == value for name, value in expected.items()]
        with self._database.write() as connection:
            done = connection.execute(
                update(schedules)
                .where(schedules.c.id == id, schedules.c.paused.is_(False), *same)
                .values(**values)
            )
            if done.rowcount and starts:
                connection.execute(insert(firings), [to_row(start, firings) for start in starts])
            if done.rowcount:
                announce(connection, "schedule", id)
        return bool(done.rowcount)

    def set_paused(self, id: str, *, paused: bool, **values: Any) -> None:  # noqa: A002
        """Let a schedule start nothing, or again what is due; `values` are set with it."""
        with self._database.write() as connection:
            done = connection.execute(
                update(schedules).where(schedules.c.id == id).values(paused=paused, **values)
            )
            if done.rowcount:
                audit.record(connection, "schedule.paused" if paused else "schedule.resumed", id)
                announce(connection, "schedule", id)

    def add_firing(self, firing: Firing, *, by_hand: bool = False) -> None:
        """Keep what became of a start; one that a person made, and not the trigger, is a change to be audited."""
        with self._database.write() as connection:
            if by_hand:
                details = {"firing": firing.id, "job": firing.job_id, "pipeline_run": firing.pipeline_run_id}
                audit.record(connection, "schedule.started", firing.schedule_id, details=details)
                here = schedules.c.id == firing.schedule_id
                connection.execute(update(schedules).where(here).values(last_at=firing.at))
            connection.execute(insert(firings).values(to_row(firing, firings)))
            announce(connection, "schedule", firing.schedule_id)

    def change_firing(self, firing: Firing, **values: Any) -> bool:
        """Set fields of a start that still waits for the worker that `firing` names; return whether it does."""
        where = firings.c.id == firing.id, firings.c.status == "waiting", firings.c.worker == firing.worker
        with self._database.write() as connection:
            done = connection.execute(update(firings).where(*where).values(**values))
            if done.rowcount:
                announce(connection, "schedule", firing.schedule_id)
        return bool(done.rowcount)

    def waiting(self) -> tuple[Firing, ...]:
        """Return the starts that were taken and have no job yet, in the order in which they were due."""
        question = select(firings).where(firings.c.status == "waiting")
        with self._database.read() as connection:
            rows = connection.execute(question.order_by(firings.c.due_at, firings.c.id))
            return tuple(from_row(Firing, row) for row in rows)

    def firings(self, schedule_id: str, limit: int = 50) -> tuple[Firing, ...]:
        """Return the starts of a schedule, newest first."""
        question = select(firings).where(firings.c.schedule_id == schedule_id)
        with self._database.read() as connection:
            rows = connection.execute(question.order_by(desc(firings.c.id)).limit(limit))
            return tuple(from_row(Firing, row) for row in rows)

    def now(self) -> float | None:
        """Return the time by the database's own clock; None where it has none but that of this machine."""
        if self._database.is_sqlite:
            return None
        with self._database.read() as connection:
            return float(connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())


def follow_model(connection: Connection, name: str, new: str) -> None:
    """Let the schedules that watch a model watch it under its new name; what they saw of it they have seen."""
    for row in connection.execute(select(schedules.c.id, schedules.c.trigger)).all():
        key = "of" if row.trigger["event"] == "promoted" else "watch"  # MODEL or MODEL@ALIAS; always MODEL@ALIAS
        model, at, alias = row.trigger[key].partition("@")
        if model == name and (at or key == "of"):
            trigger = {**row.trigger, key: f"{new}{at}{alias}"}
            connection.execute(update(schedules).where(schedules.c.id == row.id).values(trigger=trigger))
            announce(connection, "schedule", row.id)


def _told(schedule: Schedule) -> dict[str, Any]:
    """Return what the audit log says of a schedule that comes or goes."""
    return {
        "name": schedule.name,
        "what": schedule.notebook or schedule.pipeline,
        "trigger": msgspec.to_builtins(schedule.trigger),
    }
