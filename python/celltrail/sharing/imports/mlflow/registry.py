"""The registered models of an MLflow history, with the files that their versions point to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from celltrail.artifacts import modelfolders
from celltrail.artifacts.modelfolders import Manifest
from celltrail.errors import CelltrailError
from celltrail.records import Model, ModelVersion, StoredFile
from celltrail.registry import check_name
from celltrail.registry.clientmodel import told_by
from celltrail.sharing.imports.mlflow.history import History, HistoryVersion, RegisteredModel
from celltrail.tracking import Workspace

_STAGES = {"Staging": "staging", "Production": "production"}
_STAGE = "mlflow.stage"
_PLACES = (
    re.compile(r"^models:/(?P<owner>m-\w+)/?(?P<path>.*)$"),
    re.compile(r"^runs:/(?P<owner>\w+)/?(?P<path>.*)$"),
    re.compile(r"/(?:models/)?(?P<owner>m-\w{32}|[0-9a-f]{32})/artifacts/?(?P<path>.*)$"),
)


def take_models(workspace: Workspace, history: History, left_out: Counter[str]) -> int:
    """Take the registered models over, and return how many versions were new."""
    added = 0
    for model in history.registered():
        try:
            check_name(model.name)
        except CelltrailError:
            left_out[f"the model {model.name!r}: that is no name here"] += 1
            continue
        added += workspace.store.adopt_model(_model(workspace, model, left_out), history.source)
    return added


def _model(workspace: Workspace, model: RegisteredModel, left_out: Counter[str]) -> Model:
    stages = {_STAGES[version.stage]: version.number for version in model.versions if version.stage in _STAGES}
    return Model(
        name=model.name,
        versions=tuple(_version(workspace, version, left_out) for version in model.versions),
        aliases={**stages, **model.aliases},
        description=model.description,
        tags=model.tags,
        created_at=model.created_ms / 1000 or None,
        changed_at=model.changed_ms / 1000 or None,
    )


def _version(workspace: Workspace, version: HistoryVersion, left_out: Counter[str]) -> ModelVersion:
    files = _files(workspace, version)
    if not files:
        left_out["files of model versions: they are not where the version says"] += 1
    tags = dict(version.tags)
    if version.stage not in ("None", "Archived", *_STAGES):
        tags[_STAGE] = version.stage
    digests = {file.path: file.digest for file in files}
    manifest = Manifest(
        source=version.source, files=digests, run_link=version.run_link, model_id=version.model_id,
        storage=version.storage,
    )  # fmt: skip
    signature, framework = told_by(workspace, digests)
    return ModelVersion(
        model=version.model,
        number=version.number,
        artifact=workspace.artifacts.put_bytes(modelfolders.written(manifest)),
        codec=modelfolders.NAME,
        run_id=version.run_id,
        signature=signature,
        created_at=version.created_ms / 1000,
        changed_at=version.changed_ms / 1000,
        who=version.user,
        metrics=_metrics(workspace, version.run_id),
        description=version.description,
        tags=tags,
        framework=framework or "mlflow",
        unsafe=True,  # whatever its flavour, MLflow runs code to load it
        status="retired" if version.stage == "Archived" else "active",
    )


def _files(workspace: Workspace, version: HistoryVersion) -> Sequence[StoredFile]:
    """Return the files of a version: those of the logged model or of the folder of a run that it came from."""
    if version.model_id and (own := workspace.store.files.below(version.model_id)):
        return own
    for place in _PLACES:
        if found := place.search(version.source):
            owner, path = found["owner"], found["path"].strip("/")
            below = workspace.store.files.below(owner, path)
            if below:
                start = len(path) + 1 if path else 0
                return [_moved(file, file.path[start:]) for file in below]
    return ()


def _moved(file: StoredFile, path: str) -> StoredFile:
    return StoredFile(owner=file.owner, path=path, digest=file.digest, size_bytes=file.size_bytes, at=file.at)


def _metrics(workspace: Workspace, run_id: str | None) -> dict[str, float]:
    run = workspace.store.client_runs.get_many([run_id]).get(run_id) if run_id else None
    return {metric.key: metric.value for metric in run.metrics if metric.value is not None} if run else {}
