from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.capture import Scan, scan

# source, reads, binds, touches
CASES = {
    "a name that is only bound": ("x = 1", "", "x", ""),
    "a name that is read": ("y = x", "x", "y", ""),
    "a name bound before it is read is no input": ("x = f()\ny = x", "f", "x y", ""),
    "a name read before it is bound is an input": ("y = x\nx = 1", "x", "x y", ""),
    "the right side is read first": ("x = x + 1", "x", "x", ""),
    "builtins are no inputs": ("n = len(range(3))", "", "n", ""),
    "a builtin that is covered is bound": ("len = 3", "", "len", ""),
    "an augmented assignment reads and binds": ("x += 1", "x", "x", ""),
    "an augmented assignment of an own name reads nothing": ("x = 0\nx += y", "y", "x", ""),
    "the variable of a comprehension stays inside": ("s = [i * k for i in xs if i > t]", "k t xs", "s", ""),
    "a nested comprehension": ("s = {a: [b for b in a] for a in rows}", "rows", "s", ""),
    "a generator's names are read": ("t = sum(w * v for v in vs)", "vs w", "t", ""),
    "walrus binds where it stands": ("if (n := size()) > 3:\n    pass", "size", "n", ""),
    "walrus in a comprehension binds outside": ("a = [y := f(x) for x in xs]", "f xs", "a y", ""),
    "a for loop binds its variable": ("for i in xs:\n    pass", "xs", "i", ""),
    "a for loop over its own name": ("for x in x:\n    pass", "x", "x", ""),
    "unpacking binds all": ("(a, *b), c = d", "d", "a b c", ""),
    "with binds": ("with open(p) as f:\n    t = f.read()", "p", "f t", ""),
    "an exception's name is gone afterwards": ("try: f()\nexcept E as e: print(e)", "E f", "", ""),
    "a deleted name is not bound": ("x = 1\ndel x", "", "", ""),
    "deleting what was there reads it": ("del x", "x", "", ""),
    "deleted and bound again is bound": ("x = 1\ndel x\nx = 2", "", "x", ""),
    "an import binds": ("import os.path, numpy as np\nfrom a import b as c, d", "", "c d np os", ""),
    "a function binds its name and reads what it uses": ("def f(a, b=k):\n    return a + g", "g k", "f", ""),
    "what a function binds is its own": ("def f():\n    z = 1\n    return z", "", "f", ""),
    "global in a function binds outside": ("def f():\n    global g\n    g = 1", "", "f g", ""),
    "a closure reads through": ("def f():\n def g():\n  return k\n return g", "k", "f", ""),
    "nonlocal stays inside": ("def f():\n n = 0\n def g():\n  nonlocal n\n  n += 1", "", "f", ""),
    "a function that uses what the cell bound": ("k = 1\ndef f():\n    return k", "", "f k", ""),
    "a decorator is read": ("@cached\ndef f(): ...", "cached", "f", ""),
    "a lambda's argument stays inside": ("f = lambda a, b=d: a + b + c", "c d", "f", ""),
    "a class body reads, its names stay inside": ("class A(B):\n    x = y\n    z = x", "B y", "A", ""),
    "an async function": ("async def f():\n    return await g()", "g", "f", ""),
    "top-level await": ("x = await fetch(u)", "fetch u", "x", ""),
    "async for and with at top level": ("async for i in s: ...\nasync with c as d: ...", "c s", "d i", ""),
    "an item is written": ("df['a'] = df['b'] * k", "df k", "", "df"),
    "an attribute is written": ("cfg.x.y = v", "cfg v", "", "cfg"),
    "an item is deleted": ("del d['a']", "d", "", "d"),
    "an item is added to": ("d['n'] += 1", "d", "", "d"),
    "a method may change its object": ("xs.append(v)", "v xs", "", "xs"),
    "a method of an own object touches nothing else": ("m = M()\nm.fit(X)", "M X", "m", ""),
    "an f-string reads": ("t = f'{a:{w}} {b!r}'", "a b w", "t", ""),
    "a match statement binds its captures": ("match v:\n    case {'k': a, **r}:\n        pass", "v", "a r", ""),
    "a match capture that is read": ("match v:\n case [a, *b]:\n  print(a, b, c)", "c v", "a b", ""),
    "an annotation alone binds nothing": ("x: int", "", "", ""),
    "an annotation with a value binds": ("x: int = y", "y", "x", ""),
    "nothing": ("", "", "", ""),
    "what does not compile": ("x = (", "", "", ""),
    "a comment only": ("# x", "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("source", "reads", "binds", "touches"), CASES.values(), ids=CASES.keys())
def test_names_are_found(source: str, reads: str, binds: str, touches: str) -> None:
    found = scan(source)
    assert (found.reads, found.binds, found.touches) == (
        tuple(reads.split()),
        tuple(binds.split()),
        tuple(touches.split()),
    )


def test_literals_bound_once_at_top_level_are_parameters_and_computed_values_are_measured() -> None:
    source = """
depth = 6
rate: float = -0.1
name = "eu"
months = [1, 2, 3]
on = True
none = None
both = once = 7
filled = {}
filled["a"] = 1
counter = 0
def count():
    global counter
    counter += 1
depth2 = depth * 2
auc = score(y)
n = 0
n += 1
a, b = 1, 2
if depth > 3:
    late = 5
if (w := size()):
    pass
for i in range(3):
    loop = i
def f():
    inner = 1
"""
    bound = "filled counter count depth rate name months on none both once depth2 auc n a b late w i loop f"
    assert scan(source) == Scan(
        reads=("score", "size", "y"),
        binds=tuple(sorted(bound.split())),
        touches=(),
        literals={"depth": 6, "rate": -0.1, "name": "eu", "months": "[1, 2, 3]", "on": True, "none": None,
                  "both": 7, "once": 7,
                   "late": 5, "a": 1, "b": 2},
        measured=("auc", "counter", "depth2", "filled", "loop", "w"),
        builtins=("range",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "measured"),
    [
        ("n = 0\nfor row in rows:\n    n += 1", ()),
        ("n = 0\nwhile n < 3:\n    n = n + 1", ()),
        ("left = 3\nwhile left:\n    left -= 1", ()),
        ("for i, (a, b) in enumerate(pairs):\n    pass", ()),  # what a loop goes through is no result
        ("for epoch in range(3):\n    loss = fit()", ("loss",)),  # what it computes is: the last one
        ("total = 0\nfor row in rows:\n    total += row.price", ("total",)),
        ("n = len(rows)\nn += 1", ("n",)),
        ("n = 1\nn = m + 1", ("n",)),
        ("box.n = 0\nbox.n += 1", ()),
        ("n, m = count()\nn -= 1", ("m", "n")),
    ],
)
def test_loop_variables_and_counters_are_not_measured(source: str, measured: tuple[str, ...]) -> None:
    assert scan(source).measured == measured


def test_a_literal_too_long_to_be_a_parameter_is_none() -> None:
    assert scan(f"x = {list(range(1000))}").literals == {}


@given(st.text())
def test_scan_never_raises_on_any_text(source: str) -> None:
    assert isinstance(scan(source), Scan)


PIECES = [
    *"xy=()[]{}:.,1*@_Té", "\n", "    ", "\n    ", "\x00", "\ud800", "'s'", "f'{x}'", "1" * 5000, "-" * 2000,
    "(" * 300,
    "for", "in", "if", "lambda", "def", "class", "global", "nonlocal", "await", "async", "yield", "return",
    "import", "from", "as", "del", "**", ":=", "+=", "try", "except",
    "with", "match", "case", "print", "not", "type", "->",
]  # fmt: skip
words = st.sampled_from(PIECES)


@given(st.lists(words, max_size=25).map(" ".join))
def test_scan_never_raises_on_anything_that_looks_like_python(source: str) -> None:
    assert isinstance(scan(source), Scan)


@pytest.mark.parametrize("source", ["x = " + "(" * 90 + ")" * 90, "x = " + "+".join("a" * 3000), "-" * 3000 + "1"])
def test_scan_survives_code_that_is_nested_too_deep_for_python(source: str) -> None:
    assert isinstance(scan(source), Scan)


def test_scanning_says_nothing_about_the_users_code() -> None:
    """filterwarnings is error: a SyntaxWarning would end this test, and in a notebook show up twice."""
    assert scan("x = '\\d'\nassert (y, 'always')\nif 1 is 1: pass").binds == ("x",)
