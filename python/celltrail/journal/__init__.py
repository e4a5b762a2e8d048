"""Lose nothing: facts are appended to a file before anything else is done with them."""

from __future__ import annotations

from celltrail.journal.reader import (
    PIECE_BYTES,
    Chunk,
    Piece,
    is_finished,
    journals,
    make_durable,
    next_piece,
    parse,
    read,
    writer_id,
)
from celltrail.journal.writer import Writer

__all__ = [
    "PIECE_BYTES",
    "Chunk",
    "Piece",
    "Writer",
    "is_finished",
    "journals",
    "make_durable",
    "next_piece",
    "parse",
    "read",
    "writer_id",
]
