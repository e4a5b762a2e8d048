"""An MLflow history becomes runs, experiments and models here: ids, times and every value as they were.

Each run comes in one transaction, after its files. What is here already stays as it is, but for runs that were
going on when they came: those get what they have got since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from celltrail import clock
from celltrail.errors import CelltrailError
from celltrail.records import (
    Artifact,
    ArtifactUse,
    DatasetInput,
    ModelLink,
    ModelMetric,
    Param,
    Run,
    RunStatus,
    Source,
    StoredFile,
)
from celltrail.records import Dataset as OurDataset
from celltrail.records import Experiment as OurExperiment
from celltrail.records import LoggedModel as OurLoggedModel
from celltrail.sharing.imports.imported import Imported, ImportedRun
from celltrail.sharing.imports.mlflow.history import (
    Experiment,
    File,
    History,
    HistoryRun,
    LoggedModel,
    ModelPoint,
    Point,
)
from celltrail.sharing.imports.mlflow.open import open_history
from celltrail.sharing.imports.mlflow.registry import take_models
from celltrail.tracking import Workspace

_STATUSES: dict[str, RunStatus] = {
    "RUNNING": "running", "SCHEDULED": "running", "FINISHED": "finished", "FAILED": "failed", "KILLED": "killed",
}  # fmt: skip
Fact = tuple[str, Any]


def import_mlflow(workspace: Workspace, source: str, artifacts: Path | None = None) -> Imported:
    """Take an MLflow history over: from a tracking server, a database, or a folder.

    Parameters
    ----------
    source
        ``http://...``, ``sqlite:///mlflow.db`` or another database, or a folder.
    artifacts
        Where the files lie, if they are not beside the database or in the folder.

    Raises
    ------
    InvalidInputError
        There is no history.
    ServerAwayError
        The server does not answer.
    """
    with open_history(source, artifacts) as history:
        return _Import(workspace, history).all()


class _Import:
    """A history on its way."""

    def __init__(self, workspace: Workspace, history: History) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._history = history
        self._left_out: Counter[str] = Counter()

    def all(self) -> Imported:
        runs: list[ImportedRun] = []
        for experiment in self._history.experiments():
            self._take_experiment(experiment)
            runs += [self._take_run(experiment, run) for run in self._history.runs(experiment)]
            for model in self._history.logged_models(experiment):
                self._take_model(model)
        models = take_models(self._workspace, self._history, self._left_out)
        return Imported(source=self._history.source, runs=tuple(runs), models=models, left_out=self._left_out)

    def _take_experiment(self, experiment: Experiment) -> None:
        created = (experiment.created_ms or 0) / 1000 or clock.now()
        self._store.experiments.add(
            OurExperiment(
                id=experiment.id,
                name=experiment.name,
                lifecycle="deleted" if experiment.lifecycle == "deleted" else "active",
                created_at=created,
                changed_at=(experiment.changed_ms or 0) / 1000 or created,
                tags=experiment.tags,
            )
        )
        known = self._store.experiments.named(experiment.name)
        if known.id != experiment.id:
            self._left_out[f"the id {experiment.id} of experiment {experiment.name}: it is {known.id} here"] += 1

    def _take_run(self, experiment: Experiment, run: HistoryRun) -> ImportedRun:
        before = self._store.client_runs.get_many([run.id]).get(run.id)
        if before is not None and before.run.status != "running":
            return ImportedRun(id=run.id, name=run.name, is_new=False)
        files = self._take_files(run, self._history.files_of_run(run))
        points = run.points if before is None else self._new_points(run)
        facts = [
            ("run", msgspec.to_builtins(_run(experiment, run))),
            *(("param", _param(run.id, key, value)) for key, value in run.params.items()),
            *(("tag", {"run_id": run.id, "key": key, "value": value}) for key, value in run.tags.items()),
            *(("metric", [run.id, one.key, repr(one.value), one.step, one.at_ms / 1000]) for one in points),
            *(("use", msgspec.to_builtins(_use(run.id, stored))) for stored in files),
        ]
        self._workspace.artifacts.sync()
        self._store.client_runs.adopt(
            run.id, facts, _inputs(run), _links(run), deleted=run.lifecycle == "deleted" or
            experiment.lifecycle == "deleted",
        )  # fmt: skip
        return ImportedRun(
            id=run.id, name=run.name, is_new=before is None,
            params=len(run.params), points=len(points), files=len(files),
        )  # fmt: skip

    def _new_points(self, run: HistoryRun) -> list[Point]:
        """Return the points of a run that have come since it was taken over."""
        known: Counter[tuple[str, int, int]] = Counter()
        for key in {point.key for point in run.points}:
            for _, _, step, at in self._store.client_runs.points(run.id, key):
                known[key, step, round(at * 1000)] += 1
        new = []
        for point in run.points:
            place = (point.key, point.step, point.at_ms)
            if known[place]:
                known[place] -= 1
            else:
                new.append(point)
        return new

    def _take_files(self, owner: HistoryRun | LoggedModel, files: Iterator[File]) -> list[StoredFile]:
        stored = []
        for file in files:
            path = PurePosixPath(file.path)
            if path.is_absolute() or ".." in path.parts or "\x00" in file.path:
                self._left_out["files whose path leads out of their folder"] += 1
                continue
            try:
                digest, size = self._workspace.artifacts.put_stream(self._history.pieces(owner, file))
            except CelltrailError as error:
                self._left_out[f"files that could not be read: {error.message[:120]}"] += 1
                continue
            stored.append(
                StoredFile(owner=owner.id, path=path.as_posix(), digest=digest, size_bytes=size, at=clock.now())
            )
        if stored:
            self._store.files.put(*stored)
        return stored

    def _take_model(self, model: LoggedModel) -> None:
        ours = OurLoggedModel(
            id=model.id, experiment_id=model.experiment_id, name=model.name, kind=model.kind, run_id=model.run_id,
            status=model.status if model.status in ("PENDING", "READY", "UPLOAD_FAILED") else "UNSPECIFIED",  # type: ignore[arg-type]
            created_at=model.created_ms / 1000, changed_at=model.changed_ms / 1000,
            params=model.params, tags=model.tags, metrics=tuple(_measured(one) for one in model.points),
        )  # fmt: skip
        if self._store.logged_models.where(id=model.id):
            return
        self._take_files(model, self._history.files_of_model(model))
        self._store.logged_models.add(ours)


def _run(experiment: Experiment, run: HistoryRun) -> Run:
    return Run(
        id=run.id,
        name=run.name,
        kind="imported",
        status=_STATUSES.get(run.status, "lost"),
        started_at=run.started_ms / 1000,
        ended_at=None if run.ended_ms is None else run.ended_ms / 1000,
        project=experiment.name,
        who=run.user,
        parent_id=run.tags.get("mlflow.parentRunId") or None,
        source=Source(
            notebook=run.tags.get("mlflow.source.name")
            if run.tags.get("mlflow.source.type") == "NOTEBOOK"
            else None,
            git_commit=run.tags.get("mlflow.source.git.commit"),
        ),
    )


def _measured(one: ModelPoint) -> ModelMetric:
    point = one.point
    return ModelMetric(
        key=point.key, value=point.value, at=point.at_ms / 1000, step=point.step, run_id=one.run_id,
        dataset_name=one.dataset_name, dataset_digest=one.dataset_digest,
    )  # fmt: skip


def _param(run_id: str, key: str, value: str) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(Param(run_id=run_id, key=key, value=value))
    return found


def _use(run_id: str, stored: StoredFile) -> ArtifactUse:
    name = PurePosixPath(stored.path).name
    artifact = Artifact(
        digest=stored.digest, kind="file", codec="bytes", size_bytes=stored.size_bytes, summary={"name": name}
    )
    return ArtifactUse(
        run_id=run_id, cell_execution_id=None, name=stored.path, direction="output", artifact=artifact, version=0
    )


def _inputs(run: HistoryRun) -> list[DatasetInput]:
    return [
        DatasetInput(
            dataset=OurDataset(
                name=one.dataset.name, digest=one.dataset.digest, source_type=one.dataset.source_type,
                source=one.dataset.source, schema=one.dataset.schema, profile=one.dataset.profile,
            ),
            tags=one.tags,
        )
        for one in run.inputs
    ]  # fmt: skip


def _links(run: HistoryRun) -> list[ModelLink]:
    return [
        ModelLink(
            model_id=one.model_id, direction="input" if one.direction == "input" else "output", step=one.step
        )
        for one in run.links
    ]
