"""Bytes: values kept by their content, each content once."""

from __future__ import annotations

from celltrail.artifacts.digest import digest_bytes, digest_file
from celltrail.artifacts.frames import to_arrow
from celltrail.artifacts.store import ArtifactStore

__all__ = ["ArtifactStore", "digest_bytes", "digest_file", "to_arrow"]
