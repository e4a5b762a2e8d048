"""What only clients of MLflow's API know: experiments, datasets, logged models, files by path."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_Sequence = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_Double = sa.Float(53)


def upgrade() -> None:
    """Make the tables; projects that have runs become experiments when somebody asks for them."""
    op.create_index("runs_of_project", "runs", ["project", "started_at", "id"])
    _make_experiments()
    _make_datasets()
    _make_models()
    op.create_table(
        "files",
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("digest", sa.String, nullable=False, index=True),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("at", _Double, nullable=False),
    )


def _make_experiments() -> None:
    op.create_table(
        "experiments",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("lifecycle", sa.String, nullable=False),
        sa.Column("created_at", _Double, nullable=False),
        sa.Column("changed_at", _Double, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
    )
    op.create_table(
        "deleted_runs",
        sa.Column("run_id", sa.String, primary_key=True),
        sa.Column("at", _Double, nullable=False),
    )


def _make_datasets() -> None:
    op.create_table(
        "datasets",
        sa.Column("id", _Sequence, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("source_type", sa.String, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("schema", sa.Text),
        sa.Column("profile", sa.Text),
        sa.Column("key", sa.String, nullable=False),
        sa.UniqueConstraint("key"),
    )
    op.create_index("datasets_by_name", "datasets", ["name", "digest"])
    op.create_table(
        "dataset_inputs",
        sa.Column("run_id", sa.String, primary_key=True),
        sa.Column("dataset_id", _Sequence, primary_key=True, autoincrement=False),
        sa.Column("tags", sa.JSON, nullable=False),
    )
    op.create_index("inputs_of_dataset", "dataset_inputs", ["dataset_id", "run_id"])


def _make_models() -> None:
    op.create_table(
        "logged_models",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("experiment_id", sa.String, nullable=False, index=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("run_id", sa.String, index=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("status_message", sa.Text, nullable=False),
        sa.Column("created_at", _Double, nullable=False),
        sa.Column("changed_at", _Double, nullable=False),
        sa.Column("params", sa.JSON, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("deleted_at", _Double),
    )
    op.create_table(
        "model_metrics",
        sa.Column("id", _Sequence, primary_key=True, autoincrement=True),
        sa.Column("model_id", sa.String, nullable=False, index=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("at", _Double, nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
        sa.Column("run_id", sa.String, nullable=False),
        sa.Column("dataset_name", sa.String),
        sa.Column("dataset_digest", sa.String),
    )
    op.create_table(
        "model_links",
        sa.Column("run_id", sa.String, primary_key=True),
        sa.Column("model_id", sa.String, primary_key=True),
        sa.Column("direction", sa.String, primary_key=True),
        sa.Column("step", sa.BigInteger, nullable=False),
    )
