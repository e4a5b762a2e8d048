"""The tables. A column has the name of the record's field that it holds."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

metadata = MetaData()
# SQLite counts up by itself only in a column of exactly the type INTEGER.
Sequence = BigInteger().with_variant(Integer, "sqlite")
Double = Float(53)

runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("project", String, nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("status", String, nullable=False, index=True),
    Column("started_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("who", String, nullable=False),
    Column("parent_id", String, index=True),
    Column("source", JSON, nullable=False),
    Column("environment", String),
    Column("seed", BigInteger),
    Column("error", Text),
    Column("writer", String, index=True),  # the journal it came by, which tells whether its process lives
    Column("notebook", String),
    Column("cell_id", String),
    Index("runs_by_start", "started_at", "id"),
    Index("runs_of_project", "project", "started_at", "id"),
    Index("runs_by_name", "name", "started_at", "id"),
    Index("runs_of_cell", "notebook", "cell_id", "id"),
)

# What names and files hold now. A run is stale where its readings differ from it; see staleness.py.
contents = Table(
    "contents",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("scope", String, nullable=False),
    Column("name", String, nullable=False),
    Column("content", String, nullable=False),
    Column("writer", String, nullable=False),
    Column("at", Double, nullable=False),
    UniqueConstraint("scope", "name"),
)

readings = Table(
    "readings",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("content_id", Sequence, primary_key=True, autoincrement=False),
    Column("content", String, nullable=False),
    Column("made", String),  # what the run itself left under the name, which does not make it stale
    Index("readings_of_content", "content_id", "run_id"),
)

cells = Table(
    "cells",
    metadata,
    Column("id", String, primary_key=True),
    Column("run_id", String, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("started_at", Double, nullable=False),
    Column("cell_id", String),
    Column("reads", JSON, nullable=False),
    Column("binds", JSON, nullable=False),
    Column("outputs", JSON, nullable=False),
    Column("error", Text),
    Column("wall_s", Double),
    Column("cpu_s", Double),
    Column("peak_bytes", BigInteger),
    Column("files_read", JSON, nullable=False),
    Column("files_written", JSON, nullable=False),
    Column("file_digests", JSON, nullable=False, server_default="{}"),
    Column("not_captured", JSON, nullable=False),
    Column("definitions", JSON, nullable=False, server_default="{}"),
    Column("warnings", JSON, nullable=False, server_default="[]"),
    Column("seeds", JSON, nullable=False, server_default="{}"),
    Column("unseeded", JSON, nullable=False, server_default="[]"),
    Column("cached_from", String),
    Column("trace", JSON),
    Column("source_key", String, index=True),
)

params = Table(
    "params",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", JSON),
    Column("number", Double),
    Column("text", String),
    Index("params_by_value", "key", "number", "text", "run_id"),
)

metrics = Table(
    "metrics",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", Double),
    Column("text", String, nullable=False),
    Column("step", BigInteger, nullable=False),
    Column("at", Double, nullable=False),
    Column("count", BigInteger, nullable=False),
    Index("metrics_by_value", "key", "value", "run_id"),
)

metric_points = Table(
    "metric_points",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("run_id", String, nullable=False),
    Column("key", String, nullable=False),
    Column("step", BigInteger, nullable=False),
    Column("at", Double, nullable=False),
    Column("value", Double),
    Index("metric_points_of_run", "run_id", "key", "id"),
)

tags = Table(
    "tags",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
    Index("tags_by_key", "key", "run_id"),
)

artifacts = Table(
    "artifacts",
    metadata,
    Column("digest", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("codec", String, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("summary", JSON, nullable=False),
)

artifact_versions = Table(
    "artifact_versions",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("digest", String, nullable=False),
    UniqueConstraint("name", "digest"),
)

artifact_uses = Table(
    "artifact_uses",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("run_id", String, nullable=False),
    Column("cell_execution_id", String),
    Column("name", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("digest", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Index("artifact_uses_of_run", "run_id", "direction"),
    Index("artifact_uses_of_name", "name", "version", "id"),
)

environments = Table(
    "environments",
    metadata,
    Column("digest", String, primary_key=True),
    Column("python", String, nullable=False),
    Column("implementation", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("cpu", String, nullable=False),
    Column("cpu_count", Integer, nullable=False),
    Column("memory_bytes", BigInteger, nullable=False),
    Column("packages", JSON, nullable=False),
    Column("lock", String, nullable=False),
    Column("threads", JSON, nullable=False),
    Column("gpus", JSON, nullable=False, server_default="[]"),
)

models = Table(
    "models",
    metadata,
    Column("name", String, primary_key=True),
    Column("created_at", Double, nullable=False),
    Column("description", Text, nullable=False, server_default=text("''")),
    Column("tags", JSON, nullable=False, server_default="{}"),
    Column("owner", String, nullable=False, server_default=text("''")),
    Column("changed_at", Double),
)

model_versions = Table(
    "model_versions",
    metadata,
    Column("model", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("artifact", String, nullable=False, index=True),
    Column("codec", String, nullable=False),
    Column("run_id", String, index=True),
    Column("signature", JSON, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("who", String, nullable=False),
    Column("profile", String),
    Column("metrics", JSON, nullable=False),
    Column("gates", JSON, nullable=False),
    Column("description", Text, nullable=False),
    Column("owner", String, nullable=False, server_default=text("''")),
    Column("tags", JSON, nullable=False, server_default="{}"),
    Column("framework", String, nullable=False, server_default=text("''")),
    Column("unsafe", Boolean, nullable=False, server_default=false()),
    Column("status", String, nullable=False, server_default="active"),
    Column("changed_at", Double),
)

attachments = Table(
    "attachments",
    metadata,
    Column("model", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("role", String, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("digest", String, nullable=False),
    Column("codec", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("who", String, nullable=False),
    Column("comment", Text, nullable=False),
)

gate_checks = Table(
    "gate_checks",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("model", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("alias", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("who", String, nullable=False),
    Column("results", JSON, nullable=False),
    Index("gate_checks_of_version", "model", "number"),
)

alias_policies = Table(
    "alias_policies",
    metadata,
    Column("model", String, primary_key=True),
    Column("alias", String, primary_key=True),
    Column("approvers", JSON, nullable=False),
    Column("approvals", Integer, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("changed_at", Double),
    Column("who", String, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", String, primary_key=True),
    Column("model", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("alias", String, nullable=False),
    Column("status", String, nullable=False, index=True),
    Column("requested_by", String, nullable=False),
    Column("requested_at", Double, nullable=False),
    Column("comment", Text, nullable=False),
    Column("decided_by", String),
    Column("decided_at", Double),
    Column("decision", Text, nullable=False),
    Column("votes", JSON, nullable=False, server_default="[]"),
    Column("promote", Boolean, nullable=False, server_default=true()),
    Column("replaces", Integer),
    Column("moves", Integer, nullable=False, server_default="0"),
    Column("gates", String, nullable=False, server_default=text("''")),
    Index("approvals_of_version", "model", "number"),
)

# Append only, and each row holds the digest of the one before it; see audit.py.
audit = Table(
    "audit",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("who", String, nullable=False),
    Column("action", String, nullable=False),
    Column("noun", String, nullable=False),
    Column("noun_id", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("previous", String, nullable=False),
    Column("digest", String, nullable=False),
    Index("audit_of_noun", "noun", "noun_id"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("model", String, primary_key=True),
    Column("alias", String, primary_key=True),
    Column("number", Integer, nullable=False),
)

alias_changes = Table(
    "alias_changes",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("model", String, nullable=False, index=True),
    Column("alias", String, nullable=False),
    Column("number", Integer),
    Column("previous", Integer),
    Column("at", Double, nullable=False),
    Column("who", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("rolled_back", Boolean, nullable=False, server_default=false()),
)

deployments = Table(
    "deployments",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("model", String, nullable=False),
    Column("routes", JSON, nullable=False),
    Column("status", String, nullable=False),
    Column("url", String, nullable=False),
    Column("pid", Integer),
    Column("created_at", Double, nullable=False),
    Column("changed_at", Double, nullable=False),
    Column("requests", BigInteger, nullable=False),
    Column("error", Text),
)

drift_reports = Table(
    "drift_reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("deployment_id", String, nullable=False, index=True),
    Column("model", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("window", JSON, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("verdict", String, nullable=False),
    Column("features", JSON, nullable=False),
    Column("share_drifted", Double, nullable=False),
    Column("performance", JSON, nullable=False),
    Column("reference_performance", JSON, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("deployment_id", String, nullable=False, index=True),
    Column("report_id", String, nullable=False),
    Column("action", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("at", Double, nullable=False),
    Column("job_id", String, index=True),
    Column("outcome", Text, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", String, primary_key=True),
    Column("noun", String, nullable=False),
    Column("noun_id", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("at", Double, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String, primary_key=True),
    Column("notebook", String, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("status", String, nullable=False, index=True),
    Column("trigger", String, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("started_at", Double),
    Column("ended_at", Double),
    Column("run_id", String, index=True),
    Column("pid", Integer),
    Column("output", String),
    Column("cells_done", Integer, nullable=False),
    Column("cells_total", Integer, nullable=False),
    Column("error", Text),
    Column("who", String, nullable=False),
    Column("options", JSON, nullable=False, server_default="{}"),
    Column("attempt", Integer, nullable=False, server_default="1"),
    Column("resumes", String),
    Column("worker", String),
    Column("sweep_id", String, index=True),
    Column("schedule_id", String, index=True),
    Column("pipeline_run_id", String, index=True),
    Column("notes", JSON, nullable=False, server_default="[]"),
    Column("tags", JSON, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("noun", String, nullable=False),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("at", Double, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice, not even after the last row is removed
)

journals = Table(
    "journals",
    metadata,
    Column("writer", String, primary_key=True),
    Column("offset", BigInteger, nullable=False),
)
