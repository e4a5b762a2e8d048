"""A team server, as its clients see it."""

from __future__ import annotations

from celltrail.remote.client import Client
from celltrail.remote.store import RemoteStore

__all__ = ["Client", "RemoteStore"]
