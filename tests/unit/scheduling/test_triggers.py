from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.errors import ScheduleError
from celltrail.records import Trigger
from celltrail.scheduling.triggers import after_each, check_timed, first_after, zone_of

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu",
    "Pacific/Apia", "Africa/Casablanca",
)  # fmt: skip
moments = st.floats(946_684_800, 2_208_988_800)  # from 2000 to 2040
zones = st.sampled_from(ZONES)
minutes = st.sampled_from(["0", "30", "*", "*/10", "5,35", "10-40/15"])
hours = st.sampled_from(["0", "2", "*", "*/6", "1,2,3", "1-4", "23"])
lines = st.builds("{} {} {} {} {}".format, minutes, hours, st.sampled_from(["*", "1", "L", "13"]),
                  st.sampled_from(["*", "3,10"]), st.sampled_from(["*", "1", "0#1"]))  # fmt: skip


def cron(line: str, zone: str = "UTC") -> Trigger:
    return Trigger(kind="cron", cron=line, timezone=zone)


def at(zone: str, *parts: int, fold: int = 0) -> float:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).timestamp()  # type: ignore[arg-type, misc]


def said(times: list[float], zone: str) -> list[str]:
    return [datetime.fromtimestamp(one, ZoneInfo(zone)).strftime("%d %H:%M%z") for one in times]


@given(line=lines, zone=zones, after=moments)
def test_due_times_of_a_cron_line_grow_and_each_is_later_than_asked(line: str, zone: str, after: float) -> None:
    times = list(islice(after_each(cron(line, zone), 0, after), 20))
    assert len(times) == 20
    assert times[0] > after
    assert all(one < next_ for one, next_ in pairwise(times))


@given(line=lines, zone=zones, after=moments, skip=st.integers(0, 10))
def test_whoever_begins_in_the_middle_finds_the_same_due_times(
    line: str, zone: str, after: float, skip: int
) -> None:
    trigger = cron(line, zone)
    times = list(islice(after_each(trigger, 0, after), skip + 8))
    assert list(islice(after_each(trigger, 0, times[skip]), 7)) == times[skip + 1 :]


@given(zone=zones, day=st.integers(0, 14_000), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_line_with_minute_and_hour_fires_once_a_day_whatever_the_clocks_do(
    zone: str, day: int, hour: int, minute: int
) -> None:
    begin = datetime(2000, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
    times = list(islice(after_each(cron(f"{minute} {hour} * * *", zone), 0, begin.timestamp() - 1), 40))
    days = [datetime.fromtimestamp(one, ZoneInfo(zone)).date() for one in times]
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    assert gaps <= {1} or (zone == "Pacific/Apia" and gaps <= {1, 2})  # it left out a day in 2011


def test_a_time_that_does_not_exist_fires_once_right_after_the_gap() -> None:
    begin = at("Europe/Berlin", 2026, 3, 28, 12)
    times = list(islice(after_each(cron("30 2 * * *", "Europe/Berlin"), 0, begin), 2))
    assert said(times, "Europe/Berlin") == ["29 03:00+0200", "30 02:30+0200"]


def test_a_time_that_comes_twice_fires_once() -> None:
    begin = at("Europe/Berlin", 2026, 10, 24, 12)
    times = list(islice(after_each(cron("30 2 * * *", "Europe/Berlin"), 0, begin), 2))
    assert said(times, "Europe/Berlin") == ["25 02:30+0200", "26 02:30+0100"]


def test_what_begins_in_the_second_pass_of_an_hour_does_not_fire_for_the_first() -> None:
    begin = at("Europe/Berlin", 2026, 10, 25, 2, 10, fold=1)
    times = list(islice(after_each(cron("30 2 * * *", "Europe/Berlin"), 0, begin), 1))
    assert said(times, "Europe/Berlin") == ["26 02:30+0100"]


def test_steps_follow_real_time_through_a_change_of_clocks() -> None:
    begin = at("Europe/Berlin", 2026, 10, 25, 1, 45)
    times = list(islice(after_each(cron("*/30 * * * *", "Europe/Berlin"), 0, begin), 5))
    assert {later - earlier for earlier, later in pairwise(times)} == {1800.0}


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("0 0 31 2 *", "never fires"), ("0 0 30-31 2 *", "never fires"), ("0 0 31 4,6,9,11 *", "never fires"),
        ("* * */20 * 1L", "never fires"), ("61 * * * *", "its minute is wrong"),
        ("0 25 * * *", "its hour is wrong"),
        ("0 0 32 * *", "its day-of-month is wrong"), ("0 0 * * monday", "its day-of-week is wrong"),
        ("* * * *", "has 4 fields"), ("0 * * * * *", "has 6 fields"), ("", "has 0 fields"),
        ("@reboot", "not known"),
    ],
)  # fmt: skip
def test_a_line_that_never_fires_or_is_none_is_refused_with_the_reason(line: str, word: str) -> None:
    with pytest.raises(ScheduleError, match=word) as refused:
        check_timed(cron(line), 1_700_000_000)
    assert refused.value.hint


@pytest.mark.parametrize("line", ["0 0 29 2 *", "0 0 L * *", "0 0 * * MON#5", "@daily", "@Weekly", "0 0 31 2 1"])
def test_a_line_that_fires_seldom_is_taken(line: str) -> None:
    check_timed(cron(line), 1_700_000_000)


@pytest.mark.parametrize(
    ("zone", "meant"), [("Berlin", "Europe/Berlin"), ("Europe/Berln", "Europe/Berlin"), ("new york", "New_York")]
)
def test_a_time_zone_that_is_not_there_is_refused_with_the_one_that_was_meant(zone: str, meant: str) -> None:
    with pytest.raises(ScheduleError, match="There is no time zone") as refused:
        zone_of(zone)
    assert meant in refused.value.hint


@given(every=st.floats(1, 1e6), anchor=moments, wait=st.floats(0, 1e7))
def test_intervals_keep_to_their_grid(every: float, anchor: float, wait: float) -> None:
    trigger = Trigger(kind="interval", every_s=every)
    times = list(islice(after_each(trigger, anchor, anchor + wait), 5))
    assert times[0] > anchor + wait
    assert times[0] - (anchor + wait) <= every * 1.001
    assert all(abs((one - anchor) / every - round((one - anchor) / every)) < 1e-3 for one in times)
    assert first_after(trigger, anchor, times[1]) == times[2]


@pytest.mark.parametrize("every", [0, 0.5, -1, None, float("nan"), float("inf"), 1e12])
def test_an_interval_that_is_too_short_or_too_long_is_refused(every: float | None) -> None:
    with pytest.raises(ScheduleError, match="is too"):
        check_timed(Trigger(kind="interval", every_s=every), 0)


def test_what_is_not_timed_is_never_due_by_the_clock() -> None:
    assert first_after(Trigger(kind="data", watch="/x"), 0, 5) is None
