"""Runs and artifacts."""

from __future__ import annotations

from typing import Any

from celltrail.comparison import Side
from celltrail.records import CellExecution, Lineage, Run
from celltrail.server.messages import (
    ArtifactPreview,
    ComparedSide,
    MetricSeries,
    RunComparison,
    RunDetail,
    RunsPage,
)
from celltrail.verbs.compare import compare
from celltrail.verbs.lineage import lineage
from celltrail.verbs.prominence import ranked

_LARGEST_PAGE = 1000
_LINEAGE = 200
_COMPARED = ("params", "seeds", "code", "data", "files", "packages", "environment", "source")


def list_runs(question: Any) -> RunsPage:
    """Return a page of runs."""
    query = question.query
    limit = max(1, min(query.limit, _LARGEST_PAGE))
    rows = question.workspace.store.runs.list(
        search=query.search, sort=query.sort, parent=query.parent, before=query.before, limit=limit + 1
    )
    page = rows[:limit]
    more = len(rows) > limit and not query.sort
    return RunsPage(rows=ranked(question.workspace.store, page), next=page[-1].run.id if more else None)


def get_run(question: Any) -> RunDetail:
    """Return everything about a run, with a page of its cells."""
    store, query = question.workspace.store, question.query
    runs = store.runs
    (row,) = ranked(store, [runs.find(question.path["run_id"])])
    digest, order = row.run.environment, {key: place for place, key in enumerate(row.metrics)}
    counts, count = runs.pages.counts(row.run.id), max(1, min(query.count, _LARGEST_PAGE))
    first = query.first if query.first >= 0 else _where_it_is(row.run, counts.total, count)
    cells, apart = runs.pages.page(row.run.id, first, count)
    return RunDetail(
        row=row,
        metrics=tuple(
            sorted(runs.metrics(row.run.id), key=lambda metric: order.get(metric.key, len(order)))
        ),  # one may have come since the row was read
        cells=cells,
        cells_first=first,
        cells_total=counts.total,
        cells_cached=counts.cached,
        outputs_apart=apart,
        unseeded=counts.unseeded,
        artifacts=runs.uses_of_run(row.run.id),
        environment=runs.environment(digest) if digest else None,
        children=ranked(store, runs.list(parent=row.run.id, limit=_LARGEST_PAGE)),
    )


def _where_it_is(run: Run, total: int, count: int) -> int:
    """Return the first cell of the page that a person wants to see."""
    return 0 if run.status == "finished" else max(0, total - 1) // count * count


def get_cell(question: Any) -> CellExecution:
    """Return a cell with all that it showed."""
    runs = question.workspace.store.runs
    found: CellExecution = runs.pages.get(runs.find(question.path["run_id"]).run.id, question.path["cell_id"])
    return found


def get_metric(question: Any) -> MetricSeries:
    """Return the points of a metric."""
    runs, key = question.workspace.store.runs, question.path["key"]
    run_id = runs.find(question.path["run_id"]).run.id
    return MetricSeries(key=key, points=runs.points(run_id, key))


def get_lineage(question: Any) -> Lineage:
    """Return what a run was made from and what was made from it."""
    return lineage(question.path["run_id"], limit=_LINEAGE)


def compare_runs(question: Any) -> RunComparison:
    """Return how runs differ from the first of them."""
    found = compare(*(run for run in question.query.runs.split(",") if run))
    parts = {name: getattr(found, name) for name in _COMPARED}
    differing = {name: tuple(one for one in part if one.change != "same") for name, part in parts.items()}
    return RunComparison(
        sides=tuple(_side(side) for side in found.sides),
        notes=found.notes,
        metrics=tuple(found.metrics),
        same={name: len(part) - len(differing[name]) for name, part in parts.items()},
        **differing,
    )


def _side(side: Side) -> ComparedSide:
    run = side.run
    return ComparedSide(
        label=side.label,
        run_id=run.id,
        name=run.name,
        status=run.status,
        started_at=run.started_at,
        about=side.about,
    )


def get_artifact(question: Any) -> ArtifactPreview:
    """Return an artifact with something to look at."""
    here = question.workspace
    artifact = here.store.runs.artifact(question.path["digest"])
    return ArtifactPreview(artifact=artifact, bundle=here.artifacts.preview(artifact.digest, artifact.codec))
