"""The tables of what only clients of MLflow's API know: experiments, datasets, logged models, files by path."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, String, Table, Text, UniqueConstraint

from celltrail.store.schema import Double, Sequence, metadata

__all__ = [
    "dataset_inputs",
    "datasets",
    "deleted_runs",
    "experiments",
    "files",
    "logged_models",
    "metadata",
    "model_links",
    "model_metrics",
]

experiments = Table(
    "experiments",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("lifecycle", String, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("changed_at", Double, nullable=False),
    Column("tags", JSON, nullable=False),
)

# Not a column of runs: a run's own row is always what its journal says last.
deleted_runs = Table(
    "deleted_runs",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("at", Double, nullable=False),
)

datasets = Table(
    "datasets",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("source_type", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("schema", Text),
    Column("profile", Text),
    Column("key", String, nullable=False),  # stands for all of it, so that each description is kept once
    UniqueConstraint("key"),
    Index("datasets_by_name", "name", "digest"),
)

dataset_inputs = Table(
    "dataset_inputs",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("dataset_id", Sequence, primary_key=True, autoincrement=False),
    Column("tags", JSON, nullable=False),
    Index("inputs_of_dataset", "dataset_id", "run_id"),
)

logged_models = Table(
    "logged_models",
    metadata,
    Column("id", String, primary_key=True),
    Column("experiment_id", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("run_id", String, index=True),
    Column("status", String, nullable=False),
    Column("status_message", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("changed_at", Double, nullable=False),
    Column("params", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("deleted_at", Double),
)

model_metrics = Table(
    "model_metrics",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("model_id", String, nullable=False, index=True),
    Column("key", String, nullable=False),
    Column("text", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("step", BigInteger, nullable=False),
    Column("run_id", String, nullable=False),
    Column("dataset_name", String),
    Column("dataset_digest", String),
)

model_links = Table(
    "model_links",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("model_id", String, primary_key=True),
    Column("direction", String, primary_key=True),
    Column("step", BigInteger, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("owner", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("digest", String, nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("at", Double, nullable=False),
)
