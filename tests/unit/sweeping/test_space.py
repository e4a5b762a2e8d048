"""What can be searched, how it is written, and in which order it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.errors import InvalidInputError, ParameterError
from celltrail.records import Dimension, Sweep
from celltrail.sweeping import Wishes, parse, planned
from celltrail.sweeping.plan import is_same
from celltrail.sweeping.samplers import Known, next_point
from celltrail.sweeping.space import point_at, size_of, space_of

Write = Callable[..., Path]
PARAMETERS = "depth: int = 3\nrate: float = 0.1\nkind: str = 'a'\nseed = 0"


def sweep_of(space: tuple[Dimension, ...], **values: Any) -> Sweep:
    return Sweep(
        **{
            "id": "s", "name": "s", "notebook": "n.ipynb", "space": space, "sampler": "random", "metric": "auc",
            "direction": "maximize", "status": "running", "created_at": 0.0, "trials_wanted": 10, **values,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2..10", Dimension(name="p", low=2, high=10, integer=True)),
        ("-2..2", Dimension(name="p", low=-2, high=2, integer=True)),
        ("0.1..0.9", Dimension(name="p", low=0.1, high=0.9)),
        ("log:1e-4..1e-1", Dimension(name="p", low=1e-4, high=0.1, log=True)),
        ("log:1..100", Dimension(name="p", low=1, high=100, integer=True, log=True)),
        ("0..1..0.25", Dimension(name="p", values=(0, 0.25, 0.5, 0.75, 1.0))),
        ("1..9..4", Dimension(name="p", values=(1, 5, 9))),
        ("a,b,c", Dimension(name="p", values=("a", "b", "c"))),
        ("1,2.5,true,None", Dimension(name="p", values=(1, 2.5, True, None))),
        ("[1,2],[3]", Dimension(name="p", values=([1, 2], [3]))),
        ("(1,2),(3,)", Dimension(name="p", values=((1, 2), (3,)))),
        ("[1,2,3]", [1, 2, 3]),
        ("'a,b'", "a,b"),
        ("../data", "../data"),
        ("eu", "eu"),
        ("0.1", 0.1),
    ],
)
def test_text_is_a_range_values_or_one_value(text: str, expected: Any) -> None:
    assert parse("p", text) == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"depth": "5..5"}, "empty"),
        ({"depth": "9..2"}, "empty"),
        ({"rate": "log:0..1"}, "no logarithm"),
        ({"rate": "log:low..high"}, "no range"),
        ({"rate": "0.1..inf"}, "finite"),
        ({"kind": "a,b,a"}, "twice"),
        ({"kind": []}, "no values"),
        ({"depth": "1..9..0"}, "no steps"),
        ({"kind": "1..3"}, "is text"),
        ({"depth": "0.5..3.5"}, "of type int"),
        ({"depth": "1,x"}, "of type int"),
        ({"dept": "1..3"}, "no parameter 'dept'"),
        ({"depth": 3}, "nothing to search"),
        ({"depth": "1..3", "rate": "x"}, "of type float"),
    ],
)
def test_a_space_that_makes_no_sense_is_refused_before_anything_runs(
    given: dict[str, Any], message: str, notebook: Write
) -> None:
    path = notebook("auc = 1", parameters=PARAMETERS)
    with pytest.raises(ParameterError, match=message):
        planned(path, given, Wishes(metric="auc", n=3, sampler="random"))


def test_a_list_for_a_parameter_that_is_one_is_told_from_lists_to_try(notebook: Write) -> None:
    path = notebook("auc = 1", parameters="months = [1]\ndepth = 3")
    with pytest.raises(ParameterError, match="1, 2 are no lists to try") as refused:
        planned(path, {"months": parse("months", "[1,2]"), "depth": "1,2"}, Wishes(metric="auc"))
    assert "[[1, 2]]" in (refused.value.hint or "")
    planned(path, {"months": parse("months", "[[1,2]]"), "depth": "1,2"}, Wishes(metric="auc"))


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (Wishes(metric=""), "metric"),
        (Wishes(metric="auc"), "no last point"),
        (Wishes(metric="auc", sampler="grid", n=3), "rate is a continuous range"),
        (Wishes(metric="auc", n=0), "points is 0"),
        (Wishes(metric="auc", n=1, parallel=0), "parallel jobs is 0"),
        (Wishes(metric="auc", n=1, sampler="luck"), "no sampler 'luck'"),  # type: ignore[arg-type]
    ],
)
def test_wishes_that_cannot_be_met_are_refused(wishes: Wishes, message: str, notebook: Write) -> None:
    with pytest.raises(InvalidInputError, match=message):
        planned(notebook("auc = 1", parameters=PARAMETERS), {"rate": "0.1..0.9"}, wishes)


def test_seeds_need_a_parameter_that_takes_them(notebook: Write) -> None:
    wishes = Wishes(metric="auc", seeds=5)
    with pytest.raises(ParameterError, match="no parameter 'seed'"):
        planned(notebook("auc = 1", parameters="depth = 1"), {"depth": "1..2"}, wishes)
    with pytest.raises(ParameterError, match="several seeds"):
        planned(notebook("auc = 1", parameters=PARAMETERS), {"depth": "1..2", "seed": 1}, wishes)


def test_the_sampler_is_the_grid_where_it_ends_and_no_number_is_given(notebook: Write) -> None:
    path = notebook("auc = 1", parameters=PARAMETERS)
    finite = {"depth": range(2, 5), "kind": ["a", "b"]}
    assert [
        (plan.sampler, plan.trials_wanted)
        for plan in (
            planned(path, finite, Wishes(metric="auc")),
            planned(path, finite, Wishes(metric="auc", n=4)),
            planned(path, finite, Wishes(metric="auc", n=40, seeds=2)),
            planned(path, {"rate": "1..3"}, Wishes(metric="auc", n=7)),
        )
    ] == [("grid", 6), ("tpe", 4), ("tpe", 12), ("tpe", 7)]
    assert planned(path, {"rate": "1..3"}, Wishes(metric="auc", n=7)).space[0].integer is False


def test_a_sweep_is_the_same_until_its_question_or_the_code_changes(notebook: Write) -> None:
    path = notebook("auc = 1", parameters=PARAMETERS)
    space = {"depth": "2..4", "rate": 0.5}
    first = planned(path, space, Wishes(metric="auc"))
    assert is_same(first, planned(path, space, Wishes(metric="auc", parallel=7)))
    for other in (Wishes(metric="loss"), Wishes(metric="auc", minimize=True), Wishes(metric="auc", seed=1)):
        assert not is_same(first, planned(path, space, other))
    assert not is_same(first, planned(path, {**space, "rate": 0.6}, Wishes(metric="auc")))
    notebook("auc = 2", parameters=PARAMETERS)
    assert not is_same(first, planned(path, space, Wishes(metric="auc")))


values = st.lists(st.integers() | st.text(max_size=3), min_size=1, max_size=4, unique_by=repr).map(tuple)
finite_dimensions = st.one_of(
    st.builds(lambda v: Dimension(name="", values=v), values),
    st.builds(
        lambda low, more: Dimension(name="", low=low, high=low + more, integer=True),
        st.integers(-50, 50),
        st.integers(1, 5),
    ),
)
spaces = st.lists(finite_dimensions, min_size=1, max_size=3).map(
    lambda found: tuple(replace(d, name=f"p{i}") for i, d in enumerate(found))
)


@given(spaces, st.integers(0, 5))
def test_a_finite_space_is_drawn_whole_and_no_point_twice(space: tuple[Dimension, ...], seed: int) -> None:
    size = size_of(space)
    assert size is not None
    sweep = sweep_of(space, sampler="grid", seed=seed)
    drawn = [next_point(sweep, number, ()) for number in range(size)]
    assert sorted(map(repr, drawn)) == sorted(repr(point_at(space, index)) for index in range(size))
    assert len(set(map(repr, drawn))) == size
    assert next_point(sweep, size, ()) is None


ranges = st.tuples(
    st.floats(1e-6, 1e3), st.floats(1e-3, 1e3), st.booleans(), st.booleans(), st.integers(0, 9), st.integers(0, 99)
)


@given(ranges)
def test_what_is_drawn_lies_in_its_range_and_depends_on_seed_and_number_alone(drawn: Any) -> None:
    low, more, log, integer, seed, number = drawn
    ends = (int(low) + 1, int(low) + 2 + int(more)) if integer else (low, low + more)
    whole = Dimension(name="p", low=ends[0], high=ends[1], integer=integer, log=log)
    other = Dimension(name="q", low=0.0, high=1.0)
    sweep = sweep_of((whole, other), seed=seed)
    point = next_point(sweep, number, ())
    assert point is not None
    assert ends[0] <= point["p"] <= ends[1]
    assert isinstance(point["p"], int) is integer
    assert point == next_point(sweep, number, [Known(parameters=point, value=1.0, last={})])


@given(st.integers(-1000, 1000), st.integers(1, 1000))
def test_a_range_reads_back_as_it_was_written(low: int, more: int) -> None:
    space, fixed = space_of({"p": f"{low}..{low + more}"})
    assert (space, fixed) == (space_of({"p": range(low, low + more + 1)})[0], {})
    (floats,) = space_of({"p": f"{low}.5..{low + more}.5"})[0]
    assert floats.integer is False


def search(sweep: Sweep, known: list[Known], until: int) -> list[Known]:
    while len(known) < until:
        point = next_point(sweep, len(known), known)
        assert point is not None
        known = [*known, Known(parameters=point, value=-abs(point["x"] - 0.3) - (point["k"] != "b"), last={})]
    return known


def test_tpe_finds_the_hill_and_goes_on_where_it_was_cut_off_as_if_it_never_had_been() -> None:
    space = (Dimension(name="x", low=0.0, high=1.0), Dimension(name="k", values=("a", "b", [1])))
    sweep = sweep_of(space, sampler="tpe")
    whole = search(sweep, [], 40)
    assert search(sweep, whole[:17], 40) == whole
    assert max(one.value or -9 for one in whole) > -0.05
    assert search(replace(sweep, seed=1), [], 5) != whole[:5]


def test_tpe_takes_no_point_of_a_finite_space_twice() -> None:
    space = (Dimension(name="x", low=1, high=3, integer=True), Dimension(name="k", values=("a", "b")))
    known = search(sweep_of(space, sampler="tpe"), [], 6)
    assert len({repr(one.parameters) for one in known}) == 6
    assert next_point(sweep_of(space, sampler="tpe"), 6, known) is None
