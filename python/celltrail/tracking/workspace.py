"""A home, opened: its rows, its bytes, its journals."""

from __future__ import annotations

import os
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from celltrail import clock, config, ids
from celltrail.artifacts import ArtifactStore
from celltrail.config import Settings
from celltrail.journal import Writer, is_finished, journals, read, writer_id
from celltrail.records import Alert

if TYPE_CHECKING:
    from celltrail.store import Store


class Workspace:
    """Everything of one home. Parts are opened when they are first used."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._draining = threading.Lock()

    @cached_property
    def store(self) -> Store:
        """The rows."""
        from celltrail.store import open_store

        return open_store(self.settings.store_url)

    @cached_property
    def artifacts(self) -> ArtifactStore:
        """The bytes."""
        return ArtifactStore(self.settings.artifacts)

    @cached_property
    def journal(self) -> Writer:
        """The journal of this process."""
        return Writer(self.settings.journals)

    def drain(self, *, only_finished: bool = False) -> int:
        """Bring what lies in the journals into the store, and return how many facts that were.

        Everything acknowledged before the call is in the store after it. Any process may do this at any time: a
        fact gets there once. Journals of dead processes are closed: what they left running is marked as lost.
        """
        with self._draining:
            return sum(self._drain(path, only_finished=only_finished) for path in journals(self.settings.journals))

    def _drain(self, path: Path, *, only_finished: bool) -> int:
        # First ask whether it can still grow: whatever it holds after that is all of it.
        finished = is_finished(path)
        if only_finished and not finished:
            return 0
        facts, writer = self.store.facts, writer_id(path)
        start, count, complete = facts.offset(writer), 0, True
        try:
            for chunk in read(path, start):
                complete = facts.apply(writer, chunk.facts, chunk.start, chunk.end)
                if not complete:  # another process is at it
                    break
                count += len(chunk.facts)
                if chunk.damaged:
                    self._report_damage(path, chunk.start, chunk.damaged)
        except FileNotFoundError:  # another process has finished it
            return count
        if finished and complete:
            facts.close_lost(writer)
            _put_aside(path)
        return count

    def _report_damage(self, path: Path, at: int, lines: int) -> None:
        message = (
            f"{lines} damaged line(s) after byte {at} of the journal {path.name} could not be read. "
            "Everything else in it is kept; the file stays in journal/damaged/."
        )
        self.store.drift.add_alert(Alert(id=ids.new_id(), noun="run", noun_id="", message=message, at=clock.now()))
        aside = path.parent / "damaged"
        aside.mkdir(exist_ok=True)
        if not (aside / path.name).exists():
            os.link(path, aside / path.name)


def _put_aside(path: Path) -> None:
    """Remove a journal whose facts are all durable in the store."""
    path.unlink(missing_ok=True)


_open: dict[Settings, Workspace] = {}
_lock = threading.Lock()


def workspace(start: Path | None = None) -> Workspace:
    """Return the workspace of the home that holds now; one for each home in a process."""
    settings = config.settings(start)
    with _lock:
        if settings not in _open:
            _open[settings] = Workspace(settings)
        return _open[settings]
