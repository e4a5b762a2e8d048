"""A graph as a tree of text: what the first thing was made from, and what was made from it."""

from __future__ import annotations

from collections.abc import Iterator

from celltrail.records import Lineage, LineageNode

_MOST = 400


def written(graph: Lineage) -> str:
    """Return a graph as lines of text; a thing that is reached again is not followed again."""
    if not graph.nodes:
        return "nothing"
    nodes = {node.id: node for node in graph.nodes}
    sources: dict[str, list[str]] = {name: [] for name in nodes}
    targets: dict[str, list[str]] = {name: [] for name in nodes}
    for edge in graph.edges:
        sources[edge.target].append(edge.source)
        targets[edge.source].append(edge.target)
    first = graph.nodes[0]
    lines = [_said(first)]
    for title, following in (("made from", sources), ("led to", targets)):
        branches = list(_branches(first.id, nodes, following))
        lines += [f"{title}:", *branches] if branches else []
    more = [f"… {len(lines) - _MOST} more lines"] if len(lines) > _MOST else []
    return "\n".join(lines[:_MOST] + more)


def _branches(name: str, nodes: dict[str, LineageNode], following: dict[str, list[str]]) -> Iterator[str]:
    """Give the lines below a thing, as deep as it goes; a stack, since chains may be long."""
    seen = {name}
    stack = [(one, "", at == 0) for at, one in enumerate(reversed(following[name]))]
    while stack:
        one, indent, is_last = stack.pop()
        again = one in seen and bool(following[one])
        yield f"{indent}{'└─' if is_last else '├─'} {_said(nodes[one])}{' (see above)' if again else ''}"
        if one not in seen:
            seen.add(one)
            deeper = indent + ("   " if is_last else "│  ")
            stack += [(child, deeper, at == 0) for at, child in enumerate(reversed(following[one]))]


def _said(node: LineageNode) -> str:
    kind = {"artifact": "data", "model_version": "model", "drift_report": ""}.get(node.kind, node.kind)
    tail = f"  {node.ref[-6:]}" if node.kind == "run" else ""
    is_said = node.label.startswith(f"{kind}:") or not kind
    return f"{node.label if is_said else f'{kind} {node.label}'}{tail}"
