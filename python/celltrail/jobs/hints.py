"""Type hints of parameters: read from code without running it, and fitted to what is given.

A hint that cannot be told without running the notebook (a class of its own, say) is ``any``: it refuses nothing.
"""

from __future__ import annotations

import ast
import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail.jobs.given import Secret, is_secret

ANY = "any"
_SAME = {
    "List": "list", "Sequence": "list", "MutableSequence": "list", "Iterable": "list", "Collection": "list",
    "Dict": "dict", "Mapping": "dict", "MutableMapping": "dict", "Tuple": "tuple", "Set": "set", "Text": "str",
    "FrozenSet": "set", "frozenset": "set", "AbstractSet": "set", "PurePath": "Path", "PathLike": "Path",
}  # fmt: skip
_KNOWN = {"int", "float", "str", "bool", "list", "dict", "tuple", "set", "Path", "date", "datetime"}
_SEVERAL: dict[str, Any] = {
    "list": (list, tuple),
    "tuple": (tuple, list),
    "set": (set, frozenset, list),
}


class MisfitError(ValueError):
    """A value is not what a hint says."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a parameter may be: a kind, and for containers what they hold."""

    kind: str = ANY
    inside: tuple[Hint, ...] = ()
    choices: tuple[Any, ...] = ()
    """The values of a ``Literal``."""
    endless: bool = False
    """Whether a tuple is as long as one likes: ``tuple[int, ...]``."""

    def without_none(self) -> Hint:
        """Return ``X`` of ``X | None``; other hints as they are."""
        rest = tuple(one for one in self.inside if one.kind != "None")
        return rest[0] if self.kind == "union" and len(rest) == 1 else self

    def takes_none(self) -> bool:
        """Whether None is among what it may be."""
        return self.kind == "union" and any(one.kind == "None" for one in self.inside)


def hint_of(node: ast.expr | None) -> Hint:
    """Return the hint that an annotation says."""
    match node:
        case ast.Constant(value=None):
            return Hint("None")
        case ast.Constant(value=str(text)):
            return read_hint(text)
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return _union([hint_of(left), hint_of(right)])
        case ast.Subscript(value=value, slice=inside):
            parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
            return _generic(_name(value), parts)
        case ast.Name() | ast.Attribute():
            name = _name(node)
            return Hint(name) if name in _KNOWN else Hint()
    return Hint()


def read_hint(text: str) -> Hint:
    """Return the hint that a text says; ``any`` where it is none."""
    try:
        return hint_of(ast.parse(text.strip(), mode="eval").body)
    except SyntaxError:
        return Hint()


def fit(hint: Hint, value: Any) -> Any:
    """Return a value as the kind that a hint says.

    A whole number is taken for a float, a number for text, text for a path or an ISO date.

    Raises
    ------
    MisfitError
        It is of another kind.
    """
    if hint.kind == "union":
        return _fit_one_of(hint, value)
    if hint.kind == "literal":
        return _chosen(hint, value)
    if is_secret(value):
        if hint.kind not in (ANY, "str"):
            raise MisfitError(f"a secret is text, not {hint.kind}")
        return Secret(value)
    if hint.kind in ("list", "tuple", "set", "dict"):
        return _fit_inside(hint, value)
    return _fit_plain(hint.kind, value)


def _fit_plain(kind: str, value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == ANY or (kind == type(value).__name__ and kind in ("int", "str", "bool")):
        return value
    if kind == "None" and value is None:
        return None
    if kind in ("float", "str") and is_number:
        return {"float": float, "str": str}[kind](value)  # a person who writes -p region=7 means the text
    if kind == "Path" and isinstance(value, str | Path):
        return Path(value)
    if kind in ("date", "datetime") and (when := _date(kind, value)) is not None:
        return when
    raise MisfitError(f"{value!r} is {type(value).__name__}")


def _fit_one_of(hint: Hint, value: Any) -> Any:
    same = [one for one in hint.inside if one.kind == type(value).__name__ or one.kind == "literal"]
    for one in (*same, *hint.inside):  # text stays text in `Path | str`, and a whole number in `float | int`
        try:
            return fit(one, value)
        except MisfitError:
            continue
    raise MisfitError(f"{value!r} is {type(value).__name__}")


def _chosen(hint: Hint, value: Any) -> Any:
    for choice in hint.choices:
        if choice == value and type(choice) is type(value):
            return choice
        if isinstance(choice, str) and not isinstance(value, str) and str(value) == choice:
            return choice  # -p region=7 again
    raise MisfitError(f"{value!r} is none of {', '.join(map(repr, hint.choices))}")


def _fit_inside(hint: Hint, value: Any) -> Any:
    if hint.kind == "dict":
        if not isinstance(value, dict):
            raise MisfitError(f"{value!r} is {type(value).__name__}")
        key, item = hint.inside or (Hint(), Hint())
        return {_within(f"key {k!r}", key, _key(key, k)): _within(f"[{k!r}]", item, v) for k, v in value.items()}
    if not isinstance(value, _SEVERAL[hint.kind]):
        raise MisfitError(f"{value!r} is {type(value).__name__}")
    inside: list[Hint] = list(hint.inside or (Hint(),))
    if hint.kind != "tuple" or hint.endless or not hint.inside:
        inside = inside[:1] * len(value)
    if len(value) != len(inside):
        raise MisfitError(f"{value!r} has {len(value)} items, not {len(inside)}")
    items = [_within(f"[{place}]", *pair) for place, pair in enumerate(zip(inside, value, strict=True))]
    return {"list": list, "tuple": tuple, "set": set}[hint.kind](items)


def _key(hint: Hint, key: Any) -> Any:
    """Return a key that JSON has made text of as the number that it was."""
    if hint.kind in ("int", "float") and isinstance(key, str):
        with suppress(ValueError):
            return {"int": int, "float": float}[hint.kind](key)
    return key


def _within(where: str, hint: Hint, value: Any) -> Any:
    try:
        return fit(hint, value)
    except MisfitError as error:
        raise MisfitError(f"{where} of it: {error}, not {hint.kind}") from None


def _date(kind: str, value: Any) -> dt.date | None:
    wanted = dt.datetime if kind == "datetime" else dt.date
    if isinstance(value, dt.date) and (kind == "date") is not isinstance(value, dt.datetime):
        return value
    try:
        return wanted.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _generic(name: str, parts: list[ast.expr]) -> Hint:
    if name == "Literal":
        values = [part.value for part in parts if isinstance(part, ast.Constant)]
        return Hint("literal", choices=tuple(values)) if len(values) == len(parts) else Hint()
    if name == "Optional":
        return _union([hint_of(parts[0]), Hint("None")])
    if name == "Union":
        return _union([hint_of(part) for part in parts])
    if name in ("Annotated", "Final", "ClassVar"):
        return hint_of(parts[0])
    if name not in ("list", "dict", "tuple", "set"):
        return Hint(name) if name in _KNOWN else Hint()
    endless = isinstance(last := parts[-1], ast.Constant) and last.value is Ellipsis
    return Hint(name, tuple(hint_of(part) for part in parts[: len(parts) - endless]), endless=endless)


def _union(members: list[Hint]) -> Hint:
    flat: list[Hint] = []
    for member in members:
        flat.extend(member.inside if member.kind == "union" else [member])
    return Hint() if any(member.kind == ANY for member in flat) else Hint("union", tuple(flat))


def _name(node: ast.expr) -> str:
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return _SAME.get(last, last)
