"""Drift reports, decisions and alerts."""

from __future__ import annotations

from sqlalchemy import Select, desc, insert, select, update

from celltrail.errors import NotFoundError
from celltrail.records import Alert, Decision, DriftReport
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import alerts, decisions, drift_reports


class Drift:
    """What was found in the request windows, and what was decided then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_report(self, report: DriftReport) -> None:
        """Keep a report."""
        with self._database.write() as connection:
            connection.execute(insert(drift_reports).values(to_row(report, drift_reports)))
            announce(connection, "drift", report.id, kind="created")

    def report(self, id: str) -> DriftReport:  # noqa: A002
        """Return a report.

        Raises
        ------
        NotFoundError
            There is none with this id.
        """
        with self._database.read() as connection:
            row = connection.execute(select(drift_reports).where(drift_reports.c.id == id)).first()
        if row is None:
            raise NotFoundError(f"There is no drift report {id!r}.", hint="The drift panel lists them.")
        return from_row(DriftReport, row)

    def reports(self, deployment_id: str | None = None, limit: int = 200) -> tuple[DriftReport, ...]:
        """Return reports, newest first."""
        query = select(drift_reports).order_by(desc(drift_reports.c.id)).limit(limit)
        if deployment_id:
            query = query.where(drift_reports.c.deployment_id == deployment_id)
        with self._database.read() as connection:
            return tuple(from_row(DriftReport, row) for row in connection.execute(query))

    def add_decision(self, decision: Decision) -> None:
        """Keep a decision."""
        with self._database.write() as connection:
            connection.execute(insert(decisions).values(to_row(decision, decisions)))
            announce(connection, "decision", decision.id, kind="created")

    def change_decision(self, id: str, *, job_id: str | None = None, outcome: str = "") -> None:  # noqa: A002
        """Write down which job followed a decision, and what came of it."""
        values = {name: value for name, value in (("job_id", job_id), ("outcome", outcome)) if value}
        with self._database.write() as connection:
            connection.execute(update(decisions).where(decisions.c.id == id).values(**values))
            announce(connection, "decision", id)

    def decisions(self, deployment_id: str | None = None, limit: int = 200) -> tuple[Decision, ...]:
        """Return decisions, newest first."""
        query: Select[tuple[object, ...]] = select(decisions).order_by(desc(decisions.c.id)).limit(limit)
        if deployment_id:
            query = query.where(decisions.c.deployment_id == deployment_id)
        with self._database.read() as connection:
            return tuple(from_row(Decision, row) for row in connection.execute(query))

    def add_alert(self, alert: Alert) -> None:
        """Keep an alert."""
        with self._database.write() as connection:
            connection.execute(insert(alerts).values(to_row(alert, alerts)))
            announce(connection, "alert", alert.id, kind="created")

    def alerts(self, limit: int = 200) -> tuple[Alert, ...]:
        """Return alerts, newest first."""
        query = select(alerts).order_by(desc(alerts.c.id)).limit(limit)
        with self._database.read() as connection:
            return tuple(from_row(Alert, row) for row in connection.execute(query))
