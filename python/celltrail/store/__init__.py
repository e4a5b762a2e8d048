"""Rows: what is known of runs, models, jobs, deployments and drift, in SQLite or PostgreSQL."""

from __future__ import annotations

from celltrail.store.open import Store, open_store

__all__ = ["Store", "open_store"]
