"""Indexes by the time of a run's start: ids of runs that came from elsewhere do not sort by it."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the indexes anew."""
    op.drop_index("runs_by_name", "runs")
    op.create_index("runs_by_name", "runs", ["name", "started_at", "id"])
    op.create_index("runs_by_start", "runs", ["started_at", "id"])
