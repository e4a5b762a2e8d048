from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from celltrail.errors import GateError
from celltrail.registry.gates import KINDS, parse
from celltrail.registry.gates.kind import Outcome
from celltrail.registry.gates.metric import compared

METRICS = {"auc": 0.8, "loss": 0.25, "zero": 0.0, "nan": float("nan")}
CHAMPION = {"auc": 0.79, "old": 1.0}


def check(expression: str, metrics: Mapping[str, float], champion: Mapping[str, float] | None) -> Outcome:
    return compared(parse(expression), dict(metrics), dict(champion) if champion is not None else None)


@pytest.mark.parametrize(
    ("expression", "verdict", "reason"),
    [
        ("auc >= 0.8", "passed", "auc = 0.8"),
        ("auc > 0.8", "failed", "auc = 0.8"),
        ("0.7 < auc <= 0.8", "passed", "auc = 0.8"),
        ("auc == 0.8 and loss != 0.25", "failed", "auc = 0.8, loss = 0.25"),
        ("auc < 0 or not_there < 0 or auc > 0", "failed", "no metric not_there; it has: auc, loss, nan, zero"),
        ("auc >= champion.auc - 0.005", "passed", "auc = 0.8, champion.auc = 0.79"),
        ("auc > champion.auc * 2", "failed", "auc = 0.8, champion.auc = 0.79"),
        ("auc > champion.missing", "failed", "no metric champion.missing"),
        ("-loss > -1 + 2 * (3 - 2) / 4 - 1", "passed", "loss = 0.25"),
        ("auc / zero > 1", "failed", "divides by zero"),
        ("nan > 0", "failed", "nan = nan"),
        ("(auc > 0.5) == 1", "passed", "auc = 0.8"),
        ("auc + loss * 2 >= 1.3", "passed", "auc = 0.8, loss = 0.25"),
    ],
)
def test_a_gate_is_decided_and_says_with_which_numbers(expression: str, verdict: str, reason: str) -> None:
    result = check(expression, METRICS, CHAMPION)
    assert result.passed is (verdict == "passed")
    assert reason in result.reason


def test_without_a_champion_there_is_nothing_to_be_worse_than() -> None:
    result = check("auc >= champion.auc", METRICS, None)
    assert (result.passed, result.reason) == (True, "auc = 0.8, there is no champion to compare with yet")


def test_a_gate_that_is_too_long_is_not_cut_to_one_that_says_less() -> None:
    with pytest.raises(GateError, match="more than 500"):
        parse("auc > 0" + " " * 490 + "and auc > 0.9")


def test_a_missing_metric_fails_even_where_there_is_no_champion() -> None:
    assert check("f1 >= champion.f1", METRICS, None).passed is False
    assert check("auc >= champion.auc and auc >= 0.9", METRICS, None).passed is False


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", "invalid syntax"),
        ("   ", "invalid syntax"),
        ("auc >=", "invalid syntax"),
        ("auc", "compares nothing"),
        ("1", "compares nothing"),
        ("auc = 1", "invalid syntax"),
        ("auc >= 0.8; x", "invalid syntax"),
        ("f(auc) > 1", "Call"),
        ("__import__('os').system('x') > 1", "Call"),
        ("auc.real > 1", "only 'champion'"),
        ("champion.auc.real > 1", "only 'champion'"),
        ("auc[0] > 1", "Subscript"),
        ("auc > 'x'", "x' is no number"),
        ("auc > True", "True is no number"),
        ("auc > 1j", "1j is no number"),
        ("auc > None", "None is no number"),
        ("auc > 1" + "0" * 400, "is no number"),
        ("auc > 1e999", "is no number"),
        ("not auc > 1", "Not"),
        ("auc ** 9 > 1", "Pow"),
        ("auc % 2 > 1", "Mod"),
        ("auc is loss", "Is"),
        ("auc in loss", "In"),
        ("[x for x in auc] > 1", "ListComp"),
        ("(lambda: 1) > 1", "Lambda"),
        ("(x := 1) > 1", "NamedExpr"),
        ("auc if auc else loss", "compares nothing"),
        ("champion > 1", "champion"),
        ("auc > 1\x00", "null"),
        ("a" * 600 + " > 1", "500"),
    ],
)
def test_what_is_no_comparison_of_metrics_is_refused_with_the_reason(expression: str, said: str) -> None:
    with pytest.raises(GateError) as caught:
        parse(expression)
    assert said.lower() in caught.value.message.lower()
    assert "auc >= 0.80" in caught.value.hint


PIECES = [
    *"abc()[]{}.,:;=<>!+-*/%@\\'\" 019é", "auc", "champion", "champion.auc", ">=", "and", "or", "not", "lambda",
    "\n", "**",    "__import__", "9" * 5000, "1e999", "(" * 200, "-" * 200,
    "\x00", "\ud800", "f'{1}'", "await", "yield",
]  # fmt: skip
pieces = st.sampled_from(PIECES)


