"""Searches for the causes of changed metrics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "bisections",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", sa.Float(53), nullable=False),
        sa.Column("ended_at", sa.Float(53)),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("packages", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Float(53)),
        sa.Column("after", sa.Float(53)),
        sa.Column("noise", sa.Float(53), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("untested", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("experiments", sa.Integer(), nullable=False),
        sa.Column("pid", sa.Integer()),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_bisections_other_id", "bisections", ["other_id"])
    op.create_index("ix_bisections_run_id", "bisections", ["run_id"])
