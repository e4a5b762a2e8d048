"""What a request for approval is about, who is for it, and which moves of an alias went back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the columns; there was no way to ask for approval before, and moves back say so in their reason."""
    op.add_column("approvals", sa.Column("votes", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("approvals", sa.Column("promote", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("approvals", sa.Column("replaces", sa.Integer))
    op.add_column("approvals", sa.Column("moves", sa.Integer, nullable=False, server_default="0"))
    op.add_column("approvals", sa.Column("gates", sa.String, nullable=False, server_default=sa.text("''")))
    op.add_column("alias_changes", sa.Column("rolled_back", sa.Boolean, nullable=False, server_default=sa.false()))
    moves = sa.table("alias_changes", sa.column("rolled_back", sa.Boolean), sa.column("reason", sa.Text))
    op.execute(moves.update().where(moves.c.reason.like("rolled back from version %")).values(rolled_back=True))
