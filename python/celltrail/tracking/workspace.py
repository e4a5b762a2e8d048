"""A home, opened: its rows, its bytes, its journals."""

from __future__ import annotations

import logging  # noqa: F401 - hooks run in reverse order: before a fork, ours must wait before logging locks itself
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
    """Everything of one home. Parts are opened when they are first used, and anew where somebody removed them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._draining = threading.Lock()
        self._opening = threading.Lock()
        self._store: Store | None = None
        self._journal: Writer | None = None

    @property
    def store(self) -> Store:
        """The rows."""
        with self._opening:
            if self._store is None or self._store.is_replaced():
                from celltrail.store import open_store

                self._store = open_store(self.settings.store_url)
            return self._store

    @cached_property
    def artifacts(self) -> ArtifactStore:
        """The bytes."""
        return ArtifactStore(self.settings.artifacts)

    @property
    def journal(self) -> Writer:
        """The journal of this process."""
        with self._opening:
            if self._journal is None or not self._journal.path.exists():
                self._journal = Writer(self.settings.journals)
            return self._journal

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
        count = 0
        try:
            complete = False
            while not complete:  # another process may be at it: go on behind what it has brought
                applied, complete = self._apply_from_offset(path)
                count += applied
        except FileNotFoundError:  # another process has finished it
            return count
        if finished:
            self.store.facts.close_lost(writer_id(path))
            _put_aside(path)
        return count

    def _apply_from_offset(self, path: Path) -> tuple[int, bool]:
        """Apply what the store does not have yet; return how much, and whether no other process came between."""
        from celltrail.store.facts import fits

        facts, writer, count = self.store.facts, writer_id(path), 0
        for chunk in read(path, facts.offset(writer)):
            fitting = [fact for fact in chunk.facts if fits(fact)]
            if not facts.apply(writer, fitting, chunk.start, chunk.end):
                return count, False
            count += len(fitting)
            if damaged := chunk.damaged + len(chunk.facts) - len(fitting):
                self._report_damage(path, chunk.start, damaged)
        return count, True

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
_waited: list[threading.Lock] = []
_FORK_WAIT_S = 10


def _wait_before_fork() -> None:
    """Wait until nobody drains or opens: a child could have neither the locks of its imports nor SQLite's."""
    for opened in tuple(_open.values()):
        # In this order, which is that of a drain.
        locks = (opened._draining, opened._opening)  # noqa: SLF001 - the class of this file
        _waited.extend(lock for lock in locks if lock.acquire(timeout=_FORK_WAIT_S))


def _go_on_after_fork() -> None:
    while _waited:
        _waited.pop().release()


def _unlock_after_fork() -> None:
    """Make the locks anew in a child: a thread that the child does not have may hold them."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()
    _waited.clear()
    for opened in _open.values():
        opened._draining, opened._opening = threading.Lock(), threading.Lock()  # noqa: SLF001


os.register_at_fork(before=_wait_before_fork, after_in_parent=_go_on_after_fork, after_in_child=_unlock_after_fork)


def workspace(start: Path | None = None) -> Workspace:
    """Return the workspace of the home that holds now; one for each home in a process."""
    settings = config.settings(start)
    with _lock:
        if settings not in _open:
            _open[settings] = Workspace(settings)
        return _open[settings]
