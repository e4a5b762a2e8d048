"""Waits put up with a store that is away for a moment, and with nothing else."""

from __future__ import annotations

import pytest

from celltrail import clock
from celltrail.errors import NotFoundError, StoreError
from celltrail.tracking import patience
from celltrail.tracking.patience import AWAY_S, patiently


def test_a_store_that_is_away_is_looked_at_again_and_one_that_stays_away_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, looks = [0.0], [0]
    monkeypatch.setattr(clock, "elapsed", lambda: now[0])
    monkeypatch.setattr(patience, "_PAUSE_S", 0)

    def look(away_s: float) -> str:
        looks[0] += 1
        now[0] += 1
        if now[0] < away_s:
            raise StoreError("It is away.", hint="Wait.")
        return "there"

    assert patiently(lambda: look(10)) == "there"
    assert looks[0] == 10
    with pytest.raises(StoreError, match="away"):
        patiently(lambda: look(now[0] + AWAY_S * 2))
    assert looks[0] < AWAY_S + 15


def test_what_is_not_there_is_told_at_once() -> None:
    def look() -> None:
        raise NotFoundError("There is no job.", hint="Look.")

    with pytest.raises(NotFoundError):
        patiently(look)
