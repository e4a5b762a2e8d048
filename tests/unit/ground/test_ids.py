from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail import clock, ids


def test_ids_made_one_after_the_other_sort_in_that_order() -> None:
    made = [ids.new_id() for _ in range(5_000)]
    assert made == sorted(set(made))


@given(threads=st.integers(2, 8), each=st.integers(1, 200))
def test_no_two_threads_get_the_same_id_and_each_gets_them_in_order(threads: int, each: int) -> None:
    start = threading.Barrier(threads)

    def mint() -> list[str]:
        start.wait()
        return [ids.new_id() for _ in range(each)]

    with ThreadPoolExecutor(threads) as pool:
        minted = [pool.submit(mint) for _ in range(threads)]
        by_thread = [future.result() for future in minted]
    assert all(made == sorted(made) for made in by_thread)
    assert len({one for made in by_thread for one in made}) == threads * each


def test_an_id_is_a_uuid_of_version_7_and_knows_when_it_was_made() -> None:
    before = clock.now()
    made = ids.new_id()
    after = clock.now()
    parsed = uuid.UUID(made)
    assert (parsed.version, parsed.variant, parsed.hex) == (7, uuid.RFC_4122, made)
    assert before - 0.01 <= ids.minted_at(made) <= after + 0.01


def test_ids_go_on_upwards_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ids.new_id()
    monkeypatch.setattr(clock, "now", lambda: 1_000_000.0)
    assert ids.new_id() > first
