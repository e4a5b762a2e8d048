"""Logged models: what MLflow 3 keeps of a model before, and whether or not, it is registered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from celltrail import clock
from celltrail.errors import NotFoundError
from celltrail.records import LoggedModel, ModelLink, ModelMetric
from celltrail.store.among import among
from celltrail.store.clienttables import logged_models, model_links, model_metrics
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.upsert import upsert


class LoggedModels:
    """Models that clients have logged."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, model: LoggedModel) -> bool:
        """Keep a logged model; return False, having changed nothing, where one with its id is here."""
        with self._database.write() as connection:
            known = select(logged_models.c.id).where(logged_models.c.id == model.id)
            if connection.execute(known).first() is not None:
                return False
            connection.execute(insert(logged_models).values(to_row(model, logged_models, deleted_at=None)))
            write_model_metrics(connection, model.id, model.metrics)
            if model.run_id:
                announce(connection, "run", model.run_id)
        return True

    def get(self, id: str) -> LoggedModel:  # noqa: A002
        """Return a logged model.

        Raises
        ------
        NotFoundError
            There is none with this id, or it was deleted.
        """
        found = self.where(id=id)
        if not found:
            raise NotFoundError(f"Logged model with ID '{id}' not found.", hint="Search for logged models.")
        return found[0]

    def where(self, **equal: Any) -> tuple[LoggedModel, ...]:
        """Return the logged models whose columns have these values (one, or a tuple of several), oldest first."""
        conditions = [
            logged_models.c[name].in_(value) if isinstance(value, tuple) else logged_models.c[name] == value
            for name, value in equal.items()
        ]
        query = select(logged_models).where(logged_models.c.deleted_at.is_(None), *conditions)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(logged_models.c.created_at, logged_models.c.id)).all()
            metrics = _metrics_of(connection, [row.id for row in rows])
        return tuple(from_row(LoggedModel, row, metrics=metrics.get(row.id, ())) for row in rows)

    def change(self, id: str, **values: Any) -> None:  # noqa: A002
        """Set fields of a logged model.

        Raises
        ------
        NotFoundError
            There is none with this id.
        """
        model = self.get(id)
        with self._database.write() as connection:
            connection.execute(
                update(logged_models).where(logged_models.c.id == id).values(changed_at=clock.now(), **values)
            )
            if model.run_id:
                announce(connection, "run", model.run_id)


def write_links(connection: Connection, run_id: str, links: Sequence[ModelLink]) -> None:
    """Write down links, in the transaction of other facts."""
    if links:
        upsert(connection, model_links, [to_row(link, model_links, run_id=run_id) for link in links])


def links_of(connection: Connection, run_ids: Collection[str]) -> dict[str, tuple[ModelLink, ...]]:
    """Return the models that some runs used or made."""
    query = select(model_links).where(among(model_links.c.run_id, run_ids)).order_by(model_links.c.model_id)
    found: dict[str, list[ModelLink]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.run_id].append(from_row(ModelLink, row))
    return {run_id: tuple(links) for run_id, links in found.items()}


def write_model_metrics(connection: Connection, model_id: str, metrics: Sequence[ModelMetric]) -> None:
    """Write down what was measured of a logged model, in the transaction of the run's own points."""
    if not metrics:
        return
    rows = [to_row(one, model_metrics, id=None, model_id=model_id, text=repr(one.value)) for one in metrics]
    for row in rows:
        del row["id"]
    connection.execute(insert(model_metrics), rows)


def _metrics_of(connection: Connection, ids: Collection[str]) -> dict[str, tuple[ModelMetric, ...]]:
    """Return the latest of each metric of each model on each dataset."""
    query = select(model_metrics).where(among(model_metrics.c.model_id, ids)).order_by(model_metrics.c.id)
    latest: dict[str, dict[Any, ModelMetric]] = defaultdict(dict)
    for row in connection.execute(query):
        metric = from_row(ModelMetric, row, value=float(row.text))
        key = (metric.key, metric.dataset_name, metric.dataset_digest, metric.run_id)
        before = latest[row.model_id].get(key)
        if before is None or (before.step, before.at) <= (metric.step, metric.at):
            latest[row.model_id][key] = metric
    return {model_id: tuple(metrics.values()) for model_id, metrics in latest.items()}
