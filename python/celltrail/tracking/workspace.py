"""A home, opened: its rows, its bytes, its journals."""

from __future__ import annotations

import logging  # noqa: F401 - hooks run in reverse order: before a fork, ours must wait before logging locks itself
import os
import threading
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celltrail import config
from celltrail.artifacts import ArtifactStore
from celltrail.config import Settings
from celltrail.errors import ServerRefusedError
from celltrail.journal import Writer, is_finished, journals, make_durable, next_piece
from celltrail.tracking.delivery import Delivery, ToStore
from celltrail.tracking.ingest import Taken

Progress = Callable[[int, int], None]
if TYPE_CHECKING:
    from celltrail.store import Store
    from celltrail.tracking.server import Team


class Workspace:
    """Everything of one home. Parts are opened when they are first used, and anew where somebody removed them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._draining = threading.Lock()
        self._opening = threading.Lock()
        self._store: Store | None = None
        self._journal: Writer | None = None

    @cached_property
    def _team(self) -> Team | None:
        """The team server in the place of rows of our own; None without one."""
        if self.settings.server is None:
            return None
        from celltrail.tracking.server import Team

        return Team(self.settings, self._announce)

    def _announce(self, fact: tuple[str, Any]) -> None:
        self.journal.append(fact)

    @property
    def store(self) -> Store:
        """The rows."""
        if self._team is not None:
            return self._team.store  # type: ignore[return-value] # says by itself what it cannot do
        with self._opening:
            if self._store is None or self._store.is_replaced():
                from celltrail.store import open_store

                self._store = open_store(self.settings.store_url)
            return self._store

    @cached_property
    def artifacts(self) -> ArtifactStore:
        """The bytes."""
        return self._team.artifacts if self._team else ArtifactStore(self.settings.artifacts)

    @property
    def journal(self) -> Writer:
        """The journal of this process."""
        with self._opening:
            if self._journal is None or not self._journal.path.exists():
                self._journal = Writer(self.settings.journals)
            return self._journal

    @cached_property
    def delivery(self) -> Delivery:
        """Where journals are brought."""
        return self._team.delivery if self._team else ToStore(lambda: self.store)

    def drain(self, *, only_finished: bool = False, progress: Progress | None = None) -> int:
        """Bring what lies in the journals to where it belongs, and return how many facts that were.

        Everything acknowledged before the call is there after it. Any process may do this at any time: a
        fact gets there once. Journals of dead processes are closed: what they left running is marked as lost.
        One that is refused holds up no other.
        """
        return self._drain_all(lambda _path: not only_finished, progress)

    def ship(self) -> int:
        """Bring what this process has written down, and what dead ones left; the living bring their own."""
        mine = self._journal.path if self._journal else None
        return self._drain_all(lambda path: path == mine)

    def _drain_all(self, wanted_alive: Callable[[Path], bool], progress: Progress | None = None) -> int:
        refused: ServerRefusedError | None = None
        count = behind = 0
        with self._draining:
            sizes = {path: _size(path) for path in journals(self.settings.journals)}
            for path, size in sizes.items():
                try:
                    for taken in self._drain(path, wanted_alive):
                        count += taken.facts
                        if progress:
                            progress(behind + min(taken.offset, size), sum(sizes.values()))
                except ServerRefusedError as error:
                    refused = error
                behind += size
        if refused:
            raise refused
        return count

    def _drain(self, path: Path, wanted_alive: Callable[[Path], bool]) -> Iterator[Taken]:
        # First ask whether it can still grow: whatever it holds after that is all of it.
        finished = is_finished(path)
        if not finished and not wanted_alive(path):
            return
        try:
            offset = self.delivery.offset(path)
            while (piece := next_piece(path, offset, self.delivery.piece_bytes)) is not None:
                self.artifacts.sync()  # what is told of must be there, even after a power cut
                make_durable(path)  # what the store has, the journal must never be without
                yield (taken := self.delivery.bring(path, piece))
                offset = taken.offset
        except FileNotFoundError:  # another process has finished it
            return
        if finished:
            self.delivery.end(path)
            path.unlink(missing_ok=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


_open: dict[Settings, Workspace] = {}
_lock = threading.Lock()
_waited: list[threading.Lock] = []
_FORK_WAIT_S = 10


def _wait_before_fork() -> None:
    """Wait until nobody drains or opens: a child could have neither the locks of its imports nor SQLite's."""
    for opened in tuple(_open.values()):
        # In this order, which is that of a drain. A drain to a server holds nothing that a child could miss.
        locks = (opened._draining, opened._opening)[opened.settings.server is not None :]  # noqa: SLF001
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
