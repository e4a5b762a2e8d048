"""The run of a tracked cell whose results were taken: written down again, below the job that took them."""

from __future__ import annotations

import math
from dataclasses import replace

from celltrail import clock, ids
from celltrail.records import CellExecution
from celltrail.tracking import ActiveRun, Workspace

CACHED_TAG = "celltrail.cached"
"""Names the run whose results were taken."""


class RunAgain:
    """A finished run that is due to be written down under another id.

    The cells of a job may have to run after all, so it is only written when the job's execution is at its end.
    """

    def __init__(self, workspace: Workspace, run_id: str, cell_id: str | None) -> None:
        self.id = ids.new_id()
        self._sessions, self._runs = workspace.store.sessions, workspace.store.runs
        self._origin = run_id
        self._cell_id = cell_id
        self._at = clock.now()

    def write(self, job_run: ActiveRun) -> None:
        """Write it down below the run of a job: parameters, points of metrics, tags, artifacts and its cell."""
        origin = self._sessions.with_ids([self._origin])[0]
        tags = self._sessions.tags(origin.id)
        run = ActiveRun(
            job_run.workspace,
            replace(
                origin,
                id=self.id,
                status="running",
                started_at=self._at,
                ended_at=None,
                project=job_run.run.project,
                who=job_run.run.who,
                parent_id=job_run.id,
                source=replace(job_run.run.source, cell_id=self._cell_id),
            ),
        )
        run.log_params({param.key: param.value for param in self._sessions.params([origin.id])})
        for key, value in {CACHED_TAG: origin.id, **tags}.items():
            run.set_tag(key, value)
        self._write_metrics(run)
        self._write_cells(run, tags.get(CACHED_TAG, origin.id))
        run.finish()

    def _write_metrics(self, run: ActiveRun) -> None:
        for metric in self._sessions.metrics([self._origin]):
            points = self._runs.points(self._origin, metric.key)
            for point in points[:-1]:
                run.log_metric(metric.key, math.nan if point.value is None else point.value, point.step)
            run.log_metric(metric.key, float(metric.text), metric.step)

    def _write_cells(self, run: ActiveRun, source: str) -> None:
        new: dict[str | None, str] = {}
        for cell in self._sessions.cells([self._origin]):
            again: CellExecution = replace(
                cell, id=ids.new_id(), run_id=run.id, started_at=self._at, wall_s=0.0, cached_from=source
            )
            new[cell.id] = again.id
            run.log_cell(again)
        for use in self._sessions.uses([self._origin]):
            run.log_use(use.name, use.artifact, use.direction, new.get(use.cell_execution_id))
