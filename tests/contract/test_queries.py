"""Finding runs by expression and in an order."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from celltrail import ids
from celltrail.errors import CelltrailError, InvalidInputError, NotFoundError
from celltrail.records import Run, Source
from celltrail.store import Store, open_store, selection

JANUARY = datetime.fromisoformat("2026-01-15 12:00").timestamp()
DAY = 86_400.0


def bring(store: Store, *facts: tuple[str, Any]) -> None:
    plain = [(kind, msgspec.json.decode(msgspec.json.encode(body))) for kind, body in facts]
    assert store.facts.apply(ids.new_id(), plain, 0, 1)


def a_run(
    store: Store,
    name: str,
    params: dict[str, Any] | None = None,
    metrics: dict[str, float] | None = None,
    tags: dict[str, str] | None = None,
    **values: Any,
) -> str:
    base: dict[str, Any] = {"kind": "cell", "status": "finished", "started_at": JANUARY}
    run = Run(id=ids.new_id(), name=name, **base | values)
    bring(
        store,
        ("run", run),
        *(("param", {"run_id": run.id, "key": key, "value": value}) for key, value in (params or {}).items()),
        *(("metric", [run.id, key, repr(value), 0, 1.0]) for key, value in (metrics or {}).items()),
        *(("tag", {"run_id": run.id, "key": key, "value": value}) for key, value in (tags or {}).items()),
    )
    return run.id


@pytest.fixture(params=[selection._FEW, 0], ids=["driven by the rare", "in order"])
def filled(request: pytest.FixtureRequest, asked: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give a store with three runs, of which none is made in a test."""
    monkeypatch.setattr(selection, "_FEW", request.param)
    return asked


@pytest.fixture(scope="module")
def asked(new_store: Callable[[], str]) -> Iterator[Store]:
    """Fill a store with three runs, oldest first: a, b, c."""
    store = open_store(new_store())
    a_run(
        store, "a", {"depth": 4, "region": "eu", "gpu": True, "rate": 0.1, "none": None},
        {"auc": 0.7, "val/loss": 1}, {"team": "x"}, ended_at=JANUARY + 10, who="ann", seed=7,
    )  # fmt: skip
    a_run(
        store, "b", {"depth": 6, "region": 'u"s\n', "gpu": False, "rate": 1}, {"auc": 0.9, "val/loss": 3.5},
        started_at=JANUARY + DAY, ended_at=JANUARY + DAY + 60, status="failed",
        source=Source(notebook="/w/b.ipynb", cell_id="c1", git_commit="abc", git_branch="main"),
    )  # fmt: skip
    a_run(store, "churn-c", {"depth": "deep", "region": "EU"}, {"auc": float("nan")}, {"team": "y", "fold": "3"},
          started_at=JANUARY + 2 * DAY, status="running")  # fmt: skip
    yield store
    store.close()


