from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.errors import InvalidInputError
from celltrail.records import Route
from celltrail.serving.deploy import checked
from celltrail.verbs.deploy import joined


@pytest.mark.parametrize(
    ("routes", "fault"),
    [
        ((), "add up to 0"),
        ((Route(version=1, weight=0.5),), "add up to 0.5"),
        ((Route(version=1, weight=1.0), Route(version=1, weight=0.0)), "two routes"),
        ((Route(version=1, weight=1.5), Route(version=2, weight=-0.5)), "add up to 1"),
        ((Route(version=1, weight=1.0, shadow=True),), "add up to 0"),
    ],
)
def test_routes_that_do_not_share_all_requests_are_refused(routes: tuple[Route, ...], fault: str) -> None:
    with pytest.raises(InvalidInputError, match=fault):
        checked(routes)


@given(st.floats(0.001, 1), st.integers(1, 4))
def test_a_canary_takes_its_share_and_the_others_keep_their_proportions(share: float, number: int) -> None:
    before = (
        Route(version=1, weight=0.6),
        Route(version=2, weight=0.4),
        Route(version=9, weight=0.0, shadow=True),
    )
    routes = {route.version: route for route in checked(joined(before, number, share, shadow=False))}

    assert routes[number].weight == pytest.approx(share)
    assert routes[9].shadow
    if number > 2 and share < 1:
        assert routes[1].weight * 0.4 == pytest.approx(routes[2].weight * 0.6)


def test_a_shadow_takes_nothing_from_the_others() -> None:
    assert joined((Route(version=1, weight=1.0),), 2, None, shadow=True) == (
        Route(version=1, weight=1.0),
        Route(version=2, weight=0.0, shadow=True),
    )


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1])
def test_a_share_outside_of_one_is_refused(share: float) -> None:
    with pytest.raises(InvalidInputError, match="no share"):
        joined((Route(version=1, weight=1.0),), 2, share, shadow=False)


def test_a_canary_needs_somebody_beside_it() -> None:
    with pytest.raises(InvalidInputError, match="No other version"):
        joined((), 2, 0.1, shadow=False)
