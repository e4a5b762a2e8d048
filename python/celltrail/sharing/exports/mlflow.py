"""Runs and models as a folder in MLflow's file layout, ids and times as they are.

MLflow 2 reads such a folder (``mlruns``) as it is; ``mlflow migrate-filestore`` makes MLflow 3's database of it.
Source: the layout of MLflow's file store.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import msgspec

from celltrail.artifacts import modelfolders
from celltrail.artifacts.digest import digest_bytes
from celltrail.errors import InvalidInputError
from celltrail.records import ClientRun, DatasetInput, Experiment, LoggedModel, Model, ModelVersion, RunStatus
from celltrail.registry.clientmodel import manifest_of
from celltrail.tracking import Workspace

_STATUSES: dict[RunStatus, int] = {"running": 1, "finished": 3, "failed": 4, "killed": 5, "lost": 4}
_MODEL_STATUSES = {"UNSPECIFIED": 0, "PENDING": 1, "READY": 2, "UPLOAD_FAILED": 3}
_LOCAL = 4
"""MLflow's number for a run that was started by hand."""
_PAGE = 500
_BYTES = "bytes"
_STAGES = {"staging": "Staging", "production": "Production"}


@dataclass(slots=True)
class ExportedHistory:
    """What was written."""

    path: Path
    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        lines = [
            f"{self.path}: {self.counts['runs']:,} runs, {self.counts['experiments']:,} experiments,",
            f"  {self.counts['files']:,} files, {self.counts['versions']:,} model versions",
            "  MLflow 2 reads it as it is; for MLflow 3: mlflow migrate-filestore.",
        ]
        lines += [f"  left out: {reason} ({count:,})" for reason, count in self.left_out.items()]
        return "\n".join(lines)