def named(store: Store, **question: Any) -> str:
    return "".join(row.run.name[-1] for row in store.runs.list(**question))


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("metrics.auc > 0.8", "b"),
        ("auc > 0.8", "b"),
        ("0.8 < auc", "b"),
        ("auc <= 0.9", "ba"),
        ("0.6 < auc < 0.8", "a"),
        ("auc == 0.7", "a"),
        ("auc != 0.7", "b"),
        ("not auc > 0.8", "ca"),
        ("auc is None", "c"),
        ("auc is not None", "ba"),
        ("metrics['val/loss'] >= 1 and status == 'finished'", "a"),
        ("metrics.auc < metrics['val/loss']", "ba"),
        ("params.depth <= 6", "ba"),
        ("depth == 'deep'", "c"),
        ("depth == '4'", ""),
        ("depth != 4", "cb"),
        ("depth in [4, 'deep', None]", "ca"),
        ("depth not in (4, 6)", "c"),
        ("depth > 'a'", "c"),
        ("region == 'u\"s\\n'", "b"),
        ("region == 'eu'", "a"),
        ("region like 'e%'", "ca"),
        ("region not like 'e%'", "b"),
        ("region LIKE 'u\"_\\n'", "b"),
        ("gpu == True", "a"),
        ("gpu == false", "b"),
        ("gpu == 1", ""),
        ("rate == 1 or rate == 0.1", "ba"),
        ("rate > -0.5", "ba"),
        ("params.none is None", "cba"),
        ("name == 'b'", "b"),
        ("name like 'churn%' and status == 'running'", "c"),
        ("name in ['a', 'b'] AND NOT status == 'failed'", "a"),
        ("tags.team == 'x'", "a"),
        ("team != 'x'", "c"),
        ("team is None", "b"),
        ("fold == 3", "c"),
        ("who == 'ann' and seed == 7", "a"),
        ("seconds > 30", "b"),
        ("ended is None", "c"),
        ("started > '2026-01-16'", "cb"),
        ("not started > '2026-01-16'", "a"),
        ("started > '2026-01-16' and started < '2026-01-17 00:00'", "b"),
        ("notebook like '%.ipynb' and cell == 'c1' and branch == 'main' and commit == 'abc'", "b"),
        ("name in []", ""),
        ("name not in []", "cba"),
        ("stale", ""),
        ("not stale", "cba"),
        ("stale == False and (auc > 0.8 or team == 'x')", "ba"),
        ("status == 'finished' or status == 'failed' and auc > 0.95", "a"),
        ("churn", "c"),
        ("region=eu", "ca"),
        ("team=x finished", "a"),
        ("", "cba"),
    ],
)  # fmt: skip
def test_an_expression_finds_the_runs_of_which_it_is_true(expression: str, found: str, filled: Store) -> None:
    assert named(filled, search=expression) == found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "cba"), ("-started", "cba"), ("started", "abc"), ("auc", "abc"), ("-metrics.auc", "bac"),
        ("-auc", "bac"), ("params.depth", "abc"), ("-depth", "bac"), ("-seconds", "bac"), ("name", "abc"),
        ("-name", "cba"), ("-fold", "cba"), ("rate", "abc"), ("-rate", "bac"), ("stale", "cba"),
    ],
)  # fmt: skip
def test_runs_come_in_the_order_that_is_asked_for_and_those_without_the_value_last(
    sort: str, order: str, filled: Store
) -> None:
    assert named(filled, sort=sort) == order
    assert named(filled, sort=sort, limit=2) == order[:2]
    assert named(filled, sort=sort, search="auc > 0 and depth < 9") == order.replace("c", "")


