"""From the syntax tree of a query to conditions of SQL.

A comparison with what a run does not have is false, so its ``not`` is true.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, GenerativeSelect, and_, exists, false, not_, or_, select, true

from celltrail.errors import InvalidInputError
from celltrail.store import schema
from celltrail.store.comparison import COMPARE, MIRRORED, Sign, compared, is_something
from celltrail.store.keys import Field, Key, Keys
from celltrail.store.query import EXAMPLE, Like, NotLike
from celltrail.store.unquoted import unquoted


@dataclass(frozen=True, slots=True)
class Condition:
    """What runs must fulfil."""

    where: ColumnElement[bool]
    """Said of a row of ``runs``."""
    candidates: GenerativeSelect | None = None
    """The ids of all runs that fulfil it, where an index knows them."""


class Conditions:
    """Translates one query."""

    def __init__(self, keys: Keys, text: str) -> None:
        self._keys = keys
        self._text = text

    def all_of(self, tree: ast.expr) -> list[Condition]:
        """Return conditions that must all hold.

        Raises
        ------
        InvalidInputError
            Something in the tree is no condition.
        NotFoundError
            A name is unknown.
        """
        if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
            return [condition for part in tree.values for condition in self.all_of(part)]
        if isinstance(tree, ast.Compare):
            lefts = [tree.left, *tree.comparators]
            return [self._compare(*pair) for pair in zip(lefts, tree.ops, tree.comparators, strict=False)]
        return [self._one(tree)]

    def _one(self, tree: ast.expr) -> Condition:
        match tree:
            case ast.BoolOp():
                parts = [and_(*(c.where for c in self.all_of(part))) for part in tree.values]
                return Condition(or_(*parts))
            case ast.UnaryOp(op=ast.Not()):
                return Condition(not_(and_(*(c.where for c in self.all_of(tree.operand)))))
            case ast.BinOp(op=Like() | NotLike()):
                return self._like(tree)
        found = self._named(tree)
        if isinstance(found, Field) and found.kind == "truth":
            return Condition(found.column)
        if found is None:
            raise self._no_query(f"{ast.unparse(tree)} compares nothing")
        hint = f"Say what to compare it with: `{found.name} == ...`, or `{found.name} is not None`."
        raise InvalidInputError(f"{found.name} alone is no condition.", hint=hint)

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        a, b = self._named(left), self._named(right)
        kind: Sign = type(op)
        if a is None and b is not None and kind in MIRRORED:
            a, b, left, right, kind = b, a, right, left, MIRRORED[kind]
        if a is None:
            raise self._no_query(f"{ast.unparse(left)} is no name of a metric, parameter, tag or field")
        if b is not None and kind in COMPARE:
            return Condition(self._two(a, kind, b))
        value = self._value(right)
        if isinstance(op, ast.Is | ast.IsNot) or value is None:
            return self._is(a, value, negated=isinstance(op, ast.IsNot | ast.NotEq))
        if isinstance(op, ast.In | ast.NotIn):
            return self._in(a, value, negated=isinstance(op, ast.NotIn))
        return self._holds(a, lambda row: compared(a, row, kind, value))

    def _two(self, a: Field | Key, kind: Sign, b: Field | Key) -> ColumnElement[bool]:
        if len({"number" if one.kind == "param" else one.kind for one in (a, b)}) > 1 or a.kind == "truth":
            raise self._no_query(f"{a.name} and {b.name} cannot be compared with each other")

        def side(one: Field | Key) -> Any:
            if isinstance(one, Field):
                return one.column
            values = one.values().c
            of_run = and_(values.run_id == schema.runs.c.id, values.key == one.key)
            return select(values.number if one.kind == "param" else values.value).where(of_run).scalar_subquery()

        left, right = side(a), side(b)
        return and_(left.is_not(None), right.is_not(None), COMPARE[kind](left, right))

    def _is(self, target: Field | Key, value: Any, *, negated: bool) -> Condition:
        if value is not None:
            raise self._no_query(f"`is` goes with None only; write {target.name} == {value!r}")
        has = self._holds(target, is_something if target.kind == "param" else lambda row: row.is_not(None)).where
        return Condition(has if negated else not_(has))

    def _in(self, target: Field | Key, values: Any, *, negated: bool) -> Condition:
        if not isinstance(values, tuple):
            raise self._no_query(f"`in` goes with a list, such as {target.name} in ['a', 'b']")
        kind: Sign = ast.NotEq if negated else ast.Eq

        def says(row: Any) -> ColumnElement[bool]:
            each = [compared(target, row, kind, value) for value in values]
            return and_(true(), *each) if negated else or_(false(), *each)

        return self._holds(target, says)

    def _like(self, tree: ast.BinOp) -> Condition:
        target, pattern = self._named(tree.left), self._value(tree.right)
        if target is None or target.kind not in ("text", "param") or not isinstance(pattern, str):
            raise self._no_query("`like` compares text with a pattern in quotes, such as name like 'churn%'")
        negated = isinstance(tree.op, NotLike)

        def likes(row: Any) -> ColumnElement[bool]:
            text = unquoted(row.value) if target.kind == "param" else row
            return text.not_ilike(pattern) if negated else text.ilike(pattern)

        return self._holds(target, likes)

    def _holds(self, target: Field | Key, says: Callable[[Any], ColumnElement[bool]]) -> Condition:
        """Return the condition that what `says` says of a field, or of the value of a key, is true."""
        if isinstance(target, Field):
            return Condition(and_(target.column.is_not(None), says(target.column)))
        rows = target.values().c
        known = and_(rows.key == target.key, says(rows if target.kind == "param" else rows.value))
        return Condition(exists().where(rows.run_id == schema.runs.c.id, known), select(rows.run_id).where(known))

    def _named(self, tree: ast.expr) -> Field | Key | None:
        """Return what a name stands for; None where the tree is no name."""
        match tree:
            case ast.Name():
                return self._keys.find(tree.id)
            case ast.Attribute():
                return self._keys.find(ast.unparse(tree))
            case ast.Subscript(
                value=ast.Name(id="metrics" | "params" | "tags" as group), slice=ast.Constant(value=str(key))
            ):
                return self._keys.get(group, key)
        return None

    def _value(self, tree: ast.expr) -> Any:
        try:
            value = ast.literal_eval(tree)
        except (ValueError, TypeError, SyntaxError):
            raise self._no_query(f"{ast.unparse(tree)} is neither a name nor a value") from None
        if isinstance(value, list | tuple | set):
            return tuple(value)
        if not isinstance(value, str | int | float | bool | None):
            raise self._no_query(f"{ast.unparse(tree)} is no value that runs have")
        return value

    def _no_query(self, reason: str) -> InvalidInputError:
        return InvalidInputError(f"{self._text!r} is no query: {reason}.", hint=EXAMPLE)