def export_mlflow(workspace: Workspace, folder: Path) -> ExportedHistory:
    """Write everything as an MLflow folder; it is there when it is whole.

    Raises
    ------
    InvalidInputError
        Something is there already, or it cannot be written.
    """
    if folder.exists():
        raise InvalidInputError(f"{folder} is there already.", hint="Name a folder that is not there yet.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        try:
            written = _Export(workspace, partial, folder.absolute()).all()
            partial.chmod(0o755)
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise InvalidInputError(f"{folder} cannot be written: {error.strerror}.", hint="Name another.") from error
    return written


class _Export:
    """A history on its way out."""

    def __init__(self, workspace: Workspace, root: Path, final: Path) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._root = root
        self._final = final
        self._said = ExportedHistory(final)

    def all(self) -> ExportedHistory:
        (self._root / ".trash").mkdir()
        (self._root / "models").mkdir()
        for experiment in self._store.experiments.all():
            self._experiment(experiment)
        for model in self._store.models.all():
            self._model(model)
        return self._said

    def _experiment(self, experiment: Experiment) -> None:
        deleted = experiment.lifecycle == "deleted"
        own = (self._root / ".trash" if deleted else self._root) / experiment.id
        _yaml(
            own,
            {
                "artifact_location": self._address(experiment.id),
                "creation_time": _ms(experiment.created_at),
                "experiment_id": experiment.id,
                "last_update_time": _ms(experiment.changed_at),
                "lifecycle_stage": experiment.lifecycle,
                "name": experiment.name,
            },
        )
        self._texts(own / "tags", experiment.tags)
        self._said.counts["experiments"] += 1
        for run in self._runs(experiment.name):
            self._run(own, experiment, run)
        for logged in self._store.logged_models.where(experiment_id=experiment.id):
            self._logged_model(own, logged)

    def _runs(self, project: str) -> Iterator[ClientRun]:
        offset = 0
        while page := self._store.run_search.find([project], (), (), "ALL", offset=offset, limit=_PAGE):
            yield from page
            offset += _PAGE

    def _run(self, experiment: Path, of: Experiment, found: ClientRun) -> None:
        run = found.run
        own = experiment / run.id
        deleted = found.deleted_at is not None
        meta: dict[str, Any] = {
            "artifact_uri": f"{self._address(of.id)}/{run.id}/artifacts",
            "end_time": None if run.ended_at is None else _ms(run.ended_at),
            "entry_point_name": "",
            "experiment_id": of.id,
            "lifecycle_stage": "deleted" if deleted else "active",
            "run_id": run.id,
            "run_name": run.name,
            "source_name": "",
            "source_type": _LOCAL,
            "source_version": "",
            "start_time": _ms(run.started_at),
            "status": _STATUSES[run.status],
            "tags": [],
            "user_id": run.who,
        }
        _yaml(own, meta | ({"deleted_time": _ms(found.deleted_at)} if found.deleted_at is not None else {}))
        self._texts(own / "params", {key: str(value) for key, value in found.params.items()})
        self._texts(own / "tags", _own_tags(found) | found.tags)
        self._texts(own / "metrics", {metric.key: self._points(run.id, metric.key) for metric in found.metrics})
        for number, one in enumerate(found.inputs):
            _input(experiment, own, number, one)
        for link in found.links:
            kind = link.direction.upper()
            _yaml(
                own / f"{link.direction}s" / link.model_id,
                {
                    "destination_id": link.model_id, "destination_type": f"MODEL_{kind}",
                    "source_id": link.model_id, "source_type": f"RUN_{kind}", "step": link.step, "tags": {},
                },
            )  # fmt: skip
        self._run_files(own / "artifacts", run.id)
        self._said.counts["runs"] += 1

    def _points(self, run_id: str, key: str) -> str:
        points = self._store.client_runs.points(run_id, key, limit=10_000_000)
        return "".join(f"{_ms(at)} {value!r} {step}\n" for _, value, step, at in points)

    def _run_files(self, folder: Path, run_id: str) -> None:
        folder.mkdir()
        stored = {file.path: file.digest for file in self._store.files.below(run_id)}
        for use in self._store.runs.uses_of_run(run_id):
            if use.direction != "output" or use.name in stored:
                continue
            if use.artifact.codec == _BYTES:
                stored[use.name] = use.artifact.digest
            else:
                self._said.left_out[f"values of kind {use.artifact.kind}: MLflow has no file for them"] += 1
        self._files(folder, stored.items())

    def _files(self, folder: Path, stored: Iterable[tuple[str, str]]) -> None:
        for path, digest in stored:
            pure = PurePosixPath(path)
            if pure.is_absolute() or ".." in pure.parts:
                self._said.left_out["files whose path leads out of their folder"] += 1
                continue
            target = folder / pure
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._workspace.artifacts.get_bytes(digest))
            self._said.counts["files"] += 1

    def _logged_model(self, experiment: Path, model: LoggedModel) -> None:
        own = experiment / "models" / model.id
        _yaml(
            own,
            {
                "artifact_location": f"{self._address(model.experiment_id)}/models/{model.id}/artifacts",
                "creation_timestamp": _ms(model.created_at),
                "experiment_id": model.experiment_id,
                "last_updated_timestamp": _ms(model.changed_at),
                "model_id": model.id,
                "model_type": model.kind or None,
                "name": model.name,
                "source_run_id": model.run_id,
                "status": _MODEL_STATUSES[model.status],
                "status_message": model.status_message or None,
            },
        )
        self._texts(own / "params", model.params)
        self._texts(own / "tags", model.tags)
        lines: dict[str, str] = {}
        for one in model.metrics:
            dataset = f" {one.dataset_name} {one.dataset_digest}" if one.dataset_name else ""
            line = f"{_ms(one.at)} {one.value!r} {one.step} {one.run_id}{dataset}\n"
            lines[one.key] = lines.get(one.key, "") + line
        self._texts(own / "metrics", lines)
        self._files(own / "artifacts", ((file.path, file.digest) for file in self._store.files.below(model.id)))

    def _model(self, model: Model) -> None:
        own = self._root / "models" / model.name
        _yaml(
            own,
            {
                "aliases": {alias: str(number) for alias, number in model.aliases.items()},
                "creation_timestamp": _ms(model.created_at or 0),
                "description": model.description or None,
                "last_updated_timestamp": _ms(model.changed_at or model.created_at or 0),
                "name": model.name,
            },
        )
        self._texts(own / "tags", model.tags)
        self._texts(own / "aliases", {alias: str(number) for alias, number in model.aliases.items()})
        for version in model.versions:
            self._version(own, version)

    def _version(self, model: Path, version: ModelVersion) -> None:
        manifest = manifest_of(self._workspace, version)
        source, storage = manifest.source, manifest.storage
        own = model / f"version-{version.number}"
        if version.codec != modelfolders.NAME:
            source = f"{self._final.as_uri()}/models/{quote(version.model)}/version-{version.number}/artifacts"
            self._files(own / "artifacts", [("model", version.artifact)])
        stage = next((_STAGES[alias] for alias in version.aliases if alias in _STAGES), "None")
        _yaml(
            own,
            {
                "creation_timestamp": _ms(version.created_at),
                "current_stage": "Archived" if version.status == "retired" else stage,
                "description": version.description or None,
                "last_updated_timestamp": _ms(version.changed_at or version.created_at),
                "name": version.model,
                "run_id": version.run_id,
                "run_link": manifest.run_link or None,
                "source": source,
                "status": "READY",
                "status_message": None,
                "storage_location": storage or source,
                "user_id": version.who or None,
                "version": version.number,
            },
        )
        self._texts(own / "tags", version.tags)
        self._said.counts["versions"] += 1

    def _texts(self, folder: Path, texts: Mapping[str, str]) -> None:
        """Write each text to a file of its name; names that are no paths inside the folder are left out."""
        for name, text in texts.items():
            pure = PurePosixPath(name)
            path = folder / pure
            if pure.is_absolute() or ".." in pure.parts or "\x00" in name:
                self._said.left_out[f"{folder.name} whose name leads out of their folder"] += 1
                continue
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", errors="replace")
            except OSError:
                self._said.left_out[f"{folder.name} whose name can be no file's"] += 1

    def _address(self, experiment_id: str) -> str:
        return f"{self._final.as_uri()}/{experiment_id}"


def _input(experiment: Path, run: Path, number: int, one: DatasetInput) -> None:
    dataset = one.dataset
    id = digest_bytes(msgspec.json.encode(dataset))[:32]  # noqa: A001
    described = {
        "digest": dataset.digest, "name": dataset.name, "profile": dataset.profile, "schema": dataset.schema,
        "source": dataset.source, "source_type": dataset.source_type,
    }  # fmt: skip
    _yaml(experiment / "datasets" / id, described)
    _yaml(
        run / "inputs" / f"{number:032x}",
        {
            "destination_id": run.name, "destination_type": "RUN", "source_id": id, "source_type": "DATASET",
            "tags": one.tags,
        },
    )  # fmt: skip


def _own_tags(found: ClientRun) -> dict[str, str]:
    """Return the tags by which MLflow knows the name, user and parent of a run that no client of it made."""
    run = found.run
    if run.kind in ("client", "imported"):
        return {}
    tags = {"mlflow.runName": run.name, "mlflow.user": run.who, "mlflow.parentRunId": run.parent_id or ""}
    return {key: value for key, value in tags.items() if value}


def _yaml(folder: Path, fields: Mapping[str, Any]) -> None:
    import yaml

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "meta.yaml").write_text(yaml.safe_dump(dict(fields), allow_unicode=True), encoding="utf-8")


def _ms(at: float) -> int:
    return round(at * 1000)
