"""Sweeps and their trials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from celltrail.records import Sweep, Trial
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.plans import sweeps, trials
from celltrail.store.rows import Rows


class Sweeps(Rows[Sweep]):
    """The searches, each with its trials."""

    kind, table, noun, lists = Sweep, sweeps, "sweep", "celltrail sweeps"

    def add_trial(self, trial: Trial) -> None:
        """Keep a new trial."""
        with self._database.write() as connection:
            connection.execute(insert(trials).values(to_row(trial, trials)))
            announce(connection, "sweep", trial.sweep_id)

    def change_trial(
        self, sweep_id: str, number: int, *, only_if: tuple[str, ...] | None = None, **values: Any
    ) -> bool:
        """Set fields of a trial, where its status is one of `only_if`; return whether that was so."""
        where = [trials.c.sweep_id == sweep_id, trials.c.number == number]
        if only_if is not None:
            where.append(trials.c.status.in_(only_if))
        with self._database.write() as connection:
            done = connection.execute(update(trials).where(*where).values(**values))
            if done.rowcount:
                announce(connection, "sweep", sweep_id)
        return bool(done.rowcount)

    def trials(self, sweep_id: str) -> tuple[Trial, ...]:
        """Return the trials of a sweep in the order of their numbers."""
        question = select(trials).where(trials.c.sweep_id == sweep_id).order_by(trials.c.number)
        with self._database.read() as connection:
            return tuple(from_row(Trial, row) for row in connection.execute(question))

    def trials_of(self, sweep_ids: Sequence[str]) -> dict[str, list[Trial]]:
        """Return the trials of some sweeps in the order of their numbers, by sweep; in one question."""
        question = select(trials).where(trials.c.sweep_id.in_(sweep_ids)).order_by(trials.c.number)
        found: dict[str, list[Trial]] = {}
        with self._database.read() as connection:
            for row in connection.execute(question):
                trial = from_row(Trial, row)
                found.setdefault(trial.sweep_id, []).append(trial)
        return found
