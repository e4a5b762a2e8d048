"""A graph as SVG without scripts, in the colours of the frontend's theme."""

from __future__ import annotations

from html import escape

from celltrail.drawing.layers import layers_of
from celltrail.records import Lineage, LineageNode

_WIDTH, _HEIGHT, _GAP, _SPACE = 150, 30, 46, 12
_MARGIN = 6
_LETTERS = 20
_TEXT = "var(--jp-ui-font-color1,CanvasText)"
_COLOURS = {
    "file": "var(--jp-ui-font-color2,#757575)",
    "artifact": "var(--jp-info-color1,#0097a7)",
    "run": "var(--jp-brand-color1,#1976d2)",
    "model_version": "var(--jp-success-color1,#388e3c)",
    "deployment": "var(--jp-accent-color1,#7b1fa2)",
    "drift_report": "var(--jp-warn-color1,#f57c00)",
    "decision": "var(--jp-error-color1,#d32f2f)",
    "job": "var(--jp-ui-font-color3,#9e9e9e)",
}
_NAMES = {"artifact": "data", "model_version": "model", "drift_report": "drift report"}


def drawn(graph: Lineage) -> str:
    """Return a graph as HTML with an SVG in it; what it was walked from has a thick border."""
    layers = layers_of(graph)
    places = _places(layers)
    width = len(layers) * (_WIDTH + _GAP) - _GAP + 2 * _MARGIN
    height = max((len(layer) for layer in layers), default=0) * (_HEIGHT + _SPACE) - _SPACE + 2 * _MARGIN
    edges = "".join(_edge(places[edge.source], places[edge.target]) for edge in graph.edges)
    nodes = "".join(_node(node, places[node.id], is_first=at == 0) for at, node in enumerate(graph.nodes))
    return (
        "<div class='ct-Lineage' style='overflow-x:auto;font-family:var(--jp-ui-font-family,sans-serif)'>"
        "<svg xmlns='http://www.w3.org/2000/svg' role='img' aria-label='lineage' "
        f"width='{width}' height='{height}' viewBox='0 0 {width} {height}' style='max-width:none;font-size:11px'>"
        f"{edges}{nodes}</svg>{_legend(graph)}</div>"
    )


def _places(layers: list[list[str]]) -> dict[str, tuple[float, float]]:
    """Return the upper left corner of each thing; layers are centred on each other."""
    most = max((len(layer) for layer in layers), default=0)
    step = _HEIGHT + _SPACE
    return {
        name: (_MARGIN + column * (_WIDTH + _GAP), _MARGIN + (most - len(layer)) * step / 2 + row * step)
        for column, layer in enumerate(layers)
        for row, name in enumerate(layer)
    }


def _node(node: LineageNode, place: tuple[float, float], *, is_first: bool) -> str:
    x, y = place
    colour = _COLOURS[node.kind]
    label = node.label if len(node.label) <= _LETTERS else f"{node.label[: _LETTERS - 1]}…"
    title = f"{_name(node.kind)}: {node.label}\n{node.ref}"
    return (
        f"<g><title>{escape(title)}</title>"
        f"<rect x='{x:g}' y='{y:g}' width='{_WIDTH}' height='{_HEIGHT}' rx='4' "
        f"style='fill:var(--jp-layout-color1,Canvas);stroke:{colour};stroke-width:{3 if is_first else 1}'/>"
        f"<rect x='{x:g}' y='{y:g}' width='5' height='{_HEIGHT}' rx='2' style='fill:{colour}'/>"
        f"<text x='{x + 12:g}' y='{y + _HEIGHT / 2:g}' dominant-baseline='central' style='fill:{_TEXT}'>"
        f"{escape(label)}</text></g>"
    )


def _edge(source: tuple[float, float], target: tuple[float, float]) -> str:
    x1, y1 = source[0] + _WIDTH, source[1] + _HEIGHT / 2
    x2, y2 = target[0], target[1] + _HEIGHT / 2
    bend = max(_GAP / 2, abs(x2 - x1) / 2)
    return (
        f"<path d='M{x1:g},{y1:g} C{x1 + bend:g},{y1:g} {x2 - bend:g},{y2:g} {x2:g},{y2:g}' "
        "style='fill:none;stroke:var(--jp-border-color0,#9e9e9e);stroke-width:1.2'/>"
    )


def _legend(graph: Lineage) -> str:
    kinds = dict.fromkeys(node.kind for node in graph.nodes)
    marks = " ".join(
        f"<span style='margin-right:12px'><span style='color:{_COLOURS[kind]}'>■</span> {_name(kind)}</span>"
        for kind in sorted(kinds, key=list(_COLOURS).index)
    )
    return f"<div style='font-size:11px;color:{_TEXT}'>{marks}</div>"


def _name(kind: str) -> str:
    return _NAMES.get(kind, kind.replace("_", " "))
