"""The language of MLflow's searches: what is read, and that nothing else comes of any text."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.records import Clause, Order
from celltrail.server.mlflow.errors import MlflowError
from celltrail.server.mlflow.filters import parse, parse_orders
from celltrail.server.mlflow.fulfilment import fulfils
from celltrail.server.mlflow.languages import EXPERIMENTS, LOGGED_MODELS, MODELS, RUNS, VERSIONS, Language

LANGUAGES = st.sampled_from([RUNS, EXPERIMENTS, MODELS, VERSIONS, LOGGED_MODELS])
PIECES = st.sampled_from(
    ["metrics", "params", "tags", "attributes", "datasets", "run_id", "name", "start_time", "version_number", ".",
     "a b", "`a b`", '"a b"', "`", '"', "'", "''", "'x'", "'%'", "=", "!=", "<>", "<=", "<", ">", "==", "LIKE",
     "ILIKE", "IN", "NOT", "IS", "NULL", "AND", "OR", "(", ")", ",", "1", "-1.5e3", "9" * 5000, "1e999", "nan",
     ";", "--", "\x00", "\\", "\n", "٣", "é", " asc", " DESC"]
)  # fmt: skip
SOUP = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=14).map(" ".join),
)


def read(how: Callable[[], Any]) -> tuple[Any, MlflowError | None]:
    try:
        return how(), None
    except MlflowError as error:
        return (), error


@given(text=SOUP, language=LANGUAGES)
def test_any_text_is_a_filter_or_is_refused_as_an_invalid_value(text: str, language: Language) -> None:
    clauses, error = read(lambda: parse(text, language))
    assert bool(clauses) == (error is None and bool(text.strip()))
    assert all(clause.entity in language.entities for clause in clauses)
    assert error is None or (error.code, error.status) == ("INVALID_PARAMETER_VALUE", 400)
    assert error is None or len(error.message) < 1000


@given(text=SOUP, language=LANGUAGES)
def test_any_text_is_an_order_or_is_refused_as_an_invalid_value(text: str, language: Language) -> None:
    orders, error = read(lambda: parse_orders([text], language))
    assert len(orders) == (error is None)
    assert all(order.entity in language.ordered for order in orders)
    assert all(order.entity != "attribute" or order.key in language.orders for order in orders)
    assert error is None or error.code == "INVALID_PARAMETER_VALUE"
    assert error is None or len(error.message) < 1000


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("metrics.auc > .5", Clause("metric", "auc", ">", 0.5)),
        ("metric.`val loss`<=-1e-3", Clause("metric", "val loss", "<=", -0.001)),
        ('params."a.b" = "it"', Clause("parameter", "a.b", "=", "it")),
        ("params.x = 'it''s'", Clause("parameter", "x", "=", "it's")),
        ("tags.mlflow.user ilike 'A%'", Clause("tag", "mlflow.user", "ILIKE", "A%")),
        ("start_time >= 1700000000000", Clause("attribute", "start_time", ">=", 1.7e12)),
        ("run_id NOT IN ('a', 'b')", Clause("attribute", "run_id", "NOT IN", ["a", "b"])),
        ("Created <> 1", Clause("attribute", "start_time", "!=", 1.0)),
        ("tags.x is not null", Clause("tag", "x", "IS NOT NULL")),
        ("dataset.name = 'd'", Clause("dataset", "name", "=", "d")),
    ],
)
def test_a_clause_says_of_what_it_is_and_how_it_compares(text: str, clause: Clause) -> None:
    assert parse(text, RUNS) == (clause,)
    assert parse(f"{text} AND {text}", RUNS) == (clause, clause)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("metrics.auc", Order("metric", "auc")),
        ("metrics.`a b`\tDESC", Order("metric", "a b", ascending=False)),
        ("  start_time   asc ", Order("attribute", "start_time")),
    ],
)
def test_an_order_is_a_name_and_a_direction(text: str, order: Order) -> None:
    assert parse_orders([text], RUNS) == (order,)


@pytest.mark.parametrize("language", [EXPERIMENTS, MODELS, VERSIONS])
def test_only_runs_and_logged_models_are_ordered_by_tags(language: Language) -> None:
    with pytest.raises(MlflowError, match="Invalid order_by entity type 'tag'"):
        parse_orders(["tags.x"], language)


@pytest.mark.parametrize(
    "text",
    [
        "tags.x = 'y' AND " * 300 + "tags.x = 'y'",
        f"tags.x LIKE '{'%' * 20_000}'",
        "x" * 200_000,
        "tags.x = '\0'",
    ],
)
def test_what_would_be_too_much_for_a_database_is_refused(text: str) -> None:
    with pytest.raises(MlflowError, match="may have"):
        parse(text, RUNS)
    with pytest.raises(MlflowError, match="ordered by"):
        parse_orders(["metrics.m"] * 50, RUNS)


def test_reading_takes_no_longer_than_the_text_is_long() -> None:
    used = time.process_time()
    for text in (" " * 90_000 + "x", "`" * 90_000, '"' * 90_001, "'" * 90_001, "a." * 45_000, "-" * 90_000):
        with pytest.raises(MlflowError):
            parse(text, RUNS)
        with pytest.raises(MlflowError):
            parse_orders([text], RUNS)
    assert time.process_time() - used < 20


@given(value=st.text(st.sampled_from("ab%_[*?]\\^-"), max_size=6))
def test_a_pattern_without_signs_is_what_it_says(value: str) -> None:
    pattern = value.replace("%", "").replace("_", "")
    clause = Clause("tag", "x", "LIKE", pattern)
    assert fulfils([clause], lambda _: pattern)
    assert not fulfils([clause], lambda _: f"{pattern}a")
