"""What surrounds a run: the environment, and the state of the git tree."""

from __future__ import annotations

import atexit
import os
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue

from celltrail.capture import environment as environments
from celltrail.capture import git as git_state
from celltrail.capture.git import GitState
from celltrail.records import Environment
from celltrail.tracking.run import ActiveRun
from celltrail.tracking.workspace import Workspace

_LAST_WAIT_S = 10.0
_kept: dict[Workspace, tuple[environments.EnvironmentFacts, Environment]] = {}


class _Finder:
    """The one thread of a process that finds out what surrounds its runs, those that wait in one go."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[tuple[ActiveRun, Path]] = SimpleQueue()
        self._left = 0
        self._done = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="celltrail-context", daemon=True)

    def add(self, run: ActiveRun) -> None:
        with self._done:
            self._left += 1
        self._queue.put((run, Path.cwd()))
        if not self._thread.is_alive():
            self._thread.start()
            # After the thread that ships has registered, so that it waits before that one ships the last facts.
            atexit.register(self.wait, _LAST_WAIT_S)

    def wait(self, timeout_s: float) -> None:
        with self._done:
            self._done.wait_for(lambda: not self._left, timeout_s)

    def _work(self) -> None:
        while True:
            waiting = [self._queue.get()]
            with suppress(Empty):
                while True:
                    waiting.append(self._queue.get_nowait())
            states: dict[Path, GitState] = {}
            for run, folder in waiting:
                with suppress(Exception):  # what surrounds a run must not end it
                    if folder not in states:
                        states[folder] = git_state.describe(folder)
                    _write(run, states[folder])
            with self._done:
                self._left -= len(waiting)
                self._done.notify_all()


_finder = _Finder()


def _renew() -> None:
    global _finder  # noqa: PLW0603 - the child of a fork has not its parent's thread
    _finder = _Finder()


os.register_at_fork(after_in_child=_renew)


def find_context(run: ActiveRun) -> None:
    """Have written down what surrounds a run, while its code runs; it may come after the end of the run.

    git may take its time in a large tree. Nobody waits for that but the end of the process.
    """
    _finder.add(run)


def wait_for_contexts(timeout_s: float = _LAST_WAIT_S) -> None:
    """Wait until what surrounds the runs so far is written down."""
    _finder.wait(timeout_s)


def write_context(run: ActiveRun) -> None:
    """Write down the environment and the state of the git tree."""
    _write(run, git_state.describe(Path.cwd()))


def _write(run: ActiveRun, git: GitState) -> None:
    run.log_environment(keep_environment(run.workspace))
    patch = run.workspace.artifacts.put_bytes(git.patch) if git.patch else None
    source = replace(run.run.source, git_commit=git.commit, git_branch=git.branch, git_patch=patch)
    run.amend(source=source)


def keep_environment(workspace: Workspace) -> Environment:
    """Keep the environment of this process: its lock file as bytes, itself under the digest of what it says."""
    facts = environments.describe()
    known = _kept.get(workspace)
    if known and known[0] is facts and workspace.artifacts.has(known[1].digest):
        return known[1]
    lock = workspace.artifacts.put_bytes(facts.lock.encode())
    values = {name: getattr(facts, name) for name in environments.EnvironmentFacts.__slots__ if name != "lock"}
    digest = workspace.artifacts.put(dict(values, lock=lock)).digest
    environment = Environment(digest=digest, lock=lock, **values)
    _kept[workspace] = facts, environment
    return environment
