"""MLflow's histories: read from a tracking server, a database or a folder, and written as a folder."""

from __future__ import annotations
