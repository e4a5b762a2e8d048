"""The table of what MLflow's API answers to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celltrail.server.mlflow import datasets, experiments, metrics, runs
from celltrail.server.mlflow.call import Call


@dataclass(frozen=True, slots=True)
class Route:
    """One call of the API."""

    method: str
    path: str
    """Behind ``/api/2.0/mlflow/``; parts in braces are fields of the request."""
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


_PATTERNS = tuple(
    (route, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(route.path)))) for route in ROUTES
)
