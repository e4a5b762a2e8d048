"""What a search for causes has tried by now, and whom it still suspects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the columns; of earlier searches only what they found is known."""
    for name in ("suspects", "trials"):
        op.add_column("bisections", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("bisections", sa.Column("at_most", sa.Integer(), nullable=False, server_default="0"))