@given(st.text() | st.lists(pieces, max_size=15).map("".join) | st.lists(pieces, max_size=15).map(" ".join))
@example("-" * 450 + "a > 1")
@example("(" * 240 + "a" + ")" * 240 + "> 1")
@example("9" * 400 + " > a")
def test_any_text_is_a_gate_or_a_gate_error_and_nothing_is_run(expression: str) -> None:
    try:
        gate = parse(expression)
    except GateError:
        return
    assert gate.kind in KINDS
    assert gate.expression == parse(gate.expression).expression
    if gate.kind == "metric":
        assert isinstance(check(expression, METRICS, CHAMPION).passed, bool)


numbers = st.recursive(
    st.sampled_from(["auc", "loss", "zero", "champion.auc"]) | st.integers(0, 9).map(str),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner) | inner.map("-{}".format),
    max_leaves=6,
)


@given(left=numbers, right=numbers, operator=st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
def test_a_gate_means_what_python_means(left: str, right: str, operator: str) -> None:
    expression = f"{left} {operator} {right}"

    class Champion:
        auc = CHAMPION["auc"]

    try:
        expected = "passed" if eval(expression, {"champion": Champion, **METRICS}) else "failed"
    except ZeroDivisionError:
        expected = "failed"
    if any(word in expression for word in ("auc", "loss", "zero")):
        assert check(expression, METRICS, CHAMPION).passed is (expected == "passed")


@pytest.mark.parametrize(
    ("expression", "kind", "word", "options", "timeout_s"),
    [
        ("auc >= 0.8", "metric", "", {}, 60),
        ("size <= 50MB", "size", "", {}, 60),
        ("better(accuracy, confidence=0.9)", "better", "accuracy", {"confidence": 0.9, "margin": 0.0}, 120),
        ("better(margin=-0.5%, timeout=2min)", "better", "", {"margin": -0.005}, 120),
        ('slice(auc >= 0.7, by="carrier", min_rows=100)', "slice", "", {"by": ("carrier",), "min_rows": 100}, 120),
        ('slice(by=[carrier, "to = from"], auc >= 0.7)', "slice", "", {"by": ("carrier", "to = from")}, 120),
        ("latency(p99 <= 20ms, rows=10, timeout=5s)", "latency", "", {"rows": 10}, 5),
        ("loads(\n  seconds=10)", "loads", "", {"seconds": 10.0}, 120),
    ],
)
def test_a_check_is_read_with_its_word_its_options_and_units(
    expression: str, kind: str, word: str, options: dict[str, Any], timeout_s: float
) -> None:
    gate = parse(expression)
    assert (gate.kind, gate.word, gate.timeout_s) == (kind, word, timeout_s)
    assert {name: gate.options[name] for name in options} == options


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("bettr(accuracy)", "'bettr', which is no kind of gate; did you mean 'better'? (character 1)"),
        ("better(acuracy)", "'acuracy' is no metric; did you mean 'accuracy'? (character 8)"),
        (
            "better(accuracy, confidense=0.9)",
            "'confidense' is no option of this check; did you mean 'confidence'?",
        ),
        ("better(accuracy, confidence=2)", "confidence= takes a number from 0.5 to 0.99999, not 2 (character 29)"),
        ("better(accuracy, confidence='x')", "is no number (character 29)"),
        ("better(accuracy, auc)", "'auc' is one word too many (character 18)"),
        ("better(accuracy >= 0.9)", "comparison, which has no place in this check (character 8)"),
        ("better(accuracy, seed=1, seed=2)", "the option 'seed' twice"),
        ("better(**auc)", "'**' has no place"),
        ("slice(auc >= 0.7)", "the option by=... is missing"),
        ("slice(by=x)", "a comparison is missing in it"),
        ("slice(auk >= 0.7, by=x)", "'auk' cannot be compared here; did you mean 'auc'? (character 7)"),
        ("slice(auc >= champion.auc, by=x)", "about the new version alone"),
        ("slice(auc >= 0.7, auc < 0.9, by=x)", "two comparisons"),
        ("slice(auc >= 0.7, by=3)", "by= takes text"),
        ("slice(auc >= 0.7, by=x, bins=2.5)", "whole number"),
        ("latency(p98 <= 20ms)", "did you mean 'p9"),
        ("latency(p99 <= 20lightyears)", "invalid decimal literal"),
        ("loads(better(auc))", "has no place in this check (character 7)"),
        ("better(auc) and size < 3", "a gate of its own"),
        ("übung >= 1 and better(auc)", "(character 16)"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_was_meant(expression: str, said: str) -> None:
    with pytest.raises(GateError) as caught:
        parse(expression)
    assert said in caught.value.message
