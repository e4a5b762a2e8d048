"""What is known before each cell: the same however one goes about in it, and not the square of the notebook."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from celltrail.jobs.cells.contents import ABSENT
from celltrail.jobs.cells.ledger import Ledger, State
from celltrail.jobs.cells.needs import Needs
from celltrail.jobs.cells.settings import SETTINGS
from celltrail.records import CellTrace

NAMES = st.sampled_from(["a", "b", "c", SETTINGS])
CONTENTS = st.sampled_from(["= 1", "= 2", "a frame 1", "? unknown", ABSENT])
MADE = st.dictionaries(NAMES, CONTENTS, max_size=4)
CELLS = st.lists(st.tuples(MADE, st.lists(NAMES, max_size=2)), min_size=1, max_size=8)


def trace(made: dict[str, str], shared: tuple[str, ...] = ()) -> CellTrace:
    """Return what was seen of a cell that made something."""
    return CellTrace(inputs={}, made=made, shared=shared)


def copied(state: State) -> tuple[dict[str, str], dict[str, int], set[str]]:
    """Return a state as it is now."""
    return dict(state.contents), dict(state.makers), set(state.shared)


@given(CELLS, st.lists(st.integers(0, 8), max_size=20))
def test_the_state_before_a_cell_is_the_same_however_one_comes_to_it(
    cells: list[tuple[dict[str, str], list[str]]], visits: list[int]
) -> None:
    ledger, states = Ledger(), []
    for position, (made, shared) in enumerate(cells):
        states.append(copied(ledger.before(position)))
        ledger.write(position, f"cell {position}", trace(made, tuple(shared)))
    states.append(copied(ledger.before(len(cells))))
    for place in visits:
        position = min(place, len(cells))
        assert copied(ledger.before(position)) == states[position]


def test_a_cell_that_is_written_down_again_counts_as_it_is_now() -> None:
    ledger = Ledger()
    for position in range(3):
        ledger.write(position, "x", trace({f"n{position}": "= 1"}))
    assert set(ledger.before(3).contents) == {"n0", "n1", "n2"}
    ledger.write(1, "x", trace({"other": "= 2"}))
    assert set(ledger.before(2).contents) == {"n0", "other"}
    ledger.write(2, "", None)
    assert set(ledger.before(3).contents) == {"n0", "other"}


def test_thousands_of_cells_do_not_keep_thousands_of_states() -> None:
    tracemalloc.start()
    try:
        ledger = Ledger()
        for position in range(3_000):
            ledger.write(position, "x = 1", trace({f"name_{position}": "= 1"}))
        assert len(ledger.before(3_000).contents) == 3_000
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size < 20_000_000  # a state for each would be some 400 MB


def test_what_later_cells_need_is_known_from_one_look_at_each() -> None:
    sources = ["def f():\n    return a", "a = 1", "b = 2", "f()", "b", "1"]
    ledger = Ledger()
    for position, made in enumerate(({"f": "f 1"}, {"a": "= 1"}, {"b": "= 2"}, {}, {}, {})):
        ledger.write(position, sources[position], trace(made))
    needs = Needs(sources)
    assert needs.of(3, ledger.before(3)) == {"f", "a", "b"}
    assert needs.of(4, ledger.before(4)) == {"b"}
    assert needs.of(5, ledger.before(5)) == set()
    assert needs.statement("f", ledger.before(5)) == sources[0]
    assert needs.statement("a", ledger.before(5)) == ""
    assert Needs([*sources[:5], "exec('a')"]).of(5, ledger.before(5)) == {"f", "a", "b"}
