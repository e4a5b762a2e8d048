"""What was made from what: a walk along digests, in both directions."""

from __future__ import annotations

from collections.abc import Iterator

from celltrail.records import Lineage, LineageEdge, LineageKind, LineageNode, ModelVersion
from celltrail.tracking import Workspace, workspace

_FAR = 200
"""How many things a graph shows at the most."""


def lineage(run_reference: str) -> Lineage:
    """Return what a run was made from and what was made from it.

    Raises
    ------
    NotFoundError
        There is no such run.
    """
    here = workspace()
    here.drain()
    graph = _Graph(here)
    graph.add_run(here.store.runs.find(run_reference).run.id)
    return graph.finished()


class _Graph:
    """Grows from one run outwards."""

    def __init__(self, here: Workspace) -> None:
        self._here = here
        self._nodes: dict[str, LineageNode] = {}
        self._edges: dict[LineageEdge, None] = {}

    def finished(self) -> Lineage:
        edges = (edge for edge in self._edges if edge.source in self._nodes and edge.target in self._nodes)
        return Lineage(nodes=tuple(self._nodes.values()), edges=tuple(edges))

    def add_run(self, run_id: str) -> str:
        run = self._here.store.runs.find(run_id).run
        node, is_new = self._node("run", run.id, run.name)
        if not is_new:
            return node
        for cell in self._here.store.runs.cells(run.id):
            for path in cell.files_read:
                self._edge(self._node("file", path, path.rpartition("/")[2])[0], node)
        if run.parent_id:
            self._edge(self.add_run(run.parent_id), node)
        for job in self._here.store.jobs.all():
            if job.run_id == run.id:
                self._edge(self._node("job", job.id, f"job: {job.trigger}")[0], node)
        self._add_artifacts(run.id, node)
        for version in self._here.store.models.versions_of_run(run.id):
            self._edge(node, self._add_version(version))
        return node

    def _add_artifacts(self, run_id: str, node: str) -> None:
        uses = [use for use in self._here.store.runs.uses_of_run(run_id) if use.artifact.kind != "notebook"]
        made = [use.artifact.digest for use in uses if use.direction == "output"]
        for use in uses:
            artifact = self._node("artifact", use.artifact.digest, f"{use.name} v{use.version}")[0]
            self._edge(*((node, artifact) if use.direction == "output" else (artifact, node)))
        readers = self._here.store.runs.uses_of_artifacts(made)
        for reader in {use.run_id for use in readers if use.direction == "input"} - {run_id}:
            self.add_run(reader)

    def _add_version(self, version: ModelVersion) -> str:
        node, is_new = self._node("model_version", version.label, version.label)
        if not is_new:
            return node
        for deployment in self._here.store.deployments.all():
            if deployment.model == version.model and any(r.version == version.number for r in deployment.routes):
                endpoint, _ = self._node("deployment", deployment.id, f"endpoint {deployment.name}")
                self._edge(node, endpoint)
                self._edges.update(dict.fromkeys(self._after_deployment(deployment.id, endpoint, version.number)))
        return node

    def _after_deployment(self, deployment_id: str, endpoint: str, version: int) -> Iterator[LineageEdge]:
        for report in self._here.store.drift.reports(deployment_id):
            if report.version == version:
                label = f"drift {report.window.name}: {report.verdict}"
                node, _ = self._node("drift_report", report.id, label)
                yield LineageEdge(source=endpoint, target=node)
        for decision in self._here.store.drift.decisions(deployment_id):
            node, _ = self._node("decision", decision.id, decision.action)
            yield LineageEdge(source=f"drift_report:{decision.report_id}", target=node)
            if decision.job_id:
                yield LineageEdge(source=node, target=self._add_job(decision.job_id))

    def _add_job(self, job_id: str) -> str:
        job = self._here.store.jobs.get(job_id)
        node, _ = self._node("job", job.id, f"job: {job.trigger}")
        return node

    def _node(self, kind: LineageKind, ref: str, label: str) -> tuple[str, bool]:
        key = f"{kind}:{ref}"
        is_new = key not in self._nodes and len(self._nodes) < _FAR
        if is_new:
            self._nodes[key] = LineageNode(id=key, kind=kind, label=label, ref=ref)
        return key, is_new

    def _edge(self, source: str, target: str) -> None:
        self._edges[LineageEdge(source=source, target=target)] = None
