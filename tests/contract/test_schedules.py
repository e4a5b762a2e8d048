"""Taking due starts: of many at once exactly one gets them, whatever the database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from celltrail import clock, ids
from celltrail.errors import NameTakenError
from celltrail.records import Firing, Schedule, Trigger, Worker
from celltrail.scheduling.timekeeping import Timekeeper
from celltrail.store import Store
from celltrail.tracking import Workspace

WORKERS = 6
ROUNDS = 15


def schedule(name: str, **values: object) -> Schedule:
    made = Schedule(
        id=ids.new_id(), name=name, trigger=Trigger(kind="interval", every_s=60), created_at=1.0,
        notebook="/x.ipynb", next_at=61.0,
    )  # fmt: skip
    return replace(made, **values)  # type: ignore[arg-type]


def start(of: Schedule, worker: str) -> Firing:
    return Firing(
        id=ids.new_id(), schedule_id=of.id, due_at=of.next_at or 0, at=1.0, status="waiting", job_id=ids.new_id(),
        worker=worker,
    )  # fmt: skip


def test_of_many_workers_exactly_one_takes_each_due_start(store: Store) -> None:
    one = schedule("nightly")
    store.schedules.add(one)
    together = threading.Barrier(WORKERS)

    def work(worker: str) -> int:
        taken = 0
        for number in range(1, ROUNDS + 1):
            together.wait()
            seen = replace(one, next_at=60.0 * number + 1)
            values = {"next_at": 60.0 * (number + 1) + 1}
            taken += store.schedules.claim(one.id, {"next_at": seen.next_at}, values, [start(seen, worker)])
        return taken

    with ThreadPoolExecutor(WORKERS) as pool:
        counts = list(pool.map(work, map(str, range(WORKERS))))
    assert sum(counts) == ROUNDS
    dues = [firing.due_at for firing in store.schedules.waiting()]
    assert dues == [60.0 * number + 1 for number in range(1, ROUNDS + 1)]


@pytest.mark.parametrize("change", [{"paused": True}, {"next_at": None}, {"next_at": 121.0}])
def test_what_was_changed_meanwhile_is_not_taken(store: Store, change: dict[str, object]) -> None:
    one = schedule("nightly")
    store.schedules.add(one)
    store.schedules.change(one.id, **change)
    assert not store.schedules.claim(one.id, {"next_at": 61.0}, {"next_at": 200.0}, [start(one, "w")])
    assert store.schedules.waiting() == ()


def test_nothing_known_beforehand_is_a_value_too(store: Store) -> None:
    one = schedule("watching", next_at=None, seen="a")
    store.schedules.add(one)
    assert store.schedules.claim(one.id, {"next_at": None, "seen": "a"}, {"seen": "b"}, [])
    assert not store.schedules.claim(one.id, {"next_at": None, "seen": "a"}, {"seen": "c"}, [])
    assert store.schedules.get(one.id).seen == "b"


def test_a_start_is_settled_by_its_owner_and_once(store: Store) -> None:
    one = schedule("nightly")
    store.schedules.add(one)
    made = start(one, "a")
    store.schedules.add_firing(made)
    assert store.schedules.change_firing(made, worker="b")
    assert not store.schedules.change_firing(made, status="submitted")
    assert store.schedules.change_firing(replace(made, worker="b"), status="submitted")
    assert not store.schedules.change_firing(replace(made, worker="b"), status="skipped")
    assert [firing.status for firing in store.schedules.firings(one.id)] == ["submitted"]


def test_two_schedules_of_one_name_are_refused(store: Store) -> None:
    store.schedules.add(schedule("nightly"))
    with pytest.raises(NameTakenError, match="nightly") as refused:
        store.schedules.add(schedule("nightly"))
    assert "celltrail schedules remove nightly" in refused.value.hint
    assert len(store.schedules.all()) == 1


def test_what_a_schedule_leaves_is_gone_with_it(store: Store) -> None:
    one = schedule("nightly")
    store.schedules.add(one)
    store.schedules.add_firing(start(one, "w"))
    store.schedules.remove(one.id)
    assert (store.schedules.all(), store.schedules.waiting()) == ((), ())


def test_workers_come_and_go_and_only_news_of_them_is_told(store: Store) -> None:
    worker = Worker(id="w", host="here", pid=1, started_at=1.0, seen_at=1.0)
    store.schedules.workers.see(worker)
    told = store.events.last()
    store.schedules.workers.see(replace(worker, seen_at=2.0))
    assert store.events.last() == told
    store.schedules.workers.see(replace(worker, seen_at=3.0, warning="off"))
    assert store.events.last() == told + 1
    assert [one.seen_at for one in store.schedules.workers.all()] == [3.0]
    store.schedules.workers.forget("w")
    assert store.schedules.workers.all() == ()


def test_the_databases_own_clock_is_that_of_this_machine_here(store: Store) -> None:
    theirs = store.schedules.now()
    assert theirs is None or abs(theirs - clock.now()) < 5


@pytest.mark.parametrize("off", [3600.0, -3600.0])
def test_a_worker_whose_clock_is_off_goes_by_the_databases_own_and_says_so(
    store: Store, off: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + off)
    keeper = Timekeeper(cast("Workspace", SimpleNamespace(store=store)))
    warning = keeper.compare()
    if store.schedules.now() is None:  # a file of this machine has no other clock
        assert (warning, abs(keeper.now() - real() - off) < 5) == ("", True)
        return
    assert abs(keeper.now() - real()) < 5
    assert f"3600 s {'ahead of' if off > 0 else 'behind'} that of the store" in warning
