"""A large graph with things that are alike put together, so that it can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from celltrail.records import Lineage, LineageEdge, LineageNode

MOST = 150
_NUMBER = re.compile(r"( v|/)\d+$")
_Key = Callable[[LineageNode], str]


def summarised(graph: Lineage, most: int = MOST) -> Lineage:
    """Return a graph of at most about `most` things; the first thing always stands for itself.

    Put together are first the versions of one name, then things that have the same neighbours, then a whole kind.
    """
    keys: tuple[_Key, ...] = (_by_name, _by_neighbours(graph), _by_kind)
    for key in keys:
        if len(graph.nodes) <= most:
            return graph
        graph = _merged(graph, key)
    return graph


def _by_name(node: LineageNode) -> str:
    return f"{node.kind}:{_NUMBER.sub('', node.label)}"


def _by_kind(node: LineageNode) -> str:
    return f"{node.kind}:{node.kind.replace('_', ' ')}"


def _by_neighbours(graph: Lineage) -> _Key:
    around: dict[str, set[str]] = {node.id: set() for node in graph.nodes}
    for edge in graph.edges:
        around[edge.source].add(f">{edge.target}")
        around[edge.target].add(f"<{edge.source}")
    return lambda node: f"{node.kind}:{node.kind.replace('_', ' ')}:{sorted(around.get(node.id, ()))}"


def _merged(graph: Lineage, key: _Key) -> Lineage:
    first = graph.nodes[0].id
    group = {node.id: node.id if node.id == first else key(node) for node in graph.nodes}
    counts = Counter(group.values())
    nodes: dict[str, LineageNode] = {}
    ids: dict[str, str] = {}
    for node in graph.nodes:
        name = group[node.id]
        count = counts[name]
        ids[node.id] = node.id if count == 1 else f"{node.kind}:group:{name}"
        if count > 1:
            label = name.split(":")[1]
            node = LineageNode(id=ids[node.id], kind=node.kind, label=f"{label} ({count})", ref=node.ref)  # noqa: PLW2901
        nodes.setdefault(node.id, node)
    edges = {
        LineageEdge(source=ids[edge.source], target=ids[edge.target]): None
        for edge in graph.edges
        if ids[edge.source] != ids[edge.target]
    }
    return Lineage(nodes=tuple(nodes.values()), edges=tuple(edges))
