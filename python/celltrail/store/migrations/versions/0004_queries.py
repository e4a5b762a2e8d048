"""Columns and indexes by which runs are found: the number or text of a parameter, the value of a metric."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_DOUBLE = "DOUBLE PRECISION"
_WORDS = {
    "sqlite": ("json_type(value)", "json_extract(value, '$')", "substr(json_extract(value, '$'), 1, 100)"),
    "postgresql": ("json_typeof(value)", "(value #>> '{}')", "left(value #>> '{}', 100)"),
}


def upgrade() -> None:
    """Add and fill the columns, then make the indexes."""
    op.add_column("params", sa.Column("number", sa.Float(precision=53), nullable=True))
    op.add_column("params", sa.Column("text", sa.String(), nullable=True))
    _fill_columns()
    op.create_index("params_by_value", "params", ["key", "number", "text", "run_id"])
    op.create_index("metrics_by_value", "metrics", ["key", "value", "run_id"])
    op.create_index("tags_by_key", "tags", ["key", "run_id"])
    op.create_index("runs_by_name", "runs", ["name", "id"])


def _fill_columns() -> None:
    kind, plain, begin = _WORDS[op.get_bind().dialect.name]
    numbers, truths = "('integer', 'real', 'number')", "('true', 'false', 'boolean')"
    op.execute(f"UPDATE params SET number = CAST({plain} AS {_DOUBLE}) WHERE {kind} IN {numbers}")  # noqa: S608
    op.execute(f"UPDATE params SET text = {begin} WHERE {kind} IN ('text', 'string')")  # noqa: S608
    op.execute(f"UPDATE params SET text = CAST(value AS VARCHAR) WHERE {kind} IN {truths}")  # noqa: S608
