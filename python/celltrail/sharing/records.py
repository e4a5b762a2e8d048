"""What is known of a run and of the runs inside it, as it travels: facts go out of one store and into another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import msgspec

from celltrail.errors import BundleError
from celltrail.records import (
    ArtifactUse,
    CellExecution,
    Environment,
    Job,
    Metric,
    ModelVersion,
    Param,
    Run,
)
from celltrail.sharing.manifest import RECORDS
from celltrail.tracking import Workspace

_MANY = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A mark of a run."""

    run_id: str
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a metric."""

    run_id: str
    key: str
    step: int
    at: float
    text: str
    """The value as Python writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The rows of a run and of the runs inside it, the run itself first."""

    runs: tuple[Run, ...]
    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()
    metrics: tuple[Metric, ...] = ()
    points: tuple[Point, ...] = ()
    cells: tuple[CellExecution, ...] = ()
    uses: tuple[ArtifactUse, ...] = ()
    environments: tuple[Environment, ...] = ()
    jobs: tuple[Job, ...] = ()
    models: tuple[ModelVersion, ...] = ()
    """Versions that were registered from these runs. They are told, not registered anew."""

    @property
    def run(self) -> Run:
        """The run that it is about."""
        return self.runs[0]

    def members(self) -> dict[str, bytes]:
        """Return each kind of record as a JSON file."""
        return {f"{RECORDS}/{field.name}.json": json_of(getattr(self, field.name)) for field in fields(self)}

    def facts(self) -> Iterator[tuple[str, Any]]:
        """Give the facts that make these rows in another store."""
        for kind in ("run", "cell", "param", "tag", "use", "environment"):
            for record in getattr(self, f"{kind}s"):
                yield kind, msgspec.to_builtins(record)
        for point in self.points:
            yield "metric", [point.run_id, point.key, point.text, point.step, point.at]

    def of_runs(self, ids: set[str]) -> Records:
        """Return those of some runs only."""
        kept = {
            name: tuple(one for one in getattr(self, name) if one.run_id in ids)
            for name in ("params", "tags", "metrics", "points", "cells", "uses", "jobs")
        }
        return replace(self, runs=tuple(run for run in self.runs if run.id in ids), **kept)


def records_of(workspace: Workspace, run_id: str) -> Records:
    """Return what a store knows of a run and of the runs inside it."""
    store = workspace.store
    rows = [store.runs.find(run_id)]
    for row in rows:  # the list grows while it is gone through: runs inside runs
        rows += sorted(store.runs.list(parent=row.run.id, limit=_MANY), key=lambda inner: inner.run.id)
    ids = [row.run.id for row in rows]
    metrics = [metric for run in ids for metric in store.runs.metrics(run)]
    environments = {row.run.environment for row in rows if row.run.environment}
    return Records(
        runs=tuple(_inside(row.run, ids) for row in rows),
        params=tuple(
            Param(run_id=row.run.id, key=key, value=value) for row in rows for key, value in row.params.items()
        ),
        tags=tuple(
            Tag(run_id=row.run.id, key=key, value=value) for row in rows for key, value in row.tags.items()
        ),
        metrics=tuple(metrics),
        points=tuple(point for metric in metrics for point in _points(workspace, metric)),
        cells=tuple(cell for run in ids for cell in store.runs.cells(run)),
        uses=tuple(use for run in ids for use in store.runs.uses_of_run(run)),
        environments=tuple(
            found for digest in sorted(environments) if (found := store.runs.environment(digest)) is not None
        ),
        jobs=store.jobs.where(run_id=tuple(ids)),
        models=tuple(version for run in ids for version in store.models.versions_of_run(run)),
    )


def read_records(members: dict[str, bytes]) -> Records:
    """Return the records of a bundle's members.

    Raises
    ------
    BundleError
        They have another form.
    """
    values = {path.removeprefix(f"{RECORDS}/").removesuffix(".json"): data for path, data in members.items()}
    kinds = {field.name: field for field in fields(Records)}
    try:
        records = msgspec.convert(
            {name: msgspec.json.decode(data) for name, data in values.items() if name in kinds}, Records
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BundleError(
            f"The bundle's records cannot be read: {error}.", hint="Ask for it anew, or update celltrail."
        ) from None
    if not records.runs:
        raise BundleError("The bundle has no run in it.", hint="Ask for it anew.")
    return records


def _inside(run: Run, ids: list[str]) -> Run:
    """Return a run whose parent is in the bundle too, or that has none."""
    return replace(run, stale=False, parent_id=run.parent_id if run.parent_id in ids else None)


def _points(workspace: Workspace, metric: Metric) -> Iterator[Point]:
    for point in workspace.store.runs.points(metric.run_id, metric.key):
        text = "nan" if point.value is None else repr(point.value)
        yield Point(run_id=metric.run_id, key=metric.key, step=point.step, at=point.at, text=text)


def json_of(value: Any) -> bytes:
    """Return a value as JSON that people can read too."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
