from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail.drawing import DrawnLineage
from celltrail.drawing.layers import layers_of
from celltrail.drawing.summary import MOST, summarised
from celltrail.drawing.svg import drawn
from celltrail.records import LineageEdge, LineageKind, LineageNode


def node(name: str, kind: LineageKind = "artifact") -> LineageNode:
    return LineageNode(id=f"{kind}:{name}", kind=kind, label=name, ref=name)


def graph(*edges: tuple[str, str], nodes: tuple[LineageNode, ...] = ()) -> DrawnLineage:
    names = dict.fromkeys(name for edge in edges for name in edge)
    return DrawnLineage(
        nodes=(*nodes, *(node(name) for name in names)),
        edges=tuple(LineageEdge(source=f"artifact:{one}", target=f"artifact:{other}") for one, other in edges),
    )


names = st.integers(0, 12).map(str)
some_edges = st.lists(st.tuples(names, names).filter(lambda edge: edge[0] != edge[1]), max_size=40)


@given(some_edges)
def test_each_thing_has_one_place_whatever_the_graph(edges: list[tuple[str, str]]) -> None:
    made = graph(*edges)
    layers = layers_of(made)
    assert sorted(name for layer in layers for name in layer) == sorted(one.id for one in made.nodes)


@given(some_edges)
def test_without_circles_all_lines_go_from_left_to_right(edges: list[tuple[str, str]]) -> None:
    made = graph(*((one, other) for one, other in edges if int(one) < int(other)))
    at = {name: number for number, layer in enumerate(layers_of(made)) for name in layer}
    assert all(at[edge.source] < at[edge.target] for edge in made.edges)


def test_the_picture_is_whole_xml_without_scripts_and_says_all_in_its_titles() -> None:
    made = graph(("a <b>", "c & 'd' with a name that is too long for its box"), ("a <b>", "e"))
    html = drawn(made)
    svg = re.search(r"<svg.*</svg>", html, re.DOTALL)
    assert svg is not None
    tree = ET.fromstring(svg[0])
    titles = [found.text for found in tree.iter("{http://www.w3.org/2000/svg}title")]
    assert any("too long for its box" in (title or "") for title in titles)
    assert len(titles) == 3
    assert "<script" not in html
    assert "var(--jp-layout-color1" in html
    assert "…</text>" in html


def test_boxes_do_not_lie_on_each_other() -> None:
    made = graph(*((str(one), str(other)) for one in range(6) for other in range(6, 40)))
    found = re.findall(r"<rect x='([\d.]+)' y='([\d.]+)' width='150' height='(\d+)'", drawn(made))
    places = sorted((float(x), float(y)) for x, y, _ in found)
    assert len(places) == 40
    assert all(a[0] != b[0] or b[1] - a[1] >= 30 for a, b in itertools.pairwise(places))


def test_a_large_graph_is_put_together_and_keeps_its_first_thing() -> None:
    first = node("start", "run")
    versions = [node(f"frame v{number}") for number in range(400)]
    others = [node(f"file {number}", "file") for number in range(200)]
    edges = [LineageEdge(source=one.id, target=first.id) for one in [*versions, *others]]
    small = summarised(DrawnLineage(nodes=(first, *versions, *others), edges=tuple(edges)))
    assert len(small.nodes) <= MOST
    assert small.nodes[0] == first
    assert sorted(one.label for one in small.nodes) == ["file (200)", "frame (400)", "start"]
    assert len(small.edges) == 2
    few = graph(("a", "b"))
    assert summarised(few) is few


def test_the_tree_says_a_thing_once_and_ends_in_circles() -> None:
    shown = repr(graph(("a", "b"), ("b", "c"), ("c", "b"), ("a", "c")))
    assert shown.splitlines()[:2] == ["data a", "led to:"]
    assert shown.count("(see above)") == 2
    long = graph(*((str(one), str(one + 1)) for one in range(2000)))
    assert repr(long).endswith("more lines")
    assert repr(DrawnLineage(nodes=(), edges=())) == "nothing"


@pytest.mark.parametrize("size", [0, 1])
def test_a_graph_of_nothing_and_of_one_is_drawn(size: int) -> None:
    assert "<svg" in drawn(DrawnLineage(nodes=(node("a"),)[:size], edges=()))
