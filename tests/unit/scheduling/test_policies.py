from __future__ import annotations

from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.records import Schedule, Trigger
from celltrail.scheduling.policies import LATE_S, MOST_CAUGHT_UP, plan
from celltrail.scheduling.triggers import after_each, first_after

NOW = 1_700_000_000.0


def schedule(missed: Any = "once", trigger: Trigger | None = None, created_at: float = NOW) -> Schedule:
    trigger = trigger or Trigger(kind="interval", every_s=600)
    return Schedule(
        id="s", name="s", trigger=trigger, created_at=created_at, notebook="/x.ipynb", missed=missed,
        next_at=first_after(trigger, created_at, created_at),
    )  # fmt: skip


def test_what_is_not_due_yet_starts_nothing() -> None:
    assert plan(schedule(), NOW + 599) is None


def test_what_is_due_now_starts_once() -> None:
    planned = plan(schedule("skip"), NOW + 601)
    assert planned is not None
    assert (planned.starts, planned.left_out, planned.next_at) == ((NOW + 600,), 0, NOW + 1200)


@pytest.mark.parametrize(
    ("missed", "late", "starts", "left_out"),
    [("once", 300.0, 1, 3), ("skip", 300.0, 0, 4), ("skip", 30.0, 1, 3), ("all", 300.0, 4, 0)],
)
def test_missed_starts_follow_the_rule(missed: str, late: float, starts: int, left_out: int) -> None:
    planned = plan(schedule(missed), NOW + 2400 + late)
    assert planned is not None
    assert (len(planned.starts), planned.left_out) == (starts, left_out)
    assert planned.next_at == NOW + 3000
    assert bool(planned.reason) == bool(left_out)


def test_catching_up_has_a_limit_and_says_how_many_were_left_out() -> None:
    planned = plan(schedule("all"), NOW + 600 * 250)
    assert planned is not None
    assert (len(planned.starts), planned.left_out) == (MOST_CAUGHT_UP, 250 - MOST_CAUGHT_UP)
    assert "150 starts were due" in planned.reason


@pytest.mark.parametrize("line", ["* * * * *", "*/5 8-18 * * 1-5"])
def test_ten_years_of_absence_are_planned_at_once_and_the_newest_is_right(line: str) -> None:
    trigger = Trigger(kind="cron", cron=line, timezone="Europe/Berlin")
    now = NOW + 10 * 365 * 86_400
    planned = plan(schedule("once", trigger), now)
    assert planned is not None
    assert planned.newest <= now
    assert first_after(trigger, NOW, planned.newest) == planned.next_at
    assert planned.next_at is not None
    assert planned.next_at > now
    assert "or more starts" in planned.reason


@given(
    every=st.floats(1, 5000), away=st.lists(st.floats(0, 50_000), min_size=1, max_size=8),
    missed=st.sampled_from(["skip", "once", "all"]),
)  # fmt: skip
def test_however_often_a_worker_looks_each_due_time_is_accounted_for_once(
    every: float, away: list[float], missed: str
) -> None:
    trigger = Trigger(kind="interval", every_s=every)
    one = schedule(missed, trigger)
    now, started, accounted = NOW, [], 0
    for pause in away:
        now += pause
        planned = plan(one, now)
        if planned:
            started += planned.starts
            accounted += len(planned.starts) + planned.left_out
            one = Schedule(**{f: getattr(one, f) for f in Schedule.__slots__} | {"next_at": planned.next_at})
    due = list(takewhile(lambda at: at <= now, after_each(trigger, NOW, NOW)))
    assert accounted == len(due) or len(due) > 10_000
    assert started == sorted(set(started))
    assert set(started) <= set(due)


def test_a_start_that_is_a_minute_late_is_on_time() -> None:
    planned = plan(schedule("skip"), NOW + 600 + LATE_S)
    assert planned is not None
    assert len(planned.starts) == 1
