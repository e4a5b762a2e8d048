"""An index by which the versions of a name are found."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the index."""
    op.create_index("artifact_uses_of_name", "artifact_uses", ["name", "version", "id"])
