"""The tables of what runs by itself: sweeps, schedules, pipelines; and of attempts to reproduce."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text

from celltrail.store.schema import Double, metadata

__all__ = [
    "bisections",
    "firings",
    "leases",
    "metadata",
    "pipeline_runs",
    "pipelines",
    "reproductions",
    "schedules",
    "sweeps",
    "trials",
    "workers",
]

sweeps = Table(
    "sweeps",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("notebook", String, nullable=False),
    Column("space", JSON, nullable=False),
    Column("sampler", String, nullable=False),
    Column("metric", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("status", String, nullable=False, index=True),
    Column("created_at", Double, nullable=False),
    Column("fixed", JSON, nullable=False),
    Column("trials_wanted", Integer, nullable=False),
    Column("parallel", Integer, nullable=False),
    Column("seeds", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("pruning", Boolean, nullable=False),
    Column("options", JSON, nullable=False),
    Column("ended_at", Double),
    Column("who", String, nullable=False),
    Column("pid", Integer),
    Column("best_trial", Integer),
    Column("error", Text),
    Column("digest", String, nullable=False),
    Column("host", String, nullable=False),
)

trials = Table(
    "trials",
    metadata,
    Column("sweep_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("point", Integer, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("status", String, nullable=False),
    Column("seed", Integer),
    Column("job_id", String, index=True),
    Column("run_id", String, index=True),
    Column("value", Double),
    Column("started_at", Double),
    Column("ended_at", Double),
    Column("error", Text),
    Column("last_value", Double),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("trigger", JSON, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("notebook", String),
    Column("pipeline", String),
    Column("parameters", JSON, nullable=False),
    Column("options", JSON, nullable=False),
    Column("missed", String, nullable=False),
    Column("overlap", String, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("next_at", Double, index=True),
    Column("last_at", Double),
    Column("seen", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("error", Text),
)

firings = Table(
    "firings",
    metadata,
    Column("id", String, primary_key=True),
    Column("schedule_id", String, nullable=False),
    Column("due_at", Double, nullable=False),
    Column("at", Double, nullable=False),
    Column("status", String, nullable=False),
    Column("job_id", String),
    Column("pipeline_run_id", String),
    Column("reason", Text, nullable=False),
    Column("worker", String, nullable=False),
    Column("late", Boolean, nullable=False),
    Index("firings_of_status", "status"),
    Index("firings_of_schedule", "schedule_id", "id"),
)

workers = Table(
    "workers",
    metadata,
    Column("id", String, primary_key=True),
    Column("host", String, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
    Column("warning", Text, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("id", String, primary_key=True),
    Column("host", String, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("beat", Integer, nullable=False),
    Column("stop", Boolean, nullable=False),
)

pipelines = Table(
    "pipelines",
    metadata,
    Column("name", String, primary_key=True),
    Column("steps", JSON, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("options", JSON, nullable=False),
    Column("who", String, nullable=False),
)

pipeline_runs = Table(
    "pipeline_runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("pipeline", String, nullable=False, index=True),
    Column("status", String, nullable=False, index=True),
    Column("steps", JSON, nullable=False),
    Column("states", JSON, nullable=False),
    Column("started_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("pid", Integer),
    Column("who", String, nullable=False),
    Column("schedule_id", String, index=True),
    Column("options", JSON, nullable=False),
    Column("error", Text),
)

reproductions = Table(
    "reproductions",
    metadata,
    Column("id", String, primary_key=True),
    Column("run_id", String, nullable=False, index=True),
    Column("status", String, nullable=False, index=True),
    Column("started_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("new_run_id", String),
    Column("verdict", String),
    Column("cells", JSON, nullable=False),
    Column("first_different", Integer),
    Column("cause", String),
    Column("cause_detail", Text, nullable=False),
    Column("environment", String, nullable=False),
    Column("job_id", String),
    Column("pid", Integer),
    Column("step", Text, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("who", String, nullable=False),
    Column("error", Text),
)

bisections = Table(
    "bisections",
    metadata,
    Column("id", String, primary_key=True),
    Column("run_id", String, nullable=False, index=True),
    Column("other_id", String, nullable=False, index=True),
    Column("status", String, nullable=False),
    Column("started_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("metric", String, nullable=False),
    Column("packages", Boolean, nullable=False),
    Column("before", Double),
    Column("after", Double),
    Column("noise", Double, nullable=False),
    Column("causes", JSON, nullable=False),
    Column("effects", JSON, nullable=False),
    Column("untested", JSON, nullable=False),
    Column("suspects", JSON, nullable=False, server_default="[]"),
    Column("trials", JSON, nullable=False, server_default="[]"),
    Column("at_most", Integer, nullable=False, server_default="0"),
    Column("verdict", Text, nullable=False),
    Column("experiments", Integer, nullable=False),
    Column("pid", Integer),
    Column("step", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("error", Text),
)
