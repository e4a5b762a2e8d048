from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.monitoring.significance import corrected

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(CHANCES)
def test_correction_agrees_with_scipy(p_values: list[float]) -> None:
    from scipy.stats import false_discovery_control

    assert corrected(p_values) == pytest.approx(list(false_discovery_control(p_values)))


@given(CHANCES)
def test_correction_never_makes_bolder_and_does_not_look_at_the_order(
    p_values: list[float],
) -> None:
    pairs = list(zip(p_values, corrected(p_values), strict=True))

    assert all(after >= before for before, after in pairs)
    assert corrected(sorted(p_values)) == [after for _, after in sorted(pairs)]


def test_correction_of_nothing_is_nothing() -> None:
    assert corrected([]) == []
