"""Alembic's entry: run the migrations on the connection that was handed in, inside its transaction."""

from __future__ import annotations

from alembic import context

from celltrail.store.plans import metadata  # with its own tables, all are known

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
