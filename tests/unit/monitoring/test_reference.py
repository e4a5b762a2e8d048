from __future__ import annotations

import json
import zlib

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from celltrail.errors import ConflictError, InvalidInputError
from celltrail.monitoring.detectors.ks import KolmogorovSmirnov
from celltrail.monitoring.reference import Profile, profile
from celltrail.monitoring.summary import MAX_CATEGORIES, REST, CategorySummary, NumberSummary

ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(-1e6, 1e6)), st.one_of(st.none(), st.sampled_from("abcd")), st.booleans()
    ),
    max_size=60,
)


def table(rows: list[tuple[float | None, str | None, bool]]) -> pa.Table:
    numbers, letters, flags = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table({
        "number": pa.array(numbers, pa.float64()),
        "letter": pa.array(letters, pa.string()),
        "flag": pa.array(flags, pa.bool_()),
    })


def facts(made: Profile) -> object:
    """Everything of a small profile, whose sketches are exact."""
    return made.rows, {
        name: (one.count, one.missing, one.counts if isinstance(one, CategorySummary) else sorted(one.sketch))
        for name, one in made.columns.items()
    }


@settings(max_examples=50, deadline=None)
@given(ROWS, ROWS)
def test_the_profile_of_two_parts_is_that_of_the_whole(
    some: list[tuple[float | None, str | None, bool]], others: list[tuple[float | None, str | None, bool]]
) -> None:
    merged = profile(table(some)).merge(profile(table(others)))

    assert facts(merged) == facts(profile(table(some + others)))


def test_many_merged_parts_stay_within_the_rank_error_of_the_sketch() -> None:
    values = np.random.default_rng(3).normal(size=200_000)
    parts = [profile(pa.table({"x": part})) for part in np.array_split(values, 50)]
    merged = parts[0]
    for part in parts[1:]:
        merged = merged.merge(part)
    whole, exact = merged.columns["x"], np.sort(values)
    assert isinstance(whole, NumberSummary)
    ranks = [whole.sketch.get_rank(float(x)) for x in exact[::5000]]

    assert whole.count == 200_000
    assert np.abs(np.array(ranks) - np.arange(0, 200_000, 5000) / 200_000).max() < 3 * whole.rank_error()
    assert len(merged.to_bytes()) < 100_000


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_a_profile_comes_back_from_its_bytes(rows: list[tuple[float | None, str | None, bool]]) -> None:
    made = profile(table(rows), prediction=[0.5] * len(rows), target=[row[2] for row in rows])
    back = Profile.from_bytes(made.to_bytes())

    assert facts(back) == facts(made)
    assert back.to_bytes() == made.to_bytes()
    assert back.outcomes.keys() == {"prediction", "label"}


def test_pandas_polars_and_arrow_give_one_profile() -> None:
    columns = {"x": [1.5, None, 3.0], "s": ["a", None, "b"], "n": [1, 2, 3], "b": [True, False, True]}
    made = [facts(profile(frame)) for frame in (pd.DataFrame(columns), pl.DataFrame(columns), pa.table(columns))]

    assert made[0] == made[1] == made[2]


def test_times_categories_and_plain_arrays_have_profiles_too() -> None:
    frame = pd.DataFrame({
        "when": pd.to_datetime(pd.Series(["2013-01-01", "2013-01-02", None])),
        "kind": pd.Categorical(["a", "b", None]),
    })
    made = profile(frame).columns

    assert [(one.kind, one.count, one.missing) for one in made.values()] == [("number", 2, 1), ("category", 2, 1)]
    assert min(made["when"].sketch)[0] == 1356998400.0  # type: ignore[union-attr]
    assert list(profile(np.zeros((4, 2))).columns) == ["x0", "x1"]


def test_rare_categories_beyond_the_limit_are_counted_together() -> None:
    names = [f"c{i}" for i in range(MAX_CATEGORIES + 50)] + ["often"] * 3
    summary = profile(pa.table({"c": names})).columns["c"]
    assert isinstance(summary, CategorySummary)

    assert (summary.count, summary.counts["often"], summary.counts[REST]) == (len(names), 3, 51)


def test_a_number_for_each_row_of_a_sketch_counts_as_its_weight() -> None:
    values = np.random.default_rng(0).normal(size=50_000)
    one = profile(pa.table({"x": values})).columns["x"]

    assert KolmogorovSmirnov().compare(one, one).effect == 0.0  # type: ignore[arg-type]


def test_profiles_of_other_columns_do_not_merge() -> None:
    with pytest.raises(ConflictError, match="differ in: a, b"):
        profile(pa.table({"a": [1]})).merge(profile(pa.table({"b": [1]})))


@pytest.mark.parametrize("data", [b"", b"no profile", zlib.compress(b"[]"), zlib.compress(b"{}")])
def test_bytes_that_are_no_profile_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError, match="are no profile"):
        Profile.from_bytes(data)


def test_a_profile_of_a_newer_celltrail_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="Update celltrail"):
        Profile.from_bytes(zlib.compress(json.dumps({"format": 99}).encode()))


def test_what_is_no_table_has_no_profile() -> None:
    with pytest.raises(InvalidInputError, match="A list is no table"):
        profile([1, 2])
