"""Where journals are brought: into the store of this home, or to a team server."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from celltrail import clock, ids
from celltrail.journal import PIECE_BYTES, Piece, writer_id
from celltrail.records import Alert
from celltrail.tracking.ingest import Taken, ingest

if TYPE_CHECKING:
    from celltrail.store import Store


class Delivery(Protocol):
    """A place that takes journals.

    Promises: what ``bring`` returned from is durable there; a byte counts once, whoever brings it, however often.
    """

    piece_bytes: int
    """How much of a journal it takes at once."""

    def offset(self, path: Path) -> int:
        """Return how many bytes of a journal have arrived."""

    def bring(self, path: Path, piece: Piece) -> Taken:
        """Hand over a piece of a journal."""

    def end(self, path: Path) -> None:
        """Say that the writer of a journal, all of which has arrived, is gone."""


class ToStore:
    """Into the rows of this home."""

    piece_bytes = PIECE_BYTES

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store

    def offset(self, path: Path) -> int:
        """Return how many bytes of a journal are in the store."""
        return self._store().facts.offset(writer_id(path))

    def bring(self, path: Path, piece: Piece) -> Taken:
        """Write the facts of a piece."""
        store = self._store()
        taken = ingest(store, writer_id(path), piece)
        if taken.damaged:
            put_copy_aside(path, piece)
            alert(
                store,
                f"{taken.damaged} damaged line(s) after byte {piece.start} of the journal {path.name} could not "
                "be read. Everything else in it is kept; the file stays in journal/damaged/.",
            )
        return taken

    def end(self, path: Path) -> None:
        """Mark what the writer left running as lost."""
        self._store().facts.close_lost(writer_id(path))


def put_copy_aside(path: Path, piece: Piece) -> None:
    """Keep a damaged journal for people to look at; only the piece where another process has finished it since."""
    aside = path.parent / "damaged"
    aside.mkdir(exist_ok=True)
    try:
        os.link(path, aside / path.name)
    except FileExistsError:
        return
    except FileNotFoundError:
        (aside / path.name).write_bytes(piece.data)


def alert(store: Store, message: str) -> None:
    """Tell people of something that happened to what was tracked."""
    store.drift.add_alert(Alert(id=ids.new_id(), noun="run", noun_id="", message=message, at=clock.now()))
