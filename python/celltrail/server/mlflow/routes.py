"""The table of what MLflow's API answers to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celltrail.server.mlflow import (
    artifacts,
    datasets,
    experiments,
    logged_models,
    metrics,
    multipart,
    registered_models,
    runs,
    versions,
)
from celltrail.server.mlflow.call import Call


@dataclass(frozen=True, slots=True)
class Route:
    """One call of the API."""

    method: str
    path: str
    """Behind ``/api/2.0/mlflow/``, or with a slash in front behind ``/api/2.0``; parts in braces are fields of the
    request, with a star such that may have slashes."""
    request: type
    answer: Callable[[Call], dict[str, Any]]


ROUTES: tuple[Route, ...] = (
    Route("POST", "experiments/create", experiments.CreateExperiment, experiments.create_experiment),
    Route("GET", "experiments/get", experiments.OneExperiment, experiments.get_experiment),
    Route("GET", "experiments/get-by-name", experiments.NamedExperiment, experiments.get_experiment_by_name),
    Route("POST", "experiments/search", experiments.SearchExperiments, experiments.search_experiments),
    Route("GET", "experiments/search", experiments.SearchExperiments, experiments.search_experiments),
    Route("POST", "experiments/update", experiments.RenameExperiment, experiments.rename_experiment),
    Route("POST", "experiments/delete", experiments.OneExperiment, experiments.delete_experiment),
    Route("POST", "experiments/restore", experiments.OneExperiment, experiments.restore_experiment),
    Route("POST", "experiments/set-experiment-tag", experiments.ExperimentTag, experiments.set_experiment_tag),
    Route(
        "POST", "experiments/delete-experiment-tag", experiments.ExperimentTag, experiments.delete_experiment_tag
    ),
    Route("POST", "experiments/search-datasets", datasets.SearchDatasets, datasets.search_datasets),
    Route("POST", "runs/create", runs.CreateRun, runs.create_run),
    Route("GET", "runs/get", runs.OneRun, runs.get_run),
    Route("POST", "runs/update", runs.UpdateRun, runs.update_run),
    Route("POST", "runs/delete", runs.OneRun, runs.delete_run),
    Route("POST", "runs/restore", runs.OneRun, runs.restore_run),
    Route("POST", "runs/search", runs.SearchRuns, runs.search_runs),
    Route("POST", "runs/set-tag", runs.RunTag, runs.set_tag),
    Route("POST", "runs/delete-tag", runs.RunTag, runs.delete_tag),
    Route("POST", "runs/log-metric", metrics.LogMetric, metrics.log_metric),
    Route("POST", "runs/log-parameter", metrics.LogParam, metrics.log_param),
    Route("POST", "runs/log-batch", metrics.LogBatch, metrics.log_batch),
    Route("POST", "runs/log-model", metrics.LogModel, metrics.log_model),
    Route("POST", "runs/log-inputs", datasets.LogInputs, datasets.log_inputs),
    Route("POST", "runs/outputs", datasets.LogOutputs, datasets.log_outputs),
    Route("GET", "artifacts/list", artifacts.ListArtifacts, artifacts.list_artifacts),
    Route("GET", "/mlflow-artifacts/artifacts", artifacts.ListProxied, artifacts.list_proxied),
    Route("POST", "/mlflow-artifacts/mpu/create/{folder*}", multipart.CreateUpload, multipart.create_upload),
    Route("POST", "/mlflow-artifacts/mpu/complete/{folder*}", multipart.EndUpload, multipart.complete_upload),
    Route("POST", "/mlflow-artifacts/mpu/abort/{folder*}", multipart.EndUpload, multipart.abort_upload),
    Route("POST", "logged-models", logged_models.CreateLoggedModel, logged_models.create_logged_model),
    Route("POST", "logged-models/search", logged_models.SearchLoggedModels, logged_models.search_logged_models),
    Route("GET", "logged-models/{model_id}", logged_models.OneLoggedModel, logged_models.get_logged_model),
    Route(
        "PATCH", "logged-models/{model_id}", logged_models.FinalizeLoggedModel, logged_models.finalize_logged_model
    ),
    Route("DELETE", "logged-models/{model_id}", logged_models.OneLoggedModel, logged_models.delete_logged_model),
    Route(
        "POST",
        "logged-models/{model_id}/params",
        logged_models.LoggedModelParams,
        logged_models.log_logged_model_params,
    ),
    Route(
        "PATCH",
        "logged-models/{model_id}/tags",
        logged_models.LoggedModelTags,
        logged_models.set_logged_model_tags,
    ),
    Route(
        "DELETE",
        "logged-models/{model_id}/tags/{tag_key}",
        logged_models.LoggedModelTag,
        logged_models.delete_logged_model_tag,
    ),
    Route(
        "GET",
        "logged-models/{model_id}/artifacts/directories",
        logged_models.ListLoggedModelArtifacts,
        logged_models.list_logged_model_artifacts,
    ),
    Route(
        "POST",
        "registered-models/create",
        registered_models.CreateModel,
        registered_models.create_registered_model,
    ),
    Route("GET", "registered-models/get", registered_models.OneModel, registered_models.get_registered_model),
    Route(
        "PATCH",
        "registered-models/update",
        registered_models.UpdateModel,
        registered_models.update_registered_model,
    ),
    Route(
        "POST",
        "registered-models/rename",
        registered_models.RenameModel,
        registered_models.rename_registered_model,
    ),
    Route(
        "DELETE", "registered-models/delete", registered_models.OneModel, registered_models.delete_registered_model
    ),
    Route(
        "GET",
        "registered-models/search",
        registered_models.SearchModels,
        registered_models.search_registered_models,
    ),
    Route(
        "POST",
        "registered-models/get-latest-versions",
        registered_models.LatestVersions,
        registered_models.get_latest_versions,
    ),
    Route(
        "GET",
        "registered-models/get-latest-versions",
        registered_models.LatestVersions,
        registered_models.get_latest_versions,
    ),
    Route(
        "POST", "registered-models/set-tag", registered_models.ModelTag, registered_models.set_registered_model_tag
    ),
    Route(
        "DELETE",
        "registered-models/delete-tag",
        registered_models.ModelTag,
        registered_models.delete_registered_model_tag,
    ),
    Route("POST", "registered-models/alias", registered_models.ModelAlias, registered_models.set_alias),
    Route("DELETE", "registered-models/alias", registered_models.ModelAlias, registered_models.delete_alias),
    Route("GET", "registered-models/alias", registered_models.ModelAlias, registered_models.get_by_alias),
    Route("POST", "model-versions/create", versions.CreateVersion, versions.create_version),
    Route("GET", "model-versions/get", versions.OneVersion, versions.get_version),
    Route("PATCH", "model-versions/update", versions.UpdateVersion, versions.update_version),
    Route("DELETE", "model-versions/delete", versions.OneVersion, versions.delete_version),
    Route("POST", "model-versions/transition-stage", versions.TransitionStage, versions.transition_stage),
    Route("GET", "model-versions/search", versions.SearchVersions, versions.search_versions),
    Route("GET", "model-versions/get-download-uri", versions.OneVersion, versions.get_download_uri),
    Route("POST", "model-versions/set-tag", versions.VersionTag, versions.set_version_tag),
    Route("DELETE", "model-versions/delete-tag", versions.VersionTag, versions.delete_version_tag),
    Route("GET", "metrics/get-history", metrics.GetHistory, metrics.get_history),
    Route("GET", "metrics/get-history-bulk", metrics.GetHistories, metrics.get_histories),
    Route("GET", "metrics/get-history-bulk-interval", metrics.GetIntervals, metrics.get_intervals),
)


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Return what answers a path, with the fields that are in it; None where nothing does."""
    for route, pattern in _PATTERNS:
        if route.method == method and (found := pattern.fullmatch(path)):
            return route, found.groupdict()
    return None


def methods_of(path: str) -> list[str]:
    """Return the methods that a path is answered to."""
    return [route.method for route, pattern in _PATTERNS if pattern.fullmatch(path)]


def _pattern(path: str) -> re.Pattern[str]:
    whole = re.escape(path[1:] if path.startswith("/") else f"mlflow/{path}")
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.sub(r"\\{(\w+)\\\*\\}", r"(?P<\1>.+)", whole)))


_PATTERNS = tuple((route, _pattern(route.path)) for route in ROUTES)
