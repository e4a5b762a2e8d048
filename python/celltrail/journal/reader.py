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

CHUNK_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some facts in a row."""

    facts: tuple[tuple[str, Any], ...]
    start: int
    """The byte at which the first begins."""
    end: int
    """The byte after the last."""
    damaged: int
    """How many lines between them could not be read."""


def journals(folder: Path) -> Iterator[Path]:
    """Give the journals of a folder, oldest first."""
    return iter(sorted(folder.glob(f"*{SUFFIX}")))


def writer_id(path: Path) -> str:
    """Return the id of the writer of a journal."""
    return path.name.removesuffix(SUFFIX)


def read(path: Path, start: int = 0) -> Iterator[Chunk]:
    """Give the facts from byte `start` on, in chunks.

    Only whole lines count: what follows the last newline is still being written, or was cut off when its writer
    died, and had not been acknowledged.
    """
    with path.open("rb") as file:
        file.seek(start)
        while data := file.read(CHUNK_BYTES):
            if b"\n" not in data:
                data += file.readline()  # one line longer than a chunk
            whole = data[: data.rfind(b"\n") + 1]
            if not whole:
                return
            facts = [decode(line) for line in whole.splitlines()]
            good = tuple(fact for fact in facts if fact is not None)
            yield Chunk(good, start, start + len(whole), len(facts) - len(good))
            start += len(whole)
            file.seek(start)


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
