from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from celltrail.comparison.noise import difference, sample_of

values = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=12)


@given(values, values)
def test_p_is_that_of_welchs_test(one: list[float], other: list[float]) -> None:
    found = difference(sample_of(one), sample_of(other))
    if found.p is not None:
        expected = float(stats.ttest_ind_from_stats(*_moments(other), *_moments(one), equal_var=False).pvalue)
        assert found.p == pytest.approx(expected, abs=1e-9)
        assert found.is_real is (found.p < 0.05)


def _moments(sample: list[float]) -> tuple[float, float, int]:
    found = sample_of(sample)
    assert found.sd is not None
    return found.mean, found.sd, found.n


@given(values)
def test_a_sample_never_really_differs_from_itself(sample: list[float]) -> None:
    assert difference(sample_of(sample), sample_of(sample)).is_real is False


@given(values, values)
def test_swapping_the_sides_turns_the_sign_and_nothing_else(one: list[float], other: list[float]) -> None:
    there, back = difference(sample_of(one), sample_of(other)), difference(sample_of(other), sample_of(one))
    assert (there.by, there.is_real, there.verdict) == (pytest.approx(-back.by), back.is_real, back.verdict)


def test_the_interval_is_students_at_95_percent() -> None:
    found = sample_of([0.80, 0.82, 0.81, 0.83])
    half = stats.t.ppf(0.975, 3) * found.sd / 2
    assert (found.low, found.high) == (pytest.approx(0.815 - half), pytest.approx(0.815 + half))
    expected = stats.t.interval(0.95, 3, loc=0.815, scale=stats.sem([0.80, 0.82, 0.81, 0.83]))
    assert (found.low, found.high) == tuple(map(pytest.approx, expected))


@pytest.mark.parametrize(
    ("before", "after", "is_real", "said"),
    [
        ([0.8], [0.9], None, "one run each: noise unknown"),
        ([0.8], [0.8], False, "the same"),
        ([0.80, 0.82, 0.81], [0.81, 0.80, 0.83], False, "not a real difference (p = "),
        ([0.80, 0.81, 0.82], [0.90, 0.91, 0.92], True, "a real difference (p = "),
        ([0.80, 0.81, 0.82], [0.90], True, "if the single run varies like the others"),
        ([0.80, 0.85, 0.90], [0.92], False, "if the single run varies like the others"),
        ([1.0, 1.0], [1.0, 1.0], False, "the same in all runs"),
        ([1.0, 1.0], [2.0, 2.0], True, "no run of a side differs from another"),
        ([1.0, 1.0], [2.0], None, "its noise is unknown"),
        ([1.0, 1.0], [2.0, 2.5], False, "not a real difference"),
    ],
)
def test_a_verdict_says_what_is_known(before: list[float], after: list[float], is_real: Any, said: str) -> None:
    found = difference(sample_of(before), sample_of(after))
    assert found.is_real is is_real
    assert said in found.verdict
    assert math.isclose(found.by, sum(after) / len(after) - sum(before) / len(before), abs_tol=1e-12)
