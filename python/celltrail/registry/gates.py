"""Gates: comparisons that a model version must pass, such as ``auc >= 0.80`` or ``auc >= champion.auc - 0.005``.

A gate is an expression over the metrics of the version's run and, as ``champion.<metric>``, over those of the
version that is champion now. It is read as a syntax tree, never evaluated as Python. Where there is no champion, a
gate that compares with it passes: there is nothing to be worse than. A gate that cannot be checked has failed.
"""

from __future__ import annotations

import ast
import operator
import sys
from collections.abc import Callable, Mapping
from typing import Any

from celltrail import clock
from celltrail.errors import GateError
from celltrail.records import GateResult

CHAMPION = "champion"
_LONGEST = 500
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


class _NoChampionError(Exception):
    """There is no version to compare with."""


class _UnknownMetricError(Exception):
    """A metric is missing; its argument says which."""


def parse(expression: str) -> ast.expr:
    """Return the syntax tree of a gate.

    Raises
    ------
    GateError
        It is no comparison of metrics and numbers.

    Examples
    --------
    >>> parse("auc >=")
    Traceback (most recent call last):
    ...
    celltrail.errors.GateError: 'auc >=' is not a gate: invalid syntax. Write a comparison ...
    """
    if len(expression) > _LONGEST:
        raise _no_gate(f"{expression[:40]}...", f"it has more than {_LONGEST} characters")
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise _no_gate(expression, getattr(error, "msg", str(error))) from None
    except (RecursionError, MemoryError):
        raise _no_gate(expression, "it is nested too deep") from None
    if not isinstance(tree, ast.Compare | ast.BoolOp):
        raise _no_gate(expression, "it compares nothing")
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        _check_node(expression, node)
        if isinstance(node, ast.Name) and node.id == CHAMPION and id(node) not in inside:
            raise _no_gate(expression, "'champion' is a version, name a metric of it such as champion.auc")
    return tree


def check(expression: str, metrics: Mapping[str, float], champion: Mapping[str, float] | None) -> GateResult:
    """Return whether a gate holds for a version with these metrics, against those of the champion, if any.

    Raises
    ------
    GateError
        It is no gate.
    """
    tree = parse(expression)
    try:
        said = _values(tree, metrics, champion)
        passed, reason = _truth(tree, metrics, champion), ", ".join(said)
    except _UnknownMetricError as error:
        known = ", ".join(sorted(metrics)) or "none"
        passed, reason = False, f"the run has no metric {error}; it has: {known}"
    except ZeroDivisionError:
        passed, reason = False, "it divides by zero"
    return GateResult(
        expression=expression, verdict="passed" if passed else "failed", reason=reason, checked_at=clock.now()
    )


def _no_gate(expression: str, reason: str) -> GateError:
    return GateError(
        f"{expression!r} is not a gate: {reason}.",
        hint="Write a comparison of metrics, such as 'auc >= 0.80' or 'auc >= champion.auc - 0.005'.",
    )


def _check_node(expression: str, node: ast.AST) -> None:
    allowed = (
        ast.Compare, ast.BoolOp, ast.And, ast.Or, ast.BinOp, ast.UnaryOp, ast.USub, ast.Name, ast.Load,
        *_COMPARISONS, *_ARITHMETIC,
    )  # fmt: skip
    if isinstance(node, ast.Attribute):
        if not (isinstance(node.value, ast.Name) and node.value.id == CHAMPION):
            raise _no_gate(
                expression, f"only 'champion' has metrics behind a dot, not {ast.unparse(node.value)!r}"
            )
    elif isinstance(node, ast.Constant):
        if type(node.value) not in (int, float) or abs(node.value) > sys.float_info.max:  # type: ignore[arg-type]
            raise _no_gate(expression, f"{str(node.value)[:20]!r} is no number")
    elif not isinstance(node, allowed):
        raise _no_gate(expression, f"{type(node).__name__} has no place in a comparison of metrics")


def _truth(node: ast.expr, metrics: Mapping[str, float], champion: Mapping[str, float] | None) -> bool:
    if isinstance(node, ast.BoolOp):
        parts = [_truth(part, metrics, champion) for part in node.values]
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if not isinstance(node, ast.Compare):
        return bool(_number(node, metrics, champion))
    try:
        numbers = [_number(side, metrics, champion) for side in (node.left, *node.comparators)]
    except _NoChampionError:
        return True  # this comparison only: the others of the gate still count
    pairs = zip(node.ops, numbers, numbers[1:], strict=False)
    return all(_COMPARISONS[type(op)][1](left, right) for op, left, right in pairs)


def _number(node: ast.expr, metrics: Mapping[str, float], champion: Mapping[str, float] | None) -> float:
    match node:
        case ast.Constant(value=value):
            return float(value)  # type: ignore[arg-type] # parse() lets only numbers through
        case ast.Name(id=name):
            return _metric(name, name, metrics)
        case ast.Attribute(attr=name):
            if champion is None:
                raise _NoChampionError
            return _metric(name, f"{CHAMPION}.{name}", champion)
        case ast.UnaryOp(operand=operand):
            return -_number(operand, metrics, champion)
        case ast.BinOp(left=left, op=op, right=right):
            return _ARITHMETIC[type(op)](_number(left, metrics, champion), _number(right, metrics, champion))
    return float(_truth(node, metrics, champion))


def _metric(name: str, shown: str, metrics: Mapping[str, float]) -> float:
    if name not in metrics:
        raise _UnknownMetricError(shown)
    return metrics[name]


def _values(tree: ast.expr, metrics: Mapping[str, float], champion: Mapping[str, float] | None) -> list[str]:
    """Return each metric of a gate with its value, as a reason that people can check."""
    said: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and champion is None:
            said["there is no champion to compare with yet"] = None
        elif isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and node.id != CHAMPION):
            said[f"{ast.unparse(node)} = {_number(node, metrics, champion):.6g}"] = None
    return list(said)
