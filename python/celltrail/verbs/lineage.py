"""What was made from what: a walk along digests, up to what a thing came from, down to what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Literal

from celltrail import registry
from celltrail.drawing import DrawnLineage
from celltrail.errors import CelltrailError
from celltrail.records import (
    ArtifactUse,
    LineageEdge,
    LineageNode,
)
from celltrail.tracking import Workspace, workspace
from celltrail.verbs.thing import (
    Thing,
    artifact_of,
    deployment_of,
    file_at,
    find_thing,
    model_of,
    run_at,
    version_at,
)

FAR = 1000
"""How many things a graph shows at the most: the nearest ones."""
_CHILDREN = 200


def lineage(reference: str, *, limit: int = FAR) -> DrawnLineage:
    """Return what a thing was made from and what was made from it; a notebook draws it, ``print`` writes a tree.

    Parameters
    ----------
    reference
        A run (its id, the beginning or end of it, or the newest of a name); a model version (``churn/3``,
        ``churn@champion``); a name that was kept (``X_train``, ``X_train@2``, ``run:X_train``); a digest or its
        beginning; an endpoint; the path of a file. Where several fit, the first of these.
    limit
        How many things at the most; the nearest ones.

    Raises
    ------
    NotFoundError
        Nothing fits.

    Examples
    --------
    >>> print(lineage("churn@champion"))  # doctest: +SKIP
    """
    here = workspace()
    here.drain()
    return _Walk(here, limit).walk(find_thing(here, reference))


Direction = Literal["up", "down"]


class _Walk:
    """Grows a graph from one thing, upwards and downwards, the nearest first."""

    def __init__(self, here: Workspace, limit: int) -> None:
        self._here = here
        self._store = here.store
        self._limit = limit
        self._nodes: dict[str, LineageNode] = {}
        self._runs: dict[str, Thing] = {}
        self._edges: dict[LineageEdge, None] = {}

    def walk(self, first: Thing) -> DrawnLineage:
        self._add(first)
        queue: deque[tuple[Thing, Direction]] = deque([(first, "up"), (first, "down")])
        seen = {(first.id, "up"), (first.id, "down")}
        while queue:
            thing, direction = queue.popleft()
            for other in self._next(thing, direction):
                if not self._add(other):
                    continue
                source, target = (other, thing) if direction == "up" else (thing, other)
                self._edges[LineageEdge(source=source.id, target=target.id)] = None
                if (other.id, direction) not in seen:
                    seen.add((other.id, direction))
                    queue.append((other, direction))
        return DrawnLineage(nodes=tuple(self._nodes.values()), edges=tuple(self._edges))

    def _add(self, thing: Thing) -> bool:
        """Have a thing in the graph; whether there was room for it."""
        if thing.id not in self._nodes and len(self._nodes) < self._limit:
            self._nodes[thing.id] = LineageNode(id=thing.id, kind=thing.kind, label=thing.label, ref=thing.ref)
        return thing.id in self._nodes

    def _next(self, thing: Thing, direction: Direction) -> Iterator[Thing]:
        step: Callable[[Thing], Iterator[Thing]] | None = getattr(self, f"_{direction}_{thing.kind}", None)
        if step is not None:
            with suppress(CelltrailError):  # a thing that was removed since ends its branch
                yield from step(thing)

    def _up_run(self, thing: Thing) -> Iterator[Thing]:
        row = self._store.runs.find(thing.ref)
        for path in self._store.runs.pages.files(thing.ref)[0]:
            yield file_at(path, near=thing.ref)
        for use in self._uses(thing):
            if use.direction == "input":
                yield artifact_of(use, near=thing.ref)
        if row.run.parent_id:
            yield self._run(row.run.parent_id)
        if job := row.tags.get("celltrail.job"):
            yield self._job(job)

    def _down_run(self, thing: Thing) -> Iterator[Thing]:
        for use in self._uses(thing):
            if use.direction == "output":
                yield artifact_of(use, near=thing.ref)
        for path in self._store.runs.pages.files(thing.ref)[1]:
            yield file_at(path, near=thing.ref)
        yield from map(model_of, self._store.models.versions_of_run(thing.ref))
        for row in self._store.runs.list(parent=thing.ref, limit=_CHILDREN):
            yield Thing("run", row.run.id, row.run.name)

    def _up_artifact(self, thing: Thing) -> Iterator[Thing]:
        makers = {use.run_id for use in self._uses_of(thing) if use.direction == "output"}
        earlier = {run_id for run_id in makers if run_id < thing.near} or makers
        if earlier - {thing.near}:
            yield self._run(max(earlier - {thing.near}))

    def _down_artifact(self, thing: Thing) -> Iterator[Thing]:
        readers = {use.run_id for use in self._uses_of(thing) if use.direction == "input"}
        for run_id in sorted(reader for reader in readers if reader > thing.near):
            yield self._run(run_id)
        versions = (version for model in self._store.models.all() for version in model.versions)
        yield from (model_of(version) for version in versions if version.artifact == thing.ref)

    def _up_file(self, thing: Thing) -> Iterator[Thing]:
        writers = set(self._store.sessions.with_file(thing.ref, "files_written")) - {thing.near}
        earlier = {run_id for run_id in writers if not thing.near or run_id < thing.near}
        if earlier:
            yield self._run(max(earlier))

    def _down_file(self, thing: Thing) -> Iterator[Thing]:
        for run_id in self._store.sessions.with_file(thing.ref, "files_read"):
            if run_id > thing.near:
                yield self._run(run_id)

    def _up_model_version(self, thing: Thing) -> Iterator[Thing]:
        version = registry.resolve(self._here, thing.ref)
        uses = [use for use in self._store.runs.uses_of_artifacts([version.artifact]) if use.direction == "output"]
        if named := [use for use in uses if use.cell_execution_id is not None] or uses:
            yield artifact_of(named[-1], near="")
        if version.run_id:
            yield self._run(version.run_id)

    def _down_model_version(self, thing: Thing) -> Iterator[Thing]:
        version = registry.resolve(self._here, thing.ref)
        for found in self._store.deployments.all():
            if found.model == version.model and any(route.version == version.number for route in found.routes):
                yield deployment_of(found)

    def _up_deployment(self, thing: Thing) -> Iterator[Thing]:
        found = self._store.deployments.get(thing.ref)
        for route in found.routes:
            yield version_at(self._here, f"{found.model}/{route.version}")

    def _down_deployment(self, thing: Thing) -> Iterator[Thing]:
        for report in self._store.drift.reports(thing.ref):
            yield Thing("drift_report", report.id, f"drift {report.window.name}: {report.verdict}")

    def _down_drift_report(self, thing: Thing) -> Iterator[Thing]:
        report = self._store.drift.report(thing.ref)
        for decision in self._store.drift.decisions(report.deployment_id):
            if decision.report_id == report.id:
                yield Thing("decision", decision.id, decision.action)

    def _down_decision(self, thing: Thing) -> Iterator[Thing]:
        for decision in self._store.drift.decisions():
            if decision.id == thing.ref and decision.job_id:
                yield self._job(decision.job_id)

    def _up_job(self, thing: Thing) -> Iterator[Thing]:
        for decision in self._store.drift.decisions():
            if decision.job_id == thing.ref:
                yield Thing("decision", decision.id, decision.action)

    def _down_job(self, thing: Thing) -> Iterator[Thing]:
        if run_id := self._store.jobs.get(thing.ref).run_id:
            yield self._run(run_id)

    def _job(self, job_id: str) -> Thing:
        return Thing("job", job_id, f"job: {self._store.jobs.get(job_id).trigger}")

    def _run(self, run_id: str) -> Thing:
        """Return a run; thousands of artifacts may lead to the same one."""
        if run_id not in self._runs:
            self._runs[run_id] = run_at(self._here, run_id)
        return self._runs[run_id]

    def _uses(self, thing: Thing) -> list[ArtifactUse]:
        return [use for use in self._store.runs.uses_of_run(thing.ref) if use.artifact.kind != "notebook"]

    def _uses_of(self, thing: Thing) -> tuple[ArtifactUse, ...]:
        return self._store.runs.uses_of_artifacts([thing.ref])
