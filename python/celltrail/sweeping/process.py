"""What the process of one sweep does."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from celltrail import clock
from celltrail.errors import CelltrailError
from celltrail.jobs.dask.cluster import Width, connected
from celltrail.records import Sweep, Trial
from celltrail.sweeping import control
from celltrail.sweeping.steering import HopelessError, Steering
from celltrail.tracking import Workspace, workspace
from celltrail.tracking.liveness import Beating

BEST_TAG = "celltrail.best"


def main(sweep_id: str) -> int:
    """Steer a sweep to its end and return the process' exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    here = workspace()
    if not here.store.sweeps.change(sweep_id, only_if=("running",), pid=os.getpid()):
        return 0  # cancelled before it began
    with Beating(here, sweep_id):
        return _steer(here, here.store.sweeps.get(sweep_id))


def _steer(here: Workspace, sweep: Sweep) -> int:
    sweep_id = sweep.id
    end: tuple[str, str | None]
    try:
        with _placed(sweep) as (placed, width):
            steering = Steering(here, placed, width)
            steering.run()
            end = steering.end()
        _mark(here, sweep, steering.best())
    except (HopelessError, CelltrailError) as fault:
        end = ("failed", str(fault))
    except SystemExit:
        end = ("cancelled", "The process that steers it was asked to end.")
    if end[0] != "finished":
        with suppress(CelltrailError):
            control.stop_jobs(here, sweep_id)
    here.store.sweeps.change(sweep_id, only_if=("running",), status=end[0], error=end[1], ended_at=clock.now())
    return 0


def _stop(_signal: int, _frame: Any) -> None:
    raise SystemExit


@contextmanager
def _placed(sweep: Sweep) -> Iterator[tuple[Sweep, Callable[[], int]]]:
    """Give the sweep with the scheduler that its trials are sent to, and how many may run at once by now.

    A cluster that is started for it ends with it. Its workers may come one by one, after hours in a queue.
    """

    def asked() -> int:
        return sweep.parallel

    if not sweep.options.on:
        yield sweep, asked
        return
    with connected(sweep.options.on) as client:
        options = replace(sweep.options, on=client.scheduler.address)
        yield replace(sweep, options=options), asked if sweep.parallel else Width(client)


def _mark(here: Workspace, sweep: Sweep, best: Trial | None) -> None:
    """Tag the best run with the sweep's id, and take the tag from the one that had it before."""
    for trial in here.store.sweeps.trials(sweep.id):
        if trial.run_id is None:
            continue
        is_best = best is not None and trial.number == best.number
        was_best = here.store.runs.find(trial.run_id).tags.get(BEST_TAG) == sweep.id
        if is_best != was_best:
            value = sweep.id if is_best else ""
            here.journal.append(("tag", {"run_id": trial.run_id, "key": BEST_TAG, "value": value}))
    here.drain()
