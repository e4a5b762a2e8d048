"""The worker: starts what is due, as long as it lives. Any number may run; each start is made once."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from celltrail import clock, ids, jobs
from celltrail.errors import CelltrailError
from celltrail.records import Firing, Schedule, Worker
from celltrail.scheduling import pipelines
from celltrail.scheduling.claim import claim_due
from celltrail.scheduling.notice import Notices
from celltrail.scheduling.start import settle
from celltrail.scheduling.timekeeping import Timekeeper, is_alive
from celltrail.tracking import Workspace
from celltrail.tracking.liveness import this_host

POLL_S = 1.0
BEAT_S = 5.0
_SHORTEST_S = 0.02
_FAULT_WAIT_S = 5.0
_log = logging.getLogger(__name__)


class Loop:
    """What a worker does, in a process of its own or in a thread of the server."""

    def __init__(self, open_workspace: Callable[[], Workspace], say: Callable[[str], None]) -> None:
        self._open = open_workspace
        self._say = say
        self._stop = threading.Event()
        self._keeper: Timekeeper | None = None
        self._notices = Notices()
        self._beat_at = -BEAT_S
        self._fault = ""
        self.id = f"{this_host()}-{os.getpid()}-{ids.new_id()[-6:]}"
        self._started_at = clock.now()
        self._warning = ""

    def run(self) -> None:
        """Work until `stop` is called."""
        while not self._stop.is_set():
            try:
                pause = self.turn()
                self._fault = ""
            except CelltrailError as error:
                pause = _FAULT_WAIT_S
                self._say_once(str(error))
            except Exception:  # noqa: BLE001, RUF100 - one turn's fault must not end what others rely on
                pause = _FAULT_WAIT_S
                _log.exception("celltrail's worker stumbled and goes on")
            self._stop.wait(pause)
        self._leave()

    def stop(self) -> None:
        """End after this turn; jobs that run go on by themselves."""
        self._stop.set()

    def turn(self) -> float:
        """Do what there is to do now, and return how long nothing is due."""
        here = self._open()
        if here.settings.server:
            return POLL_S  # schedules live where the rows are
        if clock.elapsed() - self._beat_at >= BEAT_S:
            self._beat(here)
        assert self._keeper is not None
        now = self._keeper.now()
        schedules = {one.id: one for one in here.store.schedules.all(limit=None)}
        for schedule in schedules.values():
            if not schedule.paused and not self._stop.is_set():
                claim_due(here, schedule, now, self.id)
                self._notices.claim(here, schedule, now, self.id)
        self._settle(here, schedules)
        return self._pause(here)

    def _settle(self, here: Workspace, schedules: dict[str, Schedule]) -> None:
        waiting = here.store.schedules.waiting()
        later = Counter(firing.schedule_id for firing in waiting)
        for firing in waiting:
            later[firing.schedule_id] -= 1
            schedule = schedules.get(firing.schedule_id)
            if schedule is None or schedule.paused or self._stop.is_set():
                continue
            if mine := self._take(here, firing):
                said = settle(here, schedule, mine, later[firing.schedule_id])
                if said:
                    self._say(said)

    def _take(self, here: Workspace, firing: Firing) -> Firing | None:
        """Return a start if it is this worker's, or was that of one that is dead."""
        if firing.worker == self.id:
            return firing
        assert self._keeper is not None
        others = {worker.id: worker for worker in here.store.schedules.workers.all()}
        owner = others.get(firing.worker)
        if owner is not None and is_alive(owner, self._keeper.now()):
            return None
        taken = here.store.schedules.change_firing(firing, worker=self.id)
        return replace(firing, worker=self.id) if taken else None

    def _beat(self, here: Workspace) -> None:
        self._beat_at = clock.elapsed()
        self._keeper = self._keeper or Timekeeper(here)
        workers = here.store.schedules.workers
        others = [worker for worker in workers.all() if worker.id != self.id]
        warning = self._keeper.compare(others)
        now = self._keeper.now()
        if warning and warning != self._warning:
            self._say(warning)
        self._warning = warning
        workers.see(
            Worker(
                id=self.id,
                host=socket.gethostname(),
                pid=os.getpid(),
                started_at=self._started_at,
                seen_at=now,
                warning=warning,
            )
        )
        for other in others:
            if not is_alive(other, now):
                workers.forget(other.id)
        here.drain(only_finished=True)
        jobs.reconcile(here)
        pipelines.reconcile(here)

    def _pause(self, here: Workspace) -> float:
        assert self._keeper is not None
        due = [one.next_at for one in here.store.schedules.all(limit=None) if one.next_at and not one.paused]
        left = min(due, default=self._keeper.now() + POLL_S) - self._keeper.now()
        return min(POLL_S, max(_SHORTEST_S, left))

    def _leave(self) -> None:
        try:
            self._open().store.schedules.workers.forget(self.id)
        except CelltrailError:
            _log.debug("the worker could not say that it ended", exc_info=True)

    def _say_once(self, fault: str) -> None:
        if fault != self._fault:
            self._fault = fault
            self._say(fault)
