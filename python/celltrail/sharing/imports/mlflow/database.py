"""An MLflow history in a database, read table by table as MLflow's SQL store writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from celltrail.store.foreigntables import ForeignTables

_NAN = float("nan")


class DatabaseHistory:
    """Reads such a database."""

    def __init__(self, tables: ForeignTables, source: str, place: Place) -> None:
        if "experiments" not in tables or "runs" not in tables:
            raise InvalidInputError(
                f"{source} is no database of MLflow.", hint="It has no tables experiments and runs."
            )
        self.source = source
        self._tables = tables
        self._place = place
        self._folders: dict[str, str] = {}

    def experiments(self) -> Iterable[Experiment]:
        """Give the experiments, deleted ones too."""
        for fields in self._tables.rows("experiments", "experiment_id"):
            tags = self._pairs("experiment_tags", experiment_id=fields["experiment_id"])
            yield convert.experiment(fields, tags)

    def runs(self, experiment: Experiment) -> Iterator[HistoryRun]:
        """Give the runs of an experiment, the oldest first."""
        for fields in self._tables.rows("runs", "start_time", "run_uuid", experiment_id=int(experiment.id)):
            id = str(fields["run_uuid"])  # noqa: A001
            self._folders[id] = str(fields.get("artifact_uri") or "")
            yield convert.run(
                fields,
                params=self._pairs("params", run_uuid=id),
                tags=self._pairs("tags", run_uuid=id),
                points=convert.in_order(self._points(id)),
                inputs=tuple(self._inputs(id)),
                links=tuple(self._links(id)),
            )

    def logged_models(self, experiment: Experiment) -> Iterator[LoggedModel]:
        """Give the logged models of an experiment."""
        for fields in self._tables.rows(
            "logged_models", "creation_timestamp_ms", experiment_id=int(experiment.id)
        ):
            id = fields["model_id"]  # noqa: A001
            if fields.get("lifecycle_stage") not in (None, "active"):
                continue
            self._folders[str(id)] = str(fields["artifact_location"])
            yield convert.logged_model(
                fields,
                self._pairs("logged_model_params", "param_", model_id=id),
                self._pairs("logged_model_tags", "tag_", model_id=id),
                self._model_points(str(id)),
            )

    def registered(self) -> Iterable[RegisteredModel]:
        """Give the registered models."""
        for fields in self._tables.rows("registered_models", "name"):
            name = fields["name"]
            aliases = {
                row["alias"]: row["version"] for row in self._tables.rows("registered_model_aliases", name=name)
            }
            yield convert.registered(
                fields, self._pairs("registered_model_tags", name=name), aliases, self._versions(name)
            )

    def files_of_run(self, run: HistoryRun) -> Iterator[File]:
        """Give the files of a run."""
        folder = self._folder(run)
        return files_in(folder) if folder else iter(())

    def files_of_model(self, model: LoggedModel) -> Iterator[File]:
        """Give the files of a logged model."""
        folder = self._folder(model)
        return files_in(folder) if folder else iter(())

    def pieces(self, owner: HistoryRun | LoggedModel, file: File) -> Iterator[bytes]:
        """Give the content of a file piece by piece."""
        return pieces_of((self._folder(owner) or Path()) / file.path)

    def _folder(self, owner: HistoryRun | LoggedModel) -> Path | None:
        kind = () if isinstance(owner, HistoryRun) else ("models",)
        return self._place.folder(
            self._folders.get(owner.id, ""), owner.experiment_id, *kind, owner.id, "artifacts"
        )

    def _pairs(self, table: str, prefix: str = "", **equal: Any) -> dict[str, str]:
        rows = self._tables.rows(table, **equal)
        return {
            row[f"{prefix}key"]: "" if row[f"{prefix}value"] is None else row[f"{prefix}value"] for row in rows
        }

    def _points(self, run_id: str) -> Iterator[Point]:
        for row in self._tables.rows("metrics", "key", "timestamp", "step", run_uuid=run_id):
            value = _NAN if row.get("is_nan") else row["value"]
            yield convert.point(row["key"], value, row["timestamp"], row["step"])

    def _model_points(self, model_id: str) -> Iterator[ModelPoint]:
        for row in self._tables.rows("logged_model_metrics", model_id=model_id):
            value = _NAN if row["metric_value"] is None else row["metric_value"]
            point = convert.point(row["metric_name"], value, row["metric_timestamp_ms"], row["metric_step"])
            yield convert.model_point(point, row["run_id"], row["dataset_name"], row["dataset_digest"])

    def _inputs(self, run_id: str) -> Iterator[Input]:
        for row in self._tables.rows("inputs", destination_type="RUN", destination_id=run_id):
            tags = {
                tag["name"]: tag["value"] for tag in self._tables.rows("input_tags", input_uuid=row["input_uuid"])
            }
            for dataset in self._tables.rows("datasets", dataset_uuid=row["source_id"]):
                yield convert.dataset_input(dataset, tags)

    def _links(self, run_id: str) -> Iterator[Link]:
        for direction in ("input", "output"):
            kind = f"RUN_{direction.upper()}"
            for row in self._tables.rows("inputs", source_type=kind, source_id=run_id):
                yield convert.link(row["destination_id"], direction, row.get("step"))

    def _versions(self, name: str) -> Iterator[HistoryVersion]:
        for fields in self._tables.rows("model_versions", "version", name=name):
            if fields.get("current_stage") == "Deleted_Internal":
                continue
            tags = self._pairs("model_version_tags", name=name, version=fields["version"])
            yield convert.version(fields, tags)
