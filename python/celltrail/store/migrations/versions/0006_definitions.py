"""Where the modules, functions and classes come from that a cell uses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; what was written before gets an empty one."""
    op.add_column("cells", sa.Column("definitions", sa.JSON(), nullable=False, server_default="{}"))
