"""An MLflow history on a tracking server, read by MLflow's REST API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.sharing.imports.mlflow import convert
from celltrail.sharing.imports.mlflow.api import Api
from celltrail.sharing.imports.mlflow.history import (
    Experiment,
    File,
    HistoryRun,
    Input,
    Link,
    LoggedModel,
    ModelPoint,
    Point,
    RegisteredModel,
)

_PAGE = 1000
_SMALL_PAGE = 100
_ALL = 3
"""MLflow's number for active and deleted ones."""


class ServerHistory:
    """Reads such a server."""

    def __init__(self, api: Api) -> None:
        self.source = api.address
        self._api = api
        self._uris: dict[str, str] = {}

    def experiments(self) -> Iterable[Experiment]:
        """Give the experiments, deleted ones too."""
        asked = {"max_results": _PAGE, "view_type": "ALL"}
        for fields in self._api.pages("experiments/search", "experiments", asked):
            yield convert.experiment(fields, convert.pairs(fields.get("tags")))

    def runs(self, experiment: Experiment) -> Iterator[HistoryRun]:
        """Give the runs of an experiment, the oldest first."""
        asked = {
            "experiment_ids": [experiment.id], "run_view_type": "ALL", "max_results": _PAGE,
            "order_by": ["attributes.start_time ASC"],
        }  # fmt: skip
        for one in self._api.pages("runs/search", "runs", asked):
            yield self._run(one)

    def logged_models(self, experiment: Experiment) -> Iterator[LoggedModel]:
        """Give the logged models of an experiment; servers before MLflow 3 have none."""
        asked = {"experiment_ids": [experiment.id], "max_results": 50}
        try:
            for one in self._api.pages("logged-models/search", "models", asked):
                fields, data = one["info"], one.get("data", {})
                self._uris[fields["model_id"]] = fields.get("artifact_uri", "")
                named = {**fields, "creation_timestamp": fields.get("creation_timestamp_ms")}
                yield convert.logged_model(
                    named,
                    convert.pairs(data.get("params")),
                    convert.pairs(fields.get("tags")),
                    map(_model_point, data.get("metrics", ())),
                )
        except InvalidInputError as error:
            if "404" not in error.message:
                raise

    def registered(self) -> Iterable[RegisteredModel]:
        """Give the registered models."""
        for fields in self._api.pages("registered-models/search", "registered_models", max_results=_SMALL_PAGE):
            name = str(fields["name"]).replace("'", "''")
            found = self._api.pages(
                "model-versions/search", "model_versions", filter=f"name='{name}'", max_results=_PAGE
            )
            versions = [convert.version(one, convert.pairs(one.get("tags"))) for one in found]
            aliases = {one["alias"]: one["version"] for one in fields.get("aliases", ())}
            yield convert.registered(fields, convert.pairs(fields.get("tags")), aliases, versions)

    def files_of_run(self, run: HistoryRun) -> Iterator[File]:
        """Give the files of a run."""
        return self._walk("artifacts/list", "path", {"run_id": run.id})

    def files_of_model(self, model: LoggedModel) -> Iterator[File]:
        """Give the files of a logged model."""
        return self._walk(f"logged-models/{model.id}/artifacts/directories", "artifact_directory_path", {})

    def pieces(self, owner: HistoryRun | LoggedModel, file: File) -> Iterator[bytes]:
        """Give the content of a file piece by piece."""
        of_model = isinstance(owner, LoggedModel)
        return self._api.download(self._uris.get(owner.id, ""), owner.id, file.path, of_model=of_model)

    def _walk(self, path: str, parameter: str, query: dict[str, Any]) -> Iterator[File]:
        folders: list[str | None] = [None]
        while folders:
            for one in self._api.pages(path, "files", **{**query, parameter: folders.pop()}):
                if one.get("is_dir"):
                    folders.append(one["path"])
                else:
                    size = one.get("file_size")
                    yield File(path=one["path"], size=None if size is None else int(size))

    def _run(self, one: dict[str, Any]) -> HistoryRun:
        info, data, inputs = one["info"], one.get("data", {}), one.get("inputs", {})
        id = str(info["run_id"])  # noqa: A001
        self._uris[id] = str(info.get("artifact_uri", ""))
        points = (point for metric in data.get("metrics", ()) for point in self._points(id, metric["key"]))
        return convert.run(
            info,
            params=convert.pairs(data.get("params")),
            tags=convert.pairs(data.get("tags")),
            points=convert.in_order(points),
            inputs=tuple(_input(given) for given in inputs.get("dataset_inputs", ())),
            links=tuple(_links(inputs, one.get("outputs", {}))),
        )

    def _points(self, run_id: str, key: str) -> Iterator[Point]:
        found = self._api.pages(
            "metrics/get-history", "metrics", run_id=run_id, metric_key=key, max_results=25_000
        )
        for metric in found:
            yield convert.point(key, metric.get("value", 0), metric["timestamp"], metric.get("step", 0))


def _model_point(given: dict[str, Any]) -> ModelPoint:
    point = convert.point(given["key"], given.get("value", 0), given["timestamp"], given.get("step", 0))
    run_id, dataset = given.get("run_id", ""), (given.get("dataset_name"), given.get("dataset_digest"))
    return convert.model_point(point, run_id, *dataset)


def _input(given: dict[str, Any]) -> Input:
    return convert.dataset_input(given["dataset"], convert.pairs(given.get("tags")))


def _links(inputs: dict[str, Any], outputs: dict[str, Any]) -> Iterator[Link]:
    for one in inputs.get("model_inputs", ()):
        yield convert.link(one["model_id"], "input")
    for one in outputs.get("model_outputs", ()):
        yield convert.link(one["model_id"], "output", one.get("step"))
