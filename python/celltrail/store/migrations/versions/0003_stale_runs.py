"""What names and files hold now, and what runs read of them; the notebook and cell of a run as columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables, empty: what was written before says nothing of what has changed since."""
    op.create_table(
        "contents",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("scope", "name"),
    )
    op.create_table(
        "readings",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("content_id", _SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("run_id", "content_id"),
    )
    op.create_index("readings_of_content", "readings", ["content_id", "run_id"])
    op.drop_column("runs", "stale")
    op.add_column("runs", sa.Column("notebook", sa.String(), nullable=True))
    op.add_column("runs", sa.Column("cell_id", sa.String(), nullable=True))
    _fill_columns()
    op.create_index("runs_of_cell", "runs", ["notebook", "cell_id", "id"])


def _fill_columns() -> None:
    runs = sa.table("runs", sa.column("source", sa.JSON()), sa.column("notebook"), sa.column("cell_id"))
    values = {name: runs.c.source[name].as_string() for name in ("notebook", "cell_id")}
    op.execute(sa.update(runs).values(values))
