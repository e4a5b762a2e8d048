"""Pipelines and their runs."""

from __future__ import annotations

from sqlalchemy import delete, select

from celltrail.errors import NotFoundError
from celltrail.records import Pipeline, PipelineRun
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.plans import pipeline_runs, pipelines
from celltrail.store.rows import Rows
from celltrail.store.upsert import upsert


class PipelineRuns(Rows[PipelineRun]):
    """The executions of pipelines."""

    kind, table, noun, lists = PipelineRun, pipeline_runs, "pipeline", "celltrail pipelines"


class Pipelines:
    """Graphs of notebooks, by name."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.runs = PipelineRuns(database)

    def put(self, pipeline: Pipeline) -> None:
        """Keep a pipeline; one of the same name is replaced."""
        with self._database.write() as connection:
            upsert(connection, pipelines, [to_row(pipeline, pipelines)])
            announce(connection, "pipeline", pipeline.name)

    def get(self, name: str) -> Pipeline:
        """Return a pipeline.

        Raises
        ------
        NotFoundError
            There is none of this name.
        """
        with self._database.read() as connection:
            row = connection.execute(select(pipelines).where(pipelines.c.name == name)).first()
        if row is None:
            raise NotFoundError(f"There is no pipeline {name!r}.", hint="`celltrail pipelines` lists them.")
        return from_row(Pipeline, row)

    def all(self) -> tuple[Pipeline, ...]:
        """Return all, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(pipelines).order_by(pipelines.c.name))
            return tuple(from_row(Pipeline, row) for row in rows)

    def remove(self, name: str) -> None:
        """Forget a pipeline; its runs stay."""
        with self._database.write() as connection:
            connection.execute(delete(pipelines).where(pipelines.c.name == name))
            announce(connection, "pipeline", name, kind="removed")
