"""What a sweep found: ranks by the mean, intervals, ties, importances."""

from __future__ import annotations

import random
from statistics import fmean
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from celltrail.records import Dimension, Sweep, Trial
from celltrail.sweeping.summary import best_trial, interval, summarize

SPACE = (Dimension(name="a", values=(0, 1, 2)), Dimension(name="b", low=0.0, high=1.0))


def sweep(**values: Any) -> Sweep:
    return Sweep(
        **{
            "id": "s", "name": "s", "notebook": "n.ipynb", "space": SPACE, "sampler": "random", "metric": "auc",
            "direction": "maximize", "status": "finished", "created_at": 0.0, "seeds": 3, **values,
        }
    )  # fmt: skip


def trial(number: int, point: int, parameters: dict[str, Any], **values: Any) -> Trial:
    return Trial(
        sweep_id="s", number=number, point=point, parameters=parameters, ended_at=float(number),
        run_id=f"r{number}", **values,
    )  # fmt: skip


def trials(*points: list[float | None], status: str = "failed") -> list[Trial]:
    made: list[Trial] = []
    for point, values in enumerate(points):
        for value in values:
            end = "finished" if value is not None else status
            made.append(trial(len(made), point, {"a": point % 3, "b": 0.5}, value=value, status=end))
    return made


def test_the_best_point_is_that_with_the_best_mean_and_its_trial_the_most_ordinary_one() -> None:
    lucky, steady = [0.1, 0.99, 0.2], [0.7, 0.8, 0.75]
    made = trials(lucky, steady, [0.74, 0.73, 0.72])
    found = summarize(sweep(), made)
    assert [point.rank for point in found.points] == [3, 1, 2]
    assert found.best == 1
    best = best_trial(found, made)
    assert best is not None
    assert best.value == 0.75
    assert [point.ties_with_best for point in found.points] == [True, False, True]
    assert [one.value for one in found.best_so_far] == [found.points[0].mean, 0.75, 0.75]
    less = summarize(sweep(direction="minimize"), made)
    assert [point.rank for point in less.points] == [1, 3, 2]


def test_a_point_of_which_a_seed_failed_or_was_pruned_has_no_rank() -> None:
    assert [p.rank for p in summarize(sweep(), trials([0.99, 0.99, None], [0.5, 0.5, 0.6])).points] == [None, 1]
    pruned = summarize(sweep(), trials([0.9, None], [0.5, 0.5], status="pruned"))
    assert [(p.status, p.rank) for p in pruned.points] == [("pruned", None), ("finished", 1)]


def test_nothing_is_said_where_nothing_finished() -> None:
    found = summarize(sweep(), trials([None], [None]))
    assert (found.best, found.best_so_far, found.importances) == (None, (), ())
    assert best_trial(found, trials([None])) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12))
def test_an_interval_holds_the_mean_in_its_middle(values: list[float]) -> None:
    ends = interval(values)
    assert ends is not None
    assert abs((ends[0] + ends[1]) / 2 - fmean(values)) <= 1e-6 * max(1.0, *map(abs, values))
    assert interval(values[:1]) is None


def test_the_interval_holds_the_truth_in_95_of_100_cases() -> None:
    dice = random.Random(7)
    held = 0
    for _ in range(2000):
        low, high = interval([dice.gauss(3.0, 1.0) for _ in range(5)]) or (0, 0)
        held += low <= 3.0 <= high
    assert 0.935 < held / 2000 < 0.965


def test_what_matters_is_told_from_what_does_not() -> None:
    dice = random.Random(3)
    made = []
    for i in range(60):
        chosen = {"a": dice.choice([0, 1, 2]), "b": dice.random()}
        made.append(trial(i, i, chosen, value=chosen["a"] + dice.gauss(0, 0.2), status="finished"))
    first, second = summarize(sweep(seeds=1), made).importances
    assert (first.name, second.name) == ("a", "b")
    assert first.importance > 0.8
    assert second.importance < 0.15
