"""What a cell warned of, drew at random and read, by content; graphics processors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; what was written before gets empty ones."""
    for name, empty in (("file_digests", "{}"), ("warnings", "[]"), ("seeds", "{}"), ("unseeded", "[]")):
        op.add_column("cells", sa.Column(name, sa.JSON(), nullable=False, server_default=empty))
    op.add_column("environments", sa.Column("gpus", sa.JSON(), nullable=False, server_default="[]"))
