"""Runs and artifacts."""

from __future__ import annotations

from typing import Any

from celltrail.records import Lineage
from celltrail.server.messages import ArtifactPreview, MetricSeries, RunDetail, RunsPage
from celltrail.verbs.lineage import lineage

_LARGEST_PAGE = 1000


def list_runs(question: Any) -> RunsPage:
    """Return a page of runs."""
    query = question.query
    limit = max(1, min(query.limit, _LARGEST_PAGE))
    rows = question.workspace.store.runs.list(
        search=query.search, parent=query.parent, before=query.before, limit=limit + 1
    )
    page = rows[:limit]
    return RunsPage(rows=page, next=page[-1].run.id if len(rows) > limit else None)


def get_run(question: Any) -> RunDetail:
    """Return everything about a run."""
    runs = question.workspace.store.runs
    row = runs.find(question.path["run_id"])
    digest = row.run.environment
    return RunDetail(
        row=row,
        metrics=runs.metrics(row.run.id),
        cells=runs.cells(row.run.id),
        artifacts=runs.uses_of_run(row.run.id),
        environment=runs.environment(digest) if digest else None,
        children=runs.list(parent=row.run.id, limit=_LARGEST_PAGE),
    )


def get_metric(question: Any) -> MetricSeries:
    """Return the points of a metric."""
    runs, key = question.workspace.store.runs, question.path["key"]
    run_id = runs.find(question.path["run_id"]).run.id
    return MetricSeries(key=key, points=runs.points(run_id, key))


def get_lineage(question: Any) -> Lineage:
    """Return what a run was made from and what was made from it."""
    return lineage(question.path["run_id"])


def get_artifact(question: Any) -> ArtifactPreview:
    """Return an artifact with something to look at."""
    here = question.workspace
    artifact = here.store.runs.artifact(question.path["digest"])
    return ArtifactPreview(artifact=artifact, bundle=here.artifacts.preview(artifact.digest, artifact.codec))
