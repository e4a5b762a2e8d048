"""Reading journals, of the living and the dead."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail.journal.line import decode
from celltrail.journal.writer import SUFFIX

PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Some whole lines in a row, as they lie in the file."""

    data: bytes
    start: int
    """The byte at which the first begins."""

    @property
    def end(self) -> int:
        """The byte after the last."""
        return self.start + len(self.data)

    def lines(self) -> list[bytes]:
        """Return the lines without their newlines."""
        return self.data.split(b"\n")[:-1]

    def halves(self) -> tuple[Piece, Piece] | None:
        """Return two pieces that make up this one; None where it is a single line."""
        middle = self.data.find(b"\n", len(self.data) // 2, -1)
        if middle < 0:
            middle = self.data.rfind(b"\n", 0, -1)
        if middle < 0:
            return None
        first = Piece(self.data[: middle + 1], self.start)
        return first, Piece(self.data[middle + 1 :], first.end)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The facts of a piece."""

    facts: tuple[tuple[str, Any], ...]
    start: int
    end: int
    damaged: int
    """How many of its lines could not be read."""


def journals(folder: Path) -> Iterator[Path]:
    """Give the journals of a folder, oldest first."""
    return iter(sorted(folder.glob(f"*{SUFFIX}")))


def writer_id(path: Path) -> str:
    """Return the id of the writer of a journal."""
    return path.name.removesuffix(SUFFIX)


def next_piece(path: Path, start: int, size: int | None = None) -> Piece | None:
    """Return what follows byte `start`, up to `size` bytes but at least a line; None where nothing does.

    Only whole lines count: what follows the last newline is still being written, or was cut off when its writer
    died, and had not been acknowledged.
    """
    with path.open("rb") as file:
        file.seek(start)
        data = file.read(size or PIECE_BYTES)
        if b"\n" not in data:
            data += file.readline()  # one line longer than that
    whole = data[: data.rfind(b"\n") + 1]
    return Piece(whole, start) if whole else None


def parse(piece: Piece) -> Chunk:
    """Return the facts of a piece."""
    facts = [decode(line) for line in piece.lines()]
    good = tuple(fact for fact in facts if fact is not None)
    return Chunk(good, piece.start, piece.end, len(facts) - len(good))


def read(path: Path, start: int = 0) -> Iterator[Chunk]:
    """Give the facts from byte `start` on, in chunks."""
    while (piece := next_piece(path, start)) is not None:
        yield parse(piece)
        start = piece.end


def make_durable(path: Path) -> None:
    """Wait until a journal, and its name, would survive the loss of power."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_finished(path: Path) -> bool:
    """Whether the writer of a journal is gone."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(file)
    return True
