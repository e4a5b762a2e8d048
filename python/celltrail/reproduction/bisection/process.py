"""A search for causes, written down as it goes; or in a process of its own: ``python -m ... ID``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
import psutil

from celltrail import clock, ids, jobs
from celltrail.actor import user_name
from celltrail.errors import CelltrailError, ConflictError, SearchCancelledError
from celltrail.jobs.launch import environment_of
from celltrail.records import CauseSearch, MovedMetric, Run, SearchStatus, Suspect, SwapEffect, SwapTrial
from celltrail.reproduction.bisection.bisect import Bisection, bisect
from celltrail.reproduction.bisection.logbook import Logbook
from celltrail.tracking import Workspace, workspace
from celltrail.tracking.liveness import Beating, lives

_NEW_S = 30


def begin(here: Workspace, runs: tuple[Run, Run], metric: str | None, *, packages: bool) -> CauseSearch:
    """Write down that the causes of a change are going to be sought."""
    search = CauseSearch(
        id=ids.new_id(),
        run_id=runs[0].id,
        other_id=runs[1].id,
        status="running",
        started_at=clock.now(),
        metric=metric or "",
        packages=packages,
        who=user_name(),
    )
    here.store.bisections.add(search)
    return search


def start(here: Workspace, search: CauseSearch) -> CauseSearch:
    """Have a search carried out in the background, and return at once."""
    process = subprocess.Popen(
        [sys.executable, "-m", "celltrail.reproduction.bisection.process", search.id],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment_of(here),
        start_new_session=True,
    )
    here.store.bisections.change(search.id, only_if=("running",), pid=process.pid)
    _children.append(process)
    return replace(search, pid=process.pid)


def carry_out(here: Workspace, search: CauseSearch, progress: Callable[[str], None] | None = None) -> Bisection:
    """Seek the causes, write down each step and what is found.

    Raises
    ------
    CelltrailError
        What ``bisect`` raises; it is written down too.
    """
    log = _Written(here, search.id, progress)
    log.write(pid=os.getpid())
    runs = here.store.runs.find(search.run_id).run, here.store.runs.find(search.other_id).run
    with Beating(here, search.id):
        try:
            found = bisect(here, runs, search.metric or None, packages=search.packages, log=log, tag=search.id)
        except BaseException as error:
            reason = str(error) if isinstance(error, CelltrailError) else f"{type(error).__name__}: {error}"
            _end(here, search.id, "failed", error=reason)
            raise
        _end(here, search.id, "finished", **_kept(found))
    return found


class _Written(Logbook):
    """Writes down what a search does, and ends it where somebody has cancelled it meanwhile."""

    def __init__(self, here: Workspace, id: str, progress: Callable[[str], None] | None) -> None:  # noqa: A002
        self._rows, self._id, self._progress = here.store.bisections, id, progress

    def write(self, **values: Any) -> None:
        if not self._rows.change(self._id, only_if=("running",), **values):
            raise SearchCancelledError(
                "The search was cancelled.", hint="What it had found is kept; ask for it again to find the rest."
            )

    def say(self, text: str) -> None:
        self.write(step=text)
        if self._progress:
            self._progress(text)

    def narrow(self, suspects: tuple[Suspect, ...]) -> None:
        self.write(suspects=msgspec.to_builtins(suspects))

    def begin(self, moved: MovedMetric, at_most: int) -> None:
        self.write(metric=moved.metric, before=moved.before, after=moved.after, at_most=at_most)

    def tried(self, trials: Sequence[SwapTrial]) -> None:
        self.write(trials=msgspec.to_builtins(trials), experiments=len(trials))


def cancel(here: Workspace, id: str) -> CauseSearch:  # noqa: A002
    """Stop a search and the experiment that is going on, and return it; what it has found is kept.

    Raises
    ------
    ConflictError
        It has ended already.
    NotFoundError
        There is no such search.
    """
    known = refreshed(here, here.store.bisections.get(id))
    if not _end(here, id, "cancelled"):
        raise ConflictError(f"The search has {known.status} already.", hint="Only one that runs can be cancelled.")
    for trial in known.trials:
        if trial.status == "running" and trial.job_id:
            with suppress(CelltrailError):  # it ended by itself; one that began since is ended by who began it
                jobs.cancel(here, trial.job_id)
    return here.store.bisections.get(id)


def _end(here: Workspace, id: str, status: SearchStatus, **values: Any) -> bool:  # noqa: A002
    """Write down how a search ended, unless it has ended; its process writes nothing after that."""
    rows = here.store.bisections
    if not rows.change(id, only_if=("running",), status=status, ended_at=clock.now(), step="", **values):
        return False
    trials = rows.get(id).trials
    if any(trial.status == "running" for trial in trials):
        cut = [replace(one, status="cancelled") if one.status == "running" else one for one in trials]
        rows.change(id, trials=msgspec.to_builtins(cut))
    return True


def refreshed(here: Workspace, known: CauseSearch) -> CauseSearch:
    """Return a search as it is now: one whose process is gone has failed."""
    for child in [child for child in _children if child.poll() is not None]:
        _children.remove(child)
    if known.status != "running" or lives(here, known.id, lambda: _runs_here(known)):
        return known
    error = "Its process ended without a word: it was killed, or the machine was restarted."
    _end(here, known.id, "failed", error=error)
    return here.store.bisections.get(known.id)


def main(id: str) -> int:  # noqa: A002
    """Carry out what was begun, and return the exit code."""
    here = workspace()
    try:
        carry_out(here, here.store.bisections.get(id))
    except CelltrailError:  # it is written down
        return 1
    return 0


_children: list[subprocess.Popen[bytes]] = []
"""The processes that this one started: they are asked for their end, so that none stays a zombie."""


def _kept(found: Bisection) -> dict[str, Any]:
    effects = [SwapEffect(label=one.label, value=one.value, change=one.change) for one in found.effects]
    return {
        "metric": found.metric,
        "before": found.before,
        "after": found.after,
        "noise": found.noise,
        "causes": [factor.label for factor in found.causes],
        "effects": msgspec.to_builtins(effects),
        "untested": [f"{factor.label}: {factor.untested}" for factor in found.untested],
        "verdict": found.verdict,
        "experiments": found.experiments,
    }


def _runs_here(known: CauseSearch) -> bool:
    if known.pid is None:
        return clock.now() - known.started_at < _NEW_S
    try:
        process = psutil.Process(known.pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= known.started_at + _NEW_S
    except psutil.NoSuchProcess:
        return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
