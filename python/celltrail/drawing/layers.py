"""Where the things of a graph lie: in layers from left to right, each behind what it was made from.

The layer of a thing is the longest way to it; the order in a layer follows the mean place of its neighbours, which
keeps lines from crossing. Source: Sugiyama, Tagawa and Toda, IEEE Trans. SMC 11 (1981), without its last steps.
"""

from __future__ import annotations

from collections import defaultdict

from celltrail.records import Lineage

_SWEEPS = 6


def layers_of(graph: Lineage) -> list[list[str]]:
    """Return the ids of a graph's things, layer by layer, each in its order from top to bottom."""
    sources: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    targets: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        sources[edge.target].append(edge.source)
        targets[edge.source].append(edge.target)
    depth = _depths(sources, targets)
    for name in depth:  # what nothing was before stands right before what it was used for
        if not sources[name] and targets[name]:
            depth[name] = max(0, min(depth[target] for target in targets[name]) - 1)
    rows: dict[int, list[str]] = defaultdict(list)
    for node in graph.nodes:
        rows[depth[node.id]].append(node.id)
    return _ordered([rows[at] for at in sorted(rows)], sources, targets)


def _depths(sources: dict[str, list[str]], targets: dict[str, list[str]]) -> dict[str, int]:
    """Return the longest way to each thing; a circle is opened at the thing with the fewest unknown sources."""
    waiting = {name: len(set(found)) for name, found in sources.items()}
    depth: dict[str, int] = {}
    ready = [name for name, count in waiting.items() if count == 0]
    while waiting:
        if not ready:
            ready = [min(waiting, key=lambda name: waiting[name])]
        name = ready.pop()
        if name not in waiting:
            continue
        del waiting[name]
        depth[name] = 1 + max((depth[source] for source in sources[name] if source in depth), default=-1)
        for target in set(targets[name]):
            if target in waiting:
                waiting[target] -= 1
                if waiting[target] <= 0:
                    ready.append(target)
    return depth


def _ordered(
    layers: list[list[str]], sources: dict[str, list[str]], targets: dict[str, list[str]]
) -> list[list[str]]:
    for sweep in range(_SWEEPS):
        place = {name: at / max(1, len(layer)) for layer in layers for at, name in enumerate(layer)}
        neighbours = sources if sweep % 2 == 0 else targets
        for layer in layers if sweep % 2 == 0 else reversed(layers):

            def middle(
                name: str, place: dict[str, float] = place, around: dict[str, list[str]] = neighbours
            ) -> float:
                found = [place[one] for one in around[name]]
                return sum(found) / len(found) if found else place[name]

            layer.sort(key=middle)
            place |= {name: at / max(1, len(layer)) for at, name in enumerate(layer)}
    return layers
