"""MLflow's search: what is read of a filter and applied to a store is what Python makes of it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celltrail import ids
from celltrail.records import Clause, ClientRun, Dataset, DatasetInput, Order, Run
from celltrail.server.mlflow.errors import MlflowError
from celltrail.server.mlflow.filters import parse, parse_orders
from celltrail.server.mlflow.fulfilment import fulfils
from celltrail.server.mlflow.languages import RUNS
from celltrail.server.mlflow.wire import info_json, tags_of, text_of
from celltrail.store import Store, open_store, selection

PROJECT, MANY = "searched", 1000
TEXTS = (
    "",
    "a",
    "B",
    "b_c",
    "6",
    "06",
    "0.5",
    "-1.5",
    "True",
    "None",
    "true",
    "it's",
    'a"b',
    "%",
    "[x]",
    "\\",
    "é",
)
SCALARS: tuple[Any, ...] = (*TEXTS, 6, 0.5, -1.5, True, False, None)
NUMBERS = (0.0, 0.5, -1.5, 1e300, math.inf, -math.inf, math.nan)
STATUSES = ("running", "finished", "failed", "killed", "lost")


@pytest.fixture(params=[selection._FEW, 0], ids=["driven by the rare", "in order"])
def filled(request: pytest.FixtureRequest, searched: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give a store with forty runs, each with some of everything."""
    monkeypatch.setattr(selection, "_FEW", request.param)
    return searched


@pytest.fixture(scope="module")
def searched(new_store: Callable[[], str]) -> Iterator[Store]:
    store, draw = open_store(new_store()), random.Random(0)
    store.experiments.create(PROJECT, {})
    for number in range(40):
        run = Run(
            id=ids.new_id(), name=draw.choice(TEXTS), kind="client", status=draw.choice(STATUSES), project=PROJECT,
            started_at=1000.0 + draw.randrange(20), ended_at=draw.choice([None, 1030.5]), who=draw.choice("ab"),
        )  # fmt: skip
        store.client_runs.create(run, {key: draw.choice(TEXTS) for key in draw.sample("tuv", 2)})
        params = {"run_id": run.id, "key": "p", "value": draw.choice(SCALARS)}
        store.facts.write([("param", params)] if number % 5 else [])
        points = [(key, draw.choice(NUMBERS), 0, 1.0) for key in draw.sample(["m", "n/o"], draw.randrange(3))]
        store.client_runs.log(run.id, points=points)
        if number % 3 == 0:
            read = Dataset(name=draw.choice("de"), digest=draw.choice("12"), source_type="", source="")
            tags = {"mlflow.data.context": draw.choice(["train", "test"])}
            store.client_runs.log_inputs(run.id, [DatasetInput(dataset=read, tags=tags)], [])
    yield store
    store.close()


def every(store: Store) -> tuple[ClientRun, ...]:
    return store.run_search.find([PROJECT], (), (), "ALL", offset=0, limit=MANY)


def value_of(found: ClientRun, entity: str, key: str) -> Any:
    match entity:
        case "metric":
            return {one.key: float(one.text) for one in found.metrics}.get(key)
        case "parameter":
            return {name: text_of(value) for name, value in found.params.items()}.get(key)
        case "tag":
            return tags_of(found).get(key) if key == "mlflow.runName" else found.tags.get(key)
    return info_json(found, "1").get(key)


def says(found: ClientRun, clause: Clause) -> bool:
    """Whether a clause is true of a run, as Python says it."""
    if clause.entity != "dataset":
        return fulfils([clause], lambda clause: value_of(found, clause.entity, clause.key))
    read = [
        one.tags.get("mlflow.data.context") if clause.key == "context" else getattr(one.dataset, clause.key)
        for one in found.inputs
    ]
    return any(fulfils([clause], lambda _, value=value: value) for value in read)  # type: ignore[misc]


def in_order(runs: Sequence[ClientRun], orders: Sequence[Order]) -> list[ClientRun]:
    """Sort as MLflow does: what is missing last, NaN before it, and among equals the newest first."""
    done = sorted(runs, key=lambda found: (-found.run.started_at, found.run.id))
    for order in reversed(orders):
        values = {found.run.id: value_of(found, order.entity, order.key) for found in done}
        nan = [one for one in done if values[one.run.id] != values[one.run.id]]
        none = [one for one in done if values[one.run.id] is None]
        rest = [one for one in done if one not in nan and one not in none]
        rest.sort(key=lambda found, of=values: of[found.run.id], reverse=not order.ascending)  # type: ignore[misc]
        done = [*rest, *nan, *none]
    return done


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def texts(name: str, comparators: tuple[str, ...]) -> st.SearchStrategy[str]:
    patterns = st.text(st.sampled_from("aAbB6_%[*?\\"), max_size=4)
    either = st.one_of(st.sampled_from(TEXTS), patterns).map(quoted)
    lists = st.lists(st.sampled_from(TEXTS).map(quoted), min_size=1, max_size=3).map(
        lambda each: f"({','.join(each)})"
    )
    return st.sampled_from(comparators).flatmap(
        lambda how: (lists if "IN" in how.split() else either).map(lambda value: f"{name} {how} {value}")
    )


