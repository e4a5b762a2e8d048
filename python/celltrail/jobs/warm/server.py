"""What a template does: fork for who asks, reap, and end when it is idle, out of date or removed.

It runs nothing of anybody's itself. It has one thread, no event loop, no sockets but its own, no home open.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import os
import select
import signal
import socket
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail import clock
from celltrail.errors import WarmError
from celltrail.jobs.warm import child, wire
from celltrail.jobs.warm.learning import is_findable, plain_mark, read
from celltrail.jobs.warm.leaving import leave
from celltrail.jobs.warm.marks import Marks
from celltrail.jobs.warm.preload import UnfitError, preload
from celltrail.jobs.warm.spec import Spec

_LOOK_S = 2.0
_PATIENCE_S = 5.0
Work = Callable[[], None]


def take_name(folder: Path, name: str) -> tuple[socket.socket, int] | None:
    """Return socket and lock of the template of a name; None where another process is that."""
    opened = wire.open_folder(folder)
    try:
        lock = os.open(f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600, dir_fd=opened)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return wire.listen(opened, name), lock
    finally:
        os.close(opened)


def stay(spec: Spec, listener: socket.socket) -> None:
    """Serve from here on, and in a fork do what it was forked for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    gc.collect()
    gc.freeze()  # what is there now is never looked at again, so its pages stay shared
    template = Template(spec, listener)
    if (work := template.serve()) is not None:
        work()


@dataclass(slots=True)
class Fork:
    """A process that was forked and runs."""

    pid: int
    end: int
    """What becomes readable when it ends."""
    connection: socket.socket | None
    asked_by: int
    learnt: int
    """What it tells its imports to; -1 where nobody wants to know."""


class Template:
    """The server: forks for who asks, reaps, and ends when it is idle, out of date or removed."""

    def __init__(self, spec: Spec, listener: socket.socket) -> None:
        self.spec = spec
        self._listener: socket.socket | None = listener
        self._path = Path(spec.folder, f"{spec.name}.sock")
        self._inode = self._path.stat().st_ino
        self._marks = Marks()
        self._forks: dict[int, Fork] = {}
        self._used = clock.elapsed()
        self._since = clock.now()
        self._served = 0
        self._pid = os.getpid()
        self._learns = spec.kind == "kernel" and not plain_mark(spec.folder, spec.name).exists()

    def serve(self) -> Work | None:
        """Answer until the end. In a fork return what it is to do."""
        while self._listener or self._forks:
            listener = [self._listener.fileno()] if self._listener else []
            ready, _, _ = select.select([*self._forks, *listener], [], [], _LOOK_S)
            for number in ready:
                if number in self._forks:
                    self._reap(self._forks.pop(number))
                elif (work := self._answer()) is not None:
                    return work
            if self._listener and (self._is_idle() or not self._is_mine()):
                self._close()
        return None

    def _is_idle(self) -> bool:
        if self._forks:
            self._used = clock.elapsed()
        return clock.elapsed() - self._used > self.spec.idle_s

    def _is_mine(self) -> bool:
        try:
            return self._path.stat().st_ino == self._inode
        except OSError:
            return False

    def _close(self) -> None:
        """Take no more requests; what runs is still waited for."""
        if self._listener is not None:
            if self._is_mine():
                with suppress(OSError):
                    self._path.unlink()
            self._turn_away(self._listener)
            self._listener.close()
            self._listener = None
            os.close(self.spec.lock)

    def _turn_away(self, listener: socket.socket) -> None:
        """Tell who asked already that they are to ask another; they cannot reach this socket any more."""
        listener.settimeout(0)
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                connection.settimeout(_PATIENCE_S)
                with suppress(WarmError, OSError), closing(connection):
                    for file in wire.receive(connection)[1]:
                        os.close(file)
                    wire.send(connection, {"stale": "it ends"})

    def _answer(self) -> Work | None:
        assert self._listener is not None
        connection, _ = self._listener.accept()
        connection.settimeout(_PATIENCE_S)
        files: list[int] = []
        try:
            wire.check_peer(connection)
            request, files = wire.receive(connection)
            return self._do(request, files, connection)
        except (WarmError, OSError, KeyError, TypeError):
            connection.close()  # who asks like that, or does not wait, starts by himself
            return None
        finally:
            if os.getpid() == self._pid:
                for file in files:
                    os.close(file)

    def _do(self, request: dict[str, Any], files: list[int], connection: socket.socket) -> Work | None:
        if request["do"] == "fork":
            if changed := self._marks.changed():
                wire.send(connection, {"stale": changed})
                connection.close()
                self._close()
                return None
            return self._fork(request, files, connection)
        if request["do"] == "stop":
            self._close()
        wire.send(connection, self._state())
        connection.close()
        return None

    def _state(self) -> dict[str, Any]:
        return {
            "pid": os.getpid(),
            "kind": self.spec.kind,
            "modules": list(self.spec.modules),
            "without": self.spec.without,
            "since": self._since,
            "served": self._served,
            "forks": [[fork.pid, fork.asked_by] for fork in self._forks.values()],
        }

    def _fork(self, request: dict[str, Any], files: list[int], connection: socket.socket) -> Work | None:
        learnt, told = os.pipe() if self._learns else (-1, -1)
        pid = os.fork()
        if not pid:
            return self._be_forked(request, [*files, told], connection)
        self._used = clock.elapsed()
        self._served += 1
        end = os.pidfd_open(pid)
        self._forks[end] = Fork(pid, end, connection, int(request["asked_by"]), learnt)
        if told >= 0:
            os.close(told)
        with suppress(OSError):
            wire.send(connection, {"pid": pid, "without": self.spec.without}, [end])
        return None

    def _be_forked(self, request: dict[str, Any], files: list[int], connection: socket.socket) -> Work:
        assert self._listener is not None
        for mine in (connection, self._listener, *(fork.connection for fork in self._forks.values())):
            if mine is not None:
                mine.close()
        for end in (*self._forks, self.spec.lock):
            os.close(end)
        child.become({**request, "kind": self.spec.kind}, files)
        if self.spec.kind == "kernel":
            return lambda: _run_kernel(request["argv"], *files[3:])
        return lambda: _run_main(*request["argv"])

    def _reap(self, fork: Fork) -> None:
        _, status = os.waitpid(fork.pid, 0)
        os.close(fork.end)
        if fork.connection is not None:
            with suppress(OSError):
                wire.send(fork.connection, {"exit": os.waitstatus_to_exitcode(status)})
            fork.connection.close()
        self._used = clock.elapsed()
        if fork.learnt >= 0:
            self._learn(read(fork.learnt))

    def _learn(self, names: list[str]) -> None:
        """Import what a run came to import, for those to come."""
        if not names or not self._learns or self._listener is None:
            return
        try:
            for name in names:
                if name not in self.spec.without and is_findable(name):
                    preload([name])
        except UnfitError as unfit:
            plain_mark(self.spec.folder, self.spec.name).write_text(f"{unfit}\n", encoding="utf-8")
            self._close()  # who asks next has another made, which keeps to what the notebook says
        self._marks = Marks()
        gc.freeze()


def _run_main(module: str, *arguments: str) -> None:
    try:
        code = importlib.import_module(module).main(*arguments)  # loaded long ago
    except Exception:  # noqa: BLE001 - its log is all that is left to say what it was
        traceback.print_exc()
        code = 1
    leave(code)


def _run_kernel(argv: list[str], owner: int, ready: int, told: int) -> None:
    from celltrail.jobs.warm.kernel import run  # noqa: PLC0415 - loaded long ago

    run(argv, owner, ready, told)
