"""Options and attempts of jobs; sweeps, schedules, pipelines and reproductions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables, and the columns of jobs and cells; what was written before gets their defaults."""
    _extend_jobs_and_cells()
    op.create_table(
        "firings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("schedule_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.Float(53), nullable=False),
        sa.Column("at", sa.Float(53), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("job_id", sa.String()),
        sa.Column("pipeline_run_id", sa.String()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("firings_of_schedule", "firings", ["schedule_id", "id"])
    op.create_index("firings_of_status", "firings", ["status"])
    op.create_table(
        "pipeline_runs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pipeline", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.Float(53), nullable=False),
        sa.Column("ended_at", sa.Float(53)),
        sa.Column("pid", sa.Integer()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("schedule_id", sa.String()),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_pipeline_runs_pipeline", "pipeline_runs", ["pipeline"])
    op.create_index("ix_pipeline_runs_schedule_id", "pipeline_runs", ["schedule_id"])
    op.create_index("ix_pipeline_runs_status", "pipeline_runs", ["status"])
    op.create_table(
        "pipelines",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Float(53), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "reproductions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", sa.Float(53), nullable=False),
        sa.Column("ended_at", sa.Float(53)),
        sa.Column("new_run_id", sa.String()),
        sa.Column("verdict", sa.String()),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("first_different", sa.Integer()),
        sa.Column("cause", sa.String()),
        sa.Column("cause_detail", sa.Text(), nullable=False),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("job_id", sa.String()),
        sa.Column("pid", sa.Integer()),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reproductions_run_id", "reproductions", ["run_id"])
    op.create_index("ix_reproductions_status", "reproductions", ["status"])
    op.create_table(
        "schedules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("trigger", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Float(53), nullable=False),
        sa.Column("notebook", sa.String()),
        sa.Column("pipeline", sa.String()),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("missed", sa.String(), nullable=False),
        sa.Column("overlap", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("next_at", sa.Float(53)),
        sa.Column("last_at", sa.Float(53)),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_schedules_next_at", "schedules", ["next_at"])
    op.create_table(
        "sweeps",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("notebook", sa.String(), nullable=False),
        sa.Column("space", sa.JSON(), nullable=False),
        sa.Column("sampler", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.Float(53), nullable=False),
        sa.Column("fixed", sa.JSON(), nullable=False),
        sa.Column("trials_wanted", sa.Integer(), nullable=False),
        sa.Column("parallel", sa.Integer(), nullable=False),
        sa.Column("seeds", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("pruning", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.Float(53)),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer()),
        sa.Column("best_trial", sa.Integer()),
        sa.Column("error", sa.Text()),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_sweeps_name", "sweeps", ["name"])
    op.create_index("ix_sweeps_status", "sweeps", ["status"])
    op.create_table(
        "trials",
        sa.Column("sweep_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("point", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer()),
        sa.Column("job_id", sa.String()),
        sa.Column("run_id", sa.String()),
        sa.Column("value", sa.Float(53)),
        sa.Column("started_at", sa.Float(53)),
        sa.Column("ended_at", sa.Float(53)),
        sa.Column("error", sa.Text()),
        sa.Column("last_value", sa.Float(53)),
        sa.PrimaryKeyConstraint("sweep_id", "number"),
    )
    op.create_index("ix_trials_job_id", "trials", ["job_id"])
    op.create_index("ix_trials_run_id", "trials", ["run_id"])
    op.create_table(
        "workers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.Float(53), nullable=False),
        sa.Column("seen_at", sa.Float(53), nullable=False),
        sa.Column("warning", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _extend_jobs_and_cells() -> None:
    op.add_column("cells", sa.Column("cached_from", sa.String()))
    op.add_column("cells", sa.Column("trace", sa.JSON()))
    op.add_column("cells", sa.Column("source_key", sa.String()))
    op.create_index("ix_cells_source_key", "cells", ["source_key"])
    op.add_column("jobs", sa.Column("options", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("jobs", sa.Column("attempt", sa.Integer(), server_default="1", nullable=False))
    op.add_column("jobs", sa.Column("resumes", sa.String()))
    op.add_column("jobs", sa.Column("worker", sa.String()))
    op.add_column("jobs", sa.Column("sweep_id", sa.String()))
    op.add_column("jobs", sa.Column("schedule_id", sa.String()))
    op.add_column("jobs", sa.Column("pipeline_run_id", sa.String()))
    op.add_column("jobs", sa.Column("notes", sa.JSON(), server_default="[]", nullable=False))
    op.create_index("ix_jobs_pipeline_run_id", "jobs", ["pipeline_run_id"])
    op.create_index("ix_jobs_schedule_id", "jobs", ["schedule_id"])
    op.create_index("ix_jobs_sweep_id", "jobs", ["sweep_id"])
