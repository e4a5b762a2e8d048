"""What the parameters of a sweep may be: ``2..10``, ``log:1e-4..1e-1``, ``a,b,c``, or Python values."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from celltrail.errors import ParameterError
from celltrail.jobs import parse_value
from celltrail.records import Dimension

_LOG = "log:"
_DOTS = ".."
_LIST = (list, tuple)


def space_of(given: Mapping[str, Any]) -> tuple[tuple[Dimension, ...], dict[str, Any]]:
    """Return what is searched, and what all trials share, of what was given for the parameters.

    A ``range``, a list or tuple of values, text such as ``"log:1e-4..1e-1"`` and a ``Dimension`` are searched;
    anything else is one value for all trials.

    Raises
    ------
    ParameterError
        A range is empty or no range, or a value stands twice.
    """
    space, fixed = [], {}
    for name, value in given.items():
        dimension = dimension_of(name, value)
        if dimension is None:
            fixed[name] = value
        else:
            space.append(checked(dimension))
    if not space:
        raise ParameterError(
            "There is nothing to search: each parameter has one value.",
            hint="Give a range or values: -p max_depth=2..10 -p rate=log:1e-4..1e-1 -p kind=a,b,c.",
        )
    return tuple(space), fixed


def named_space(given: Sequence[str]) -> dict[str, Any]:
    """Return what is written as ``NAME=SPACE``, by name.

    Raises
    ------
    ParameterError
        One of them is not NAME=SPACE, or looks like a range and is none.
    """
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            raise ParameterError(f"-p {text!r} is not NAME=SPACE.", hint="Write for example -p max_depth=2..10.")
        found[name] = parse(name, value)
    return found


def parse(name: str, text: str) -> Any:
    """Return what is written for a parameter: a Dimension where it is several values, else the value.

    Raises
    ------
    ParameterError
        It looks like a range and is none.

    Examples
    --------
    >>> parse("depth", "2..4")
    Dimension(name='depth', values=None, low=2, high=4, integer=True, log=False)
    >>> parse("kind", "a,b").values
    ('a', 'b')
    >>> parse("region", "eu")
    'eu'
    """
    if text.startswith(_LOG) or _is_range(text):
        return _parse_range(name, text)
    if (values := _split(text)) is not None:
        return Dimension(name=name, values=values)
    return parse_value(text)


def size_of(space: tuple[Dimension, ...]) -> int | None:
    """Return how many points a space has; None where it is continuous."""
    sizes = [_count(dimension) for dimension in space]
    return None if None in sizes else math.prod(size for size in sizes if size is not None)


def point_at(space: tuple[Dimension, ...], index: int) -> dict[str, Any]:
    """Return a point of a finite space: the last dimension changes quickest, as in nested loops."""
    chosen = {}
    for dimension in reversed(space):
        index, place = divmod(index, _count(dimension) or 1)
        values = dimension.values
        chosen[dimension.name] = values[place] if values is not None else int(dimension.low or 0) + place
    return {dimension.name: chosen[dimension.name] for dimension in space}


def checked(dimension: Dimension) -> Dimension:
    """Return a dimension that can be searched.

    Raises
    ------
    ParameterError
        It is empty, not finite, has a value twice, or a logarithm of what has none.
    """
    name, low, high = dimension.name, dimension.low, dimension.high
    if dimension.values is not None:
        keys = [repr(value) for value in dimension.values]
        if not keys or len(set(keys)) < len(keys):
            what = "no values" if not keys else "a value twice"
            raise ParameterError(f"The search of {name!r} has {what}.", hint="Give each value once.")
        return dimension
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        raise ParameterError(f"The range of {name!r} has no two finite ends.", hint="Write for example 0.1..0.9.")
    if low >= high:
        raise ParameterError(
            f"The range of {name!r} is empty: {low} to {high}.", hint="The lower end comes first."
        )
    if dimension.log and low <= 0:
        raise ParameterError(
            f"The range of {name!r} begins at {low}, which has no logarithm.", hint="Begin above 0."
        )
    return dimension


def fitted(dimension: Dimension, kind: str) -> Dimension:
    """Return a dimension as a parameter of a type takes it: a range of whole numbers is continuous for a float."""
    return replace(dimension, integer=False) if dimension.integer and kind == "float" else dimension


def dimension_of(name: str, value: Any) -> Dimension | None:
    """Return what is searched of a value given for a parameter; None where it is one value for all trials.

    Raises
    ------
    ParameterError
        It looks like a range and is none.
    """
    if isinstance(value, str):
        parsed = parse(name, value)
        return parsed if isinstance(parsed, Dimension) else None
    if isinstance(value, Dimension):
        return replace(value, name=name)
    if isinstance(value, range):
        if value.step == 1 and len(value) > 1:
            return Dimension(name=name, low=value.start, high=value.stop - 1, integer=True)
        return Dimension(name=name, values=tuple(value))
    if isinstance(value, _LIST):
        return Dimension(name=name, values=tuple(value))
    return None


def _is_range(text: str) -> bool:
    ends = text.split(_DOTS)
    return len(ends) in (2, 3) and all(_number(end) is not None for end in ends)


def _parse_range(name: str, text: str) -> Dimension:
    log = text.startswith(_LOG)
    ends = [_number(end) for end in text.removeprefix(_LOG).split(_DOTS)]
    if None in ends or len(ends) not in (2, 3) or (log and len(ends) != 2):  # noqa: PLR2004 - its ends
        raise ParameterError(
            f"{text!r} for {name!r} is no range.", hint="Write LOW..HIGH, LOW..HIGH..STEP or log:LOW..HIGH."
        )
    low, high = ends[0], ends[1]
    if len(ends) == 3:  # noqa: PLR2004 - with a step
        return Dimension(name=name, values=_steps(name, *ends))
    return Dimension(
        name=name, low=low, high=high, integer=isinstance(low, int) and isinstance(high, int), log=log
    )


def _steps(name: str, low: Any, high: Any, step: Any) -> tuple[Any, ...]:
    most = 100_000
    if step <= 0 or low > high or (high - low) / step > most:
        raise ParameterError(f"The range of {name!r} has no steps of {step}.", hint="Write LOW..HIGH..STEP.")
    count = int((high - low) / step + 1e-9) + 1
    whole = all(isinstance(number, int) for number in (low, step))
    return tuple(low + i * step if whole else round(low + i * step, 12) for i in range(count))


def _number(text: str) -> int | float | None:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return None


def _split(text: str) -> tuple[Any, ...] | None:
    """Return the values between commas; commas inside brackets and quotes belong to a value."""
    text = text.strip().rstrip(",")
    try:
        found = ast.literal_eval(f"({text},)")
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        is_plain = "," in text and not set(text) & set("[](){}'\"")
        return tuple(parse_value(part.strip()) for part in text.split(",")) if is_plain else None
    return found if len(found) > 1 else None


def _count(dimension: Dimension) -> int | None:
    if dimension.values is not None:
        return len(dimension.values)
    if dimension.integer:
        return int(dimension.high or 0) - int(dimension.low or 0) + 1
    return None
