"""What an MLflow store knows, in MLflow's own terms: times in milliseconds, parameters as text, ids as they are.

Source: the entities of MLflow's REST API (``service.proto``, ``model_registry.proto``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """A named group of runs."""

    id: str
    name: str
    lifecycle: str = ACTIVE
    created_ms: int | None = None
    changed_ms: int | None = None
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a metric."""

    key: str
    value: float
    at_ms: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPoint:
    """What a run measured of a logged model, on which data."""

    point: Point
    run_id: str
    dataset_name: str | None = None
    dataset_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset that a run read, by its digest as MLflow computed it."""

    name: str
    digest: str
    source_type: str
    source: str
    schema: str | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """That a run read a dataset."""

    dataset: Dataset
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """That a run made (``output``) or used (``input``) a logged model."""

    model_id: str
    direction: str
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRun:
    """A run. Its files lie in what the history calls by its id."""

    id: str
    name: str
    experiment_id: str
    user: str
    status: str
    """``RUNNING``, ``SCHEDULED``, ``FINISHED``, ``FAILED`` or ``KILLED``."""
    started_ms: int
    ended_ms: int | None
    lifecycle: str = ACTIVE
    params: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    """In the order of their times."""
    inputs: tuple[Input, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedModel:
    """A model of MLflow 3 that was logged and may never be registered."""

    id: str
    name: str
    experiment_id: str
    run_id: str | None
    status: str
    kind: str = ""
    created_ms: int = 0
    changed_ms: int = 0
    params: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    points: tuple[ModelPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryVersion:
    """A version of a registered model."""

    model: str
    number: int
    source: str
    storage: str = ""
    """Where its files lie, if the source does not say it."""
    run_id: str | None
    model_id: str | None = None
    user: str = ""
    description: str = ""
    stage: str = "None"
    status: str = "READY"
    run_link: str = ""
    created_ms: int = 0
    changed_ms: int = 0
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredModel:
    """A registered model with its versions."""

    name: str
    description: str = ""
    created_ms: int = 0
    changed_ms: int = 0
    tags: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)
    versions: tuple[HistoryVersion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a run, a logged model or a model version."""

    path: str
    """Relative, with slashes; checked by whoever keeps it."""
    size: int | None


class History(Protocol):
    """An MLflow store that is read. Nothing is held in memory but what is asked for."""

    source: str

    def experiments(self) -> Iterable[Experiment]:
        """Give the experiments, deleted ones too."""

    def runs(self, experiment: Experiment) -> Iterator[HistoryRun]:
        """Give the runs of an experiment, deleted ones too, the oldest first."""

    def logged_models(self, experiment: Experiment) -> Iterator[LoggedModel]:
        """Give the logged models of an experiment."""

    def registered(self) -> Iterable[RegisteredModel]:
        """Give the registered models."""

    def files_of_run(self, run: HistoryRun) -> Iterator[File]:
        """Give the files of a run."""

    def files_of_model(self, model: LoggedModel) -> Iterator[File]:
        """Give the files of a logged model."""

    def pieces(self, owner: HistoryRun | LoggedModel, file: File) -> Iterator[bytes]:
        """Give the content of a file piece by piece."""
