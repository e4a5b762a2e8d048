from __future__ import annotations

import base64
import io
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.clock import iso
from celltrail.reproduction.bisection.ddmin import most_trials, smallest
from celltrail.reproduction.hazards import clock_calls, network_uses
from celltrail.reproduction.outputs import Judged, Sides, judge
from celltrail.reproduction.volatile import Times

THEN, NOW = 1_760_000_000.0, 1_790_000_000.0


def sides(*, tolerance: float = 1e-9, is_timed: bool = False) -> Sides:
    return Sides(
        before=Times(begun=THEN, ended=THEN + 60, folders=("/then",)),
        after=Times(begun=NOW, ended=NOW + 60, folders=("/now/place",)),
        tolerance=tolerance,
        is_timed=is_timed,
    )


def text(value: str, name: str = "stdout") -> list[dict[str, Any]]:
    return [{"output_type": "stream", "name": name, "text": value}]


def shown(kind: str, value: Any) -> list[dict[str, Any]]:
    return [{"output_type": "display_data", "data": {kind: value}, "metadata": {}}]


def picture(shade: int, **options: Any) -> str:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (4, 4), (shade, 0, 0)).save(file, format="PNG", **options)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("<object at 0x7f00aa10bb00>", "<object at 0x7fffaa10bb00>", ("addresses and ids",)),
        (
            "/old/lib/python3.11/site-packages/a/b.py:2: Warning",
            "/new/e/lib/python3.11/site-packages/a/b.py:2: Warning",
            (),
        ),
        (f"at {iso(THEN)[:19]}", f"at {iso(NOW)[:19]}", ("the time of day",)),
        (f"{THEN + 1.25}", f"{NOW + 7.5}", ("the time of day",)),
        ("CPU times: user 3 ms\nWall time: 4 ms", "CPU times: user 5 ms\nWall time: 9 ms", ("timings",)),
        ("fit took 1.25 s", "fit took 3 s", ("timings",)),
        ("12 ms ± 1 ms per loop (mean ± std. dev.)", "15 ms ± 2 ms per loop (mean ± std. dev.)", ("timings",)),
        ("10%|#    |\r100%|#####| 5/5", "50%|##   |\r100%|#####| 5/5", ("progress bars",)),
        ("File /then/a.py", "File /now/place/a.py", ()),
        ("\x1b[31mred\x1b[0m", "red", ()),
    ],
)
def test_what_changes_by_itself_is_left_out_and_said(before: str, after: str, named: tuple[str, ...]) -> None:
    found = judge(text(before), text(after), sides())
    assert (found.sameness, found.volatile) == ("identical", named)


@pytest.mark.parametrize(
    ("before", "after", "detail"),
    [
        ("2013-01-01", "2013-01-02", "line 1: '2013-01-01' before, '2013-01-02' now"),
        ("delay 15 min", "delay 16 min", "line 1: 'delay 15 min' before, 'delay 16 min' now"),
        ("auc 0.81", "auc 0.82", "line 1: 'auc 0.81' before, 'auc 0.82' now"),
        ("a\nb", "a\nb\nc", "2 line(s) before, 3 now"),
        ("user 1700000000", "user 1400000000", "line 1: 'user 1700000000' before, 'user 1400000000' now"),
        ("count 3 at 0x7f00aa10bb00", "count 4 at 0x7f00aa10bb01", "line 1: 'count 3 at <0>'"),
    ],
)
def test_dates_and_durations_in_data_are_data(before: str, after: str, detail: str) -> None:
    found = judge(text(before), text(after), sides())
    assert found.sameness == "different"
    assert detail.partition(" before")[0] in found.detail


def test_numbers_count_as_the_same_within_the_tolerance_wherever_they_stand() -> None:
    for before, after in (
        (text("auc 0.8100001 of 3"), text("auc 0.8100002 of 3")),
        (shown("text/html", "<td>1.0000001</td>"), shown("text/html", "<td>1.0000002</td>")),
        (shown("application/json", {"a": [1.0000001, None]}), shown("application/json", {"a": [1.0000002, None]})),
    ):
        assert judge(before, after, sides()).sameness == "different"
        assert judge(before, after, sides(tolerance=1e-6)).sameness == "tolerance"
    both = judge(
        text("auc 0.8100001 at 0x7f00aa10bb00"), text("auc 0.8100002 at 0x7fffaa10bb00"), sides(tolerance=1e-6)
    )
    assert (both.sameness, both.volatile) == ("tolerance", ("addresses and ids",))
    assert judge(text("1 a 2"), text("1 b 2"), sides(tolerance=0.5)).sameness == "different"


def test_pictures_are_compared_by_their_pixels() -> None:
    same = judge(shown("image/png", picture(9)), shown("image/png", picture(9, compress_level=0)), sides())
    near = judge(shown("image/png", picture(9)), shown("image/png", picture(10)), sides(tolerance=0.01))
    far = judge(shown("image/png", picture(9)), shown("image/png", picture(10)), sides())
    assert [one.sameness for one in (same, near, far)] == ["identical", "tolerance", "different"]
    assert "16 of 16 pixels differ" in far.detail


def test_how_streams_are_cut_and_the_cards_of_celltrail_do_not_count() -> None:
    before = [*text("one "), *text("two"), *shown("text/html", "<div class='ct-Card'>run a</div>")]
    assert judge(before, text("one two"), sides()) == Judged()
    assert judge(text("a"), text("a", name="stderr"), sides()).sameness == "different"
    error = [{"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": ["long"]}]
    other = [{"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": ["other"]}]
    assert judge(error, other, sides()).sameness == "identical"
    assert "KeyError: 'x'" in judge(text("a"), error, sides()).detail


def test_code_that_asks_for_the_time_or_other_machines_is_known() -> None:
    assert clock_calls("x = datetime.now()\ny = time.perf_counter()") == ("datetime.now()", "time.perf_counter()")
    assert clock_calls("%%time\nfit()") == ("%time",)
    assert clock_calls("now = 3\ntime = table['time']") == ()
    assert network_uses("import requests\nrequests.get('https://a')") == ("requests", "an address")
    assert network_uses("read('file.csv')") == ()


@given(st.integers(1, 12), st.data())
def test_the_smallest_set_is_enough_and_is_not_without_any_member(size: int, data: st.DataObject) -> None:
    causes = data.draw(st.sets(st.integers(0, size - 1), min_size=1))
    asked: list[frozenset[int]] = []

    def is_enough(part: Any) -> bool:
        asked.append(frozenset(part))
        return causes <= set(part)

    left: list[set[int]] = [set(range(size))]
    assert set(smallest(range(size), is_enough, lambda part: left.append(set(part)))) == causes
    assert len({*asked, frozenset(range(size)), frozenset()}) + 1 <= most_trials(size)  # and one for the noise
    assert left[-1] == causes
    assert all(after < before for before, after in pairwise(left))
