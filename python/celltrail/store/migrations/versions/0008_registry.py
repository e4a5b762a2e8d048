"""Owners, tags, attachments, checks, policies, approvals and the audit log of the registry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_Sequence = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_Double = sa.Float(53)


def upgrade() -> None:
    """Add the columns and tables; what was registered before is active and has no owner."""
    _add_columns()
    _make_tables()


def _add_columns() -> None:
    for table in ("models", "model_versions"):
        op.add_column(table, sa.Column("owner", sa.String, nullable=False, server_default=sa.text("''")))
        op.add_column(table, sa.Column("tags", sa.JSON, nullable=False, server_default="{}"))
        op.add_column(table, sa.Column("changed_at", _Double))
    op.add_column("models", sa.Column("description", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column(
        "model_versions", sa.Column("framework", sa.String, nullable=False, server_default=sa.text("''"))
    )
    op.add_column("model_versions", sa.Column("unsafe", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("model_versions", sa.Column("status", sa.String, nullable=False, server_default="active"))
    with op.batch_alter_table("alias_changes") as changes:
        changes.alter_column("number", existing_type=sa.Integer, nullable=True)


def _make_tables() -> None:
    op.create_table(
        "attachments",
        sa.Column("model", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("role", sa.String, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("codec", sa.String, nullable=False),
        sa.Column("at", _Double, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
    )
    op.create_table(
        "gate_checks",
        sa.Column("id", _Sequence, primary_key=True, autoincrement=True),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("alias", sa.String, nullable=False),
        sa.Column("at", _Double, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("results", sa.JSON, nullable=False),
    )
    op.create_index("gate_checks_of_version", "gate_checks", ["model", "number"])
    op.create_table(
        "alias_policies",
        sa.Column("model", sa.String, primary_key=True),
        sa.Column("alias", sa.String, primary_key=True),
        sa.Column("approvers", sa.JSON, nullable=False),
        sa.Column("approvals", sa.Integer, nullable=False),
        sa.Column("signed", sa.Boolean, nullable=False),
        sa.Column("changed_at", _Double),
        sa.Column("who", sa.String, nullable=False),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("alias", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False, index=True),
        sa.Column("requested_by", sa.String, nullable=False),
        sa.Column("requested_at", _Double, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String),
        sa.Column("decided_at", _Double),
        sa.Column("decision", sa.Text, nullable=False),
    )
    op.create_index("approvals_of_version", "approvals", ["model", "number"])
    op.create_table(
        "audit",
        sa.Column("seq", _Sequence, primary_key=True, autoincrement=False),
        sa.Column("at", _Double, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("noun", sa.String, nullable=False),
        sa.Column("noun_id", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
    )
    op.create_index("audit_of_noun", "audit", ["noun", "noun_id"])
