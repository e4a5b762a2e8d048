"""Deployments."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, desc, insert, or_, select, update

from celltrail import clock
from celltrail.errors import NameTakenError, NotFoundError
from celltrail.records import Deployment
from celltrail.store.audit import record
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.lifecycle import refuse_retired
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import deployments

_LIVE = ("starting", "running")


class Deployments:
    """The endpoints that are or were."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, deployment: Deployment) -> None:
        """Keep a new deployment.

        Raises
        ------
        NameTakenError
            A live deployment has its name.
        """
        c = deployments.c
        with self._database.write() as connection:
            taken = connection.execute(select(c.id).where(c.name == deployment.name, c.status.in_(_LIVE))).scalar()
            if taken:
                raise NameTakenError(
                    f"A deployment named {deployment.name!r} is already there.",
                    hint=f"Stop it with `celltrail stop {deployment.name}`, choose another name with --name,"
                    " or give this version its requests with --canary 100%.",
                )
            refuse_retired(connection, deployment.model, [route.version for route in deployment.routes])
            row = to_row(deployment, deployments)
            connection.execute(insert(deployments).values(row))
            details = {"name": deployment.name, "model": deployment.model, "routes": row["routes"]}
            record(connection, "deployment.created", deployment.id, details=details)
            announce(connection, "deployment", deployment.id, kind="created")

    def change(self, id: str, **values: Any) -> Deployment:  # noqa: A002
        """Set fields of a deployment and return it as it is now."""
        if "routes" in values:
            values["routes"] = [
                {"version": r.version, "weight": r.weight, "shadow": r.shadow} for r in values["routes"]
            ]
        with self._database.write() as connection:
            _log(connection, id, values)
            connection.execute(
                update(deployments).where(deployments.c.id == id).values(changed_at=clock.now(), **values)
            )
            announce(connection, "deployment", id)
        return self.get(id)

    def note_stop(self, id: str) -> None:  # noqa: A002
        """Write down who wants a deployment to stop; that it has stopped, its own process says."""
        with self._database.write() as connection:
            record(connection, "deployment.stopping", id)

    def get(self, name_or_id: str) -> Deployment:
        """Return a deployment by its id, or the newest one of a name.

        Raises
        ------
        NotFoundError
            There is none.
        """
        c = deployments.c
        query = select(deployments).where(or_(c.id == name_or_id, c.name == name_or_id)).order_by(desc(c.id))
        with self._database.read() as connection:
            row = connection.execute(query.limit(1)).first()
        if row is None:
            raise NotFoundError(
                f"There is no deployment {name_or_id!r}.", hint="`celltrail deployments` lists them."
            )
        return from_row(Deployment, row)

    def all(self, *, live: bool = False) -> tuple[Deployment, ...]:
        """Return the deployments, newest first; only those that should answer where `live`."""
        query = select(deployments).order_by(desc(deployments.c.id))
        if live:
            query = query.where(deployments.c.status.in_(_LIVE))
        with self._database.read() as connection:
            return tuple(from_row(Deployment, row) for row in connection.execute(query))


def _log(connection: Connection, id: str, values: dict[str, Any]) -> None:  # noqa: A002
    """Write down what changes of status and routes; where it listens and how much it was asked is no change."""
    if not values.keys() & {"status", "routes"}:
        return
    row = connection.execute(select(deployments).where(deployments.c.id == id)).first()
    if row is None:
        return
    told = {"name": row.name, "model": row.model}
    routes, status = values.get("routes", row.routes), values.get("status", row.status)
    if routes != row.routes:
        refuse_retired(connection, row.model, [route["version"] for route in routes])
        record(connection, "deployment.routed", id, details={**told, "from": row.routes, "to": routes})
    if status != row.status:
        record(connection, f"deployment.{status}", id, reason=values.get("error") or "", details=told)