@pytest.mark.parametrize(
    ("question", "error", "says"),
    [
        ({"search": "auc >"}, InvalidInputError, "is no query"),
        ({"search": "auc = 0.8"}, InvalidInputError, "write == instead of ="),
        ({"search": "acu > 0.8"}, NotFoundError, "Did you mean auc?"),
        ({"search": "metrics.acu > 0.8"}, NotFoundError, "Did you mean auc?"),
        ({"search": "params.auc > 0.8"}, NotFoundError, "There is: depth, gpu"),
        ({"search": "statsu == 'failed'"}, NotFoundError, "Did you mean status"),
        ({"search": "auc > 'high'"}, InvalidInputError, "a number"),
        ({"search": "status == 5"}, InvalidInputError, "text in quotes"),
        ({"search": "started == '2026-01-01'"}, InvalidInputError, "<, <=, > or >="),
        ({"search": "started > 'soon'"}, InvalidInputError, "2026-01-31"),
        ({"search": "auc and stale"}, InvalidInputError, "Say what to compare it with"),
        ({"search": "stale and 5"}, InvalidInputError, "compares nothing"),
        ({"search": "5 > 4"}, InvalidInputError, "no name"),
        ({"search": "auc > open('x')"}, InvalidInputError, "neither a name nor a value"),
        ({"search": "auc @ 'x' == 1"}, InvalidInputError, "@ means nothing here"),
        ({"search": "auc is 5"}, InvalidInputError, "None only"),
        ({"search": "name in 'abc'"}, InvalidInputError, "a list"),
        ({"search": "auc like 'x'"}, InvalidInputError, "compares text"),
        ({"search": "auc == status"}, InvalidInputError, "with each other"),
        ({"search": "gpu < True"}, InvalidInputError, "== and !="),
        ({"search": "auc > 1 and " + "(" * 300 + "auc > 1" + ")" * 300}, InvalidInputError, "too many nested"),
        ({"search": "auc > 1 and " * 500 + "stale"}, InvalidInputError, "at most"),
        ({"sort": "-acu"}, NotFoundError, "Did you mean auc?"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_said_with_what_to_do(
    question: dict[str, str], error: type[CelltrailError], says: str, filled: Store
) -> None:
    with pytest.raises(error) as caught:
        filled.runs.list(**question)
    assert says in str(caught.value)


def test_a_name_that_is_two_things_has_to_be_said_in_full(store: Store) -> None:
    a_run(store, "both", {"loss": "mse", "name": "x"}, {"loss": 0.5})
    with pytest.raises(InvalidInputError, match="a metric and a parameter") as caught:
        store.runs.list(search="loss > 0")
    assert caught.value.hint == "Write metrics.loss or params.loss."
    assert named(store, search="metrics.loss > 0 and params.loss == 'mse'") == "h"
    assert named(store, search="name == 'both' and params.name == 'x'") == "h"


def test_the_names_of_all_that_was_logged_are_known(filled: Store) -> None:
    assert filled.runs.keys() == {
        "metrics": ("auc", "val/loss"),
        "params": ("depth", "gpu", "none", "rate", "region"),
        "tags": ("fold", "team"),
    }


TEXTS = st.sampled_from([
    "",
    "a",
    "B",
    "ä",
    "2",
    "-1.50",
    "2e0",
    ".5",
    "1_0",
    "٣",
    "nan",
    "inf",
    "'",
    '"',
    "%",
    "\\",
    "a" * 200,
    "2" * 200,
])
NUMBERS = {"2": 2.0, "-1.50": -1.5, "2e0": 2.0, ".5": 0.5}
"""The texts among them that compare as numbers too."""
VALUES = st.one_of(st.integers(-3, 3), st.sampled_from([0.5, -1.5, 2.0]), TEXTS)
COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
               "!=": operator.ne}  # fmt: skip


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors], max_examples=60
)
@given(values=st.lists(VALUES, min_size=1, max_size=4), sign=st.sampled_from(sorted(COMPARISONS)), other=VALUES)
def test_a_parameter_compares_as_python_compares_and_a_text_with_numbers_where_it_is_one(
    values: list[Any], sign: str, other: Any, store: Store
) -> None:
    key = f"k{ids.new_id()}"
    runs = {a_run(store, "r", {key: value}): value for value in values}
    assume(sign in ("==", "!=") or not isinstance(other, str))  # how text is ordered is the database's own matter

    def holds(value: Any) -> bool:
        if isinstance(value, str) and not isinstance(other, str):
            value = NUMBERS.get(value, value)
        if isinstance(value, str) is not isinstance(other, str):
            return sign == "!="
        return bool(COMPARISONS[sign](value, other))

    found = {row.run.id for row in store.runs.list(search=f"params.{key} {sign} {other!r}")}
    assert found == {run for run, value in runs.items() if holds(value)}


def test_what_clients_logged_as_text_compares_and_sorts_as_numbers(store: Store) -> None:
    for name, depth in {"a": "10", "b": "9", "c": "deep"}.items():
        a_run(store, name, {"depth": depth, "least": 9})
    assert named(store, search="params.depth <= 9") == "b"
    assert named(store, search="depth > least") == "a"
    assert named(store, search="depth in [9, 'deep']", sort="depth") == "bc"
    assert named(store, search="depth == '9'") == "b"
    assert named(store, sort="-depth") == "abc"
    assert [one.summary for one in store.histories.of_values("depth")] == [
        {"value": "10"}, {"value": "9"}, {"value": "deep"},
    ]  # fmt: skip
