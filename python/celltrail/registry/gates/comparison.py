"""Comparisons: ``auc >= 0.80``, ``auc >= champion.auc - 0.005``, ``0.1 < rate < 0.4 and logloss < 0.5``.

A comparison is read as a syntax tree, never evaluated as Python. Where there is no champion, one that names it
holds: there is nothing to be worse than.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from celltrail.registry.gates.gate import CHAMPION
from celltrail.registry.gates.source import Source

_COMPARISONS: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = {
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ALLOWED = (
    ast.Compare, ast.BoolOp, ast.And, ast.Or, ast.BinOp, ast.UnaryOp, ast.USub, ast.Name, ast.Load,
    *_COMPARISONS, *_ARITHMETIC,
)  # fmt: skip
Numbers = Mapping[str, float]


class UnknownMetricError(Exception):
    """A metric is missing; its argument says which."""


class _NoChampionError(Exception):
    """There is no version to compare with."""


def check_form(source: Source, tree: ast.expr) -> None:
    """Make sure that a tree is a comparison of metrics and numbers.

    Raises
    ------
    GateError
        It is none; the message says what has no place there.
    """
    if not isinstance(tree, ast.Compare | ast.BoolOp):
        raise source.fault("it compares nothing")
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        _check_node(source, node)
        if isinstance(node, ast.Name) and node.id == CHAMPION and id(node) not in inside:
            raise source.fault("'champion' is a version, name a metric of it such as champion.auc", node)


def names_champion(tree: ast.expr | None) -> bool:
    """Whether a comparison names the champion."""
    return tree is not None and any(isinstance(node, ast.Attribute) for node in ast.walk(tree))


def holds(source: Source, tree: ast.expr, numbers: Numbers, champion: Numbers | None = None) -> bool:
    """Return whether a comparison holds for these numbers, against those of the champion, if there is one.

    Raises
    ------
    UnknownMetricError
        It names a metric that is not there.
    ZeroDivisionError
        It divides by zero.
    """
    return _Reading(source, numbers, champion).truth(tree)


def said(source: Source, tree: ast.expr, numbers: Numbers, champion: Numbers | None = None) -> list[str]:
    """Return each metric of a comparison with its value, as a reason that people can check.

    Raises
    ------
    UnknownMetricError
        It names a metric that is not there.
    """
    reading, found = _Reading(source, numbers, champion), dict[str, None]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and champion is None:
            found["there is no champion to compare with yet"] = None
        elif isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and node.id != CHAMPION):
            found[f"{ast.unparse(node)} = {reading.number(node):.6g}"] = None
    return list(found)


def values(tree: ast.expr, numbers: Numbers, champion: Numbers | None = None) -> dict[str, float | None]:
    """Return the numbers that a comparison names; None for those that are no finite number."""
    found = {
        ast.unparse(node): (champion or {}).get(node.attr)
        if isinstance(node, ast.Attribute)
        else numbers.get(node.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and node.id != CHAMPION)
    }
    return {name: value if value is not None and math.isfinite(value) else None for name, value in found.items()}


class _Reading:
    """A comparison against some numbers."""

    def __init__(self, source: Source, numbers: Numbers, champion: Numbers | None) -> None:
        self._source = source
        self._numbers = numbers
        self._champion = champion

    def truth(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BoolOp):
            parts = [self.truth(part) for part in node.values]
            return all(parts) if isinstance(node.op, ast.And) else any(parts)
        if not isinstance(node, ast.Compare):
            return bool(self.number(node))
        try:
            numbers = [self.number(side) for side in (node.left, *node.comparators)]
        except _NoChampionError:
            return True  # this comparison only: the others of the gate still count
        pairs = zip(node.ops, numbers, numbers[1:], strict=False)
        return all(_COMPARISONS[type(op)][1](left, right) for op, left, right in pairs)

    def number(self, node: ast.expr) -> float:
        match node:
            case ast.Constant():
                return self._source.number(node)
            case ast.Name(id=name):
                return _metric(name, name, self._numbers)
            case ast.Attribute(attr=name):
                if self._champion is None:
                    raise _NoChampionError
                return _metric(name, f"{CHAMPION}.{name}", self._champion)
            case ast.UnaryOp(operand=operand):
                return -self.number(operand)
            case ast.BinOp(left=left, op=op, right=right):
                return _ARITHMETIC[type(op)](self.number(left), self.number(right))
        return float(self.truth(node))


def _check_node(source: Source, node: ast.AST) -> None:
    if isinstance(node, ast.Attribute):
        if not (isinstance(node.value, ast.Name) and node.value.id == CHAMPION):
            reason = f"only 'champion' has metrics behind a dot, not {ast.unparse(node.value)!r}"
            raise source.fault(reason, node)
    elif isinstance(node, ast.Constant):
        source.number(node)
    elif isinstance(node, ast.Call):
        raise source.fault("a check in brackets (Call) is a gate of its own, not a part of a comparison", node)
    elif not isinstance(node, _ALLOWED):
        raise source.fault(f"{type(node).__name__} has no place in a comparison of metrics", node)


def _metric(name: str, shown: str, numbers: Numbers) -> float:
    if name not in numbers:
        raise UnknownMetricError(shown)
    return numbers[name]
