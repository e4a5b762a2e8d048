"""Lose nothing: facts are appended to a file before anything else is done with them."""

from __future__ import annotations

from celltrail.journal.reader import Chunk, is_finished, journals, read, writer_id
from celltrail.journal.writer import Writer

__all__ = ["Chunk", "Writer", "is_finished", "journals", "read", "writer_id"]