def numbers(name: str, *near: float) -> st.SearchStrategy[str]:
    value = st.sampled_from(["0", "0.5", "-1.5", "1e300", "1e999", "-1e999", *map(repr, near)])
    return st.builds(
        lambda how, one: f"{name} {how} {one}", st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), value
    )


EQUAL, ALIKE = ("=", "!="), ("=", "!=", "LIKE", "ILIKE")
IN = (*EQUAL, "IN", "NOT IN")
CLAUSES = st.one_of(
    numbers("metrics.m"), numbers("metric.`n/o`"), numbers("attributes.start_time", 1_005_000, 1_010_000.5),
    numbers("end_time", 1_030_500), texts("params.p", ALIKE), texts("tags.t", ALIKE), texts('tag."u"', ALIKE),
    texts("tags.`mlflow.runName`", ALIKE), texts("run_name", ALIKE), texts("user_id", EQUAL),
    texts("dataset.name", IN), st.sampled_from(["dataset.name = 'd'", "dataset.context = 'train'"]),
    st.sampled_from(STATUSES).map(lambda one: f"status = '{one.upper()}'"),
    st.sampled_from(["params.p IS NULL", "tags.v IS NOT NULL", "params.none IS NULL"]),
    st.just("tags.mlflow.runName IS NULL"),
)  # fmt: skip
NAMES = [
    "metrics.m",
    "metrics.`n/o`",
    "params.p",
    "tags.t",
    "start_time",
    "end_time",
    "run_name",
    "status",
    "user_id",
]
ORDERS = st.lists(
    st.builds(lambda name, way: name + way, st.sampled_from(NAMES), st.sampled_from(["", " ASC", " DESC"])),
    max_size=3,
)
RELAXED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors], max_examples=80
)


@RELAXED
@given(clauses=st.lists(CLAUSES, max_size=3), orders=ORDERS, offset=st.integers(0, 5))
def test_a_search_finds_what_python_finds_in_the_order_in_which_python_sorts(
    clauses: list[str], orders: list[str], offset: int, filled: Store
) -> None:
    wanted, order = parse(" AND ".join(clauses), RUNS), parse_orders(orders, RUNS)
    assert len(wanted) == len(clauses)
    expected = [one for one in in_order(every(filled), order) if all(says(one, clause) for clause in wanted)]
    found = filled.run_search.find([PROJECT], wanted, order, "ALL", offset=offset, limit=MANY)
    assert [one.run.id for one in found] == [one.run.id for one in expected[offset:]]
    assert filled.run_search.find([PROJECT], wanted, order, "ALL", offset=0, limit=2) == tuple(expected[:2])


PIECES = ["metrics.m", "params.p", "tags.`a b`", "run_id", "start_time", "dataset.name", "=", "!=", "<", "LIKE",
          "ILIKE", "IN", "NOT IN", "IS NULL", "AND", "'%\\'", "'[*'", '"a"', "('a', 'b')", "1", "-1e999",
          "9" * 400]  # fmt: skip


@RELAXED
@given(text=st.lists(st.sampled_from(PIECES), min_size=3, max_size=7).map(" ".join))
def test_whatever_is_a_filter_can_be_asked_of_the_store(text: str, filled: Store) -> None:
    try:
        clauses = parse(text, RUNS)
    except MlflowError:
        return
    filled.run_search.find([PROJECT], clauses, (), "ACTIVE_ONLY", offset=0, limit=1)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (" AND ".join(f"tags.t{n} != 'y'" for n in range(50)), []),
        (" AND ".join(f"metrics.m{n} < 1" for n in range(50)), []),
        (f"tags.t LIKE '{'é*' * 5000}'", []),
        (f"tags.t ILIKE '{'%é' * 100}'", []),
        ("run_id IN (" + ", ".join(f"'{n}'" for n in range(10_000)) + ")", []),
        ("tags.t = '\ud7ff\U0010ffff'", [f"metrics.m{n}" for n in range(20)]),
        ("", [f"tags.{'x' * 1000}{n} DESC" for n in range(20)]),
    ],
)
def test_the_most_that_a_filter_may_say_is_not_too_much_for_the_store(
    text: str, order: list[str], filled: Store
) -> None:
    filled.run_search.find([PROJECT], parse(text, RUNS), parse_orders(order, RUNS), "ALL", offset=0, limit=1)


def test_runs_that_are_deleted_are_found_where_they_are_asked_for(store: Store) -> None:
    for name in ("a", "b"):
        run = Run(id=name * 8, name=name, kind="client", status="finished", started_at=1.0, project=PROJECT)
        store.client_runs.create(run, {})
    store.client_runs.delete("a" * 8)
    found = {
        view: [one.run.name for one in store.run_search.find([PROJECT], (), (), view, offset=0, limit=9)]
        for view in ("ACTIVE_ONLY", "DELETED_ONLY", "ALL")
    }
    assert found == {"ACTIVE_ONLY": ["b"], "DELETED_ONLY": ["a"], "ALL": ["a", "b"]}
