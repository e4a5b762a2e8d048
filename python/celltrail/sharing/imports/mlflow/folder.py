"""An MLflow history in a folder (``mlruns``): a YAML file for each thing, a text file for each value.

Source: the layout of MLflow's file store, which MLflow 3 can still migrate (``mlflow migrate-filestore``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.sharing.imports.mlflow import convert
from celltrail.sharing.imports.mlflow.history import (
    Experiment,
    File,
    HistoryRun,
    HistoryVersion,
    Input,
    Link,
    LoggedModel,
    ModelPoint,
    Point,
    RegisteredModel,
)
from celltrail.sharing.imports.mlflow.place import Place, files_in, pieces_of

_META = "meta.yaml"
_TRASH = ".trash"
_MODELS = "models"
_VERSION = "version-"


class FolderHistory:
    """Reads such a folder."""

    def __init__(self, root: Path, place: Place) -> None:
        self.source = str(root)
        self._root = root
        self._place = place

    def experiments(self) -> Iterable[Experiment]:
        """Give the experiments, deleted ones too."""
        for folder in self._experiment_folders():
            yield convert.experiment(_yaml(folder / _META), _texts(folder / "tags"))

    def runs(self, experiment: Experiment) -> Iterator[HistoryRun]:
        """Give the runs of an experiment, the oldest first."""
        folder = self._folder_of(experiment.id)
        found = [_yaml(path) for path in folder.glob(f"*/{_META}") if path.parent.name not in ("datasets", "tags")]
        runs = [fields for fields in found if "run_id" in fields or "run_uuid" in fields]
        for fields in sorted(runs, key=lambda fields: fields.get("start_time") or 0):
            yield self._run(folder, fields)

    def logged_models(self, experiment: Experiment) -> Iterator[LoggedModel]:
        """Give the logged models of an experiment."""
        for path in sorted((self._folder_of(experiment.id) / _MODELS).glob(f"*/{_META}")):
            own = path.parent
            points = _model_points(own / "metrics")
            yield convert.logged_model(_yaml(path), _texts(own / "params"), _texts(own / "tags"), points)

    def registered(self) -> Iterable[RegisteredModel]:
        """Give the registered models."""
        for path in sorted((self._root / _MODELS).glob(f"*/{_META}")):
            folder = path.parent
            yield convert.registered(
                _yaml(path), _texts(folder / "tags"), _texts(folder / "aliases"), self._versions(folder)
            )

    def files_of_run(self, run: HistoryRun) -> Iterator[File]:
        """Give the files of a run."""
        return self._files(self._run_folder(run))

    def files_of_model(self, model: LoggedModel) -> Iterator[File]:
        """Give the files of a logged model."""
        return self._files(self._model_folder(model))

    def pieces(self, owner: HistoryRun | LoggedModel, file: File) -> Iterator[bytes]:
        """Give the content of a file piece by piece."""
        folder = self._run_folder(owner) if isinstance(owner, HistoryRun) else self._model_folder(owner)
        return pieces_of((folder or self._root) / file.path)

    def _run(self, folder: Path, fields: dict[str, Any]) -> HistoryRun:
        own = folder / str(fields.get("run_id") or fields["run_uuid"])
        return convert.run(
            fields,
            params=_texts(own / "params"),
            tags=_texts(own / "tags"),
            points=convert.in_order(_points(own / "metrics")),
            inputs=tuple(_inputs(folder, own)),
            links=tuple(_links(own)),
        )

    def _versions(self, folder: Path) -> Iterator[HistoryVersion]:
        for path in folder.glob(f"{_VERSION}*/{_META}"):
            yield convert.version(_yaml(path), _texts(path.parent / "tags"))

    def _experiment_folders(self) -> list[Path]:
        found = [*self._root.glob(f"*/{_META}"), *(self._root / _TRASH).glob(f"*/{_META}")]
        return sorted((path.parent for path in found), key=lambda path: (len(path.name), path.name))

    def _folder_of(self, experiment_id: str) -> Path:
        own = self._root / experiment_id
        return own if own.exists() else self._root / _TRASH / experiment_id

    def _files(self, folder: Path | None) -> Iterator[File]:
        return files_in(folder) if folder else iter(())

    def _run_folder(self, run: HistoryRun) -> Path | None:
        meta = _yaml(self._folder_of(run.experiment_id) / run.id / _META)
        return self._place.folder(str(meta.get("artifact_uri") or ""), run.experiment_id, run.id, "artifacts")

    def _model_folder(self, model: LoggedModel) -> Path | None:
        below = (model.experiment_id, _MODELS, model.id)
        meta = _yaml(self._root.joinpath(*below) / _META)
        return self._place.folder(str(meta.get("artifact_location") or ""), *below, "artifacts")


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidInputError(f"{path} cannot be read: {error}.", hint="Mend or remove it.") from error
    if not isinstance(loaded, dict):
        raise InvalidInputError(f"{path} is empty or has another form.", hint="Mend or remove it.")
    return loaded


def _texts(folder: Path) -> dict[str, str]:
    """Return the values in a folder by their names, which may hold slashes and so be folders."""
    if not folder.is_dir():
        return {}
    return {
        file.path: (folder / file.path).read_text(encoding="utf-8", errors="replace") for file in files_in(folder)
    }


def _points(folder: Path) -> Iterator[Point]:
    for key, text in _texts(folder).items():
        for line in text.splitlines():
            at, value, *rest = line.split(" ")
            yield convert.point(key, value, at, rest[0] if rest else 0)


def _model_points(folder: Path) -> Iterator[ModelPoint]:
    for key, text in _texts(folder).items():
        for line in text.splitlines():
            at, value, step, run_id, *dataset = line.split(" ")
            yield convert.model_point(convert.point(key, value, at, step), run_id, *dataset[:2])


def _inputs(experiment: Path, run: Path) -> Iterator[Input]:
    for path in sorted((run / "inputs").glob(f"*/{_META}")):
        fields = _yaml(path)
        if fields.get("source_type") == "DATASET":
            described = _yaml(experiment / "datasets" / Path(str(fields["source_id"])).name / _META)
            yield convert.dataset_input(described, fields.get("tags") or {})


def _links(run: Path) -> Iterator[Link]:
    for direction in ("input", "output"):
        for path in sorted((run / f"{direction}s").glob(f"*/{_META}")):
            fields = _yaml(path)
            if str(fields.get("destination_type", "")).startswith("MODEL"):
                yield convert.link(str(fields["destination_id"]), direction, fields.get("step"))
