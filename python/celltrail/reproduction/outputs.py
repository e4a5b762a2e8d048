"""Whether two executions of a cell showed the same."""

from __future__ import annotations

import base64
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from celltrail.records import Sameness
from celltrail.reproduction import volatile
from celltrail.reproduction.volatile import Times

_CARD = "ct-Card"
_SHOWN = 80
_WORD = re.compile(r"\w+|\W")
_WORST: tuple[Sameness, ...] = ("identical", "tolerance", "missing", "different")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What is needed to judge two executions of a cell."""

    before: Times
    after: Times
    tolerance: float
    is_timed: bool
    """Whether the cell looks at the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How two things compare."""

    sameness: Sameness = "identical"
    detail: str = ""
    volatile: tuple[str, ...] = ()


def worst(found: Iterable[Judged]) -> Judged:
    """Return the worst of some judgements, with everything volatile that any of them named."""
    all_found = list(found)
    if not all_found:
        return Judged()
    last = max(all_found, key=lambda one: _WORST.index(one.sameness))
    named = dict.fromkeys(name for one in all_found for name in one.volatile)
    return Judged(sameness=last.sameness, detail=last.detail, volatile=tuple(named))


def judge(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]], sides: Sides) -> Judged:
    """Return how the outputs of a cell compare. celltrail's own cards, which name runs, are left out."""
    if list(before) == list(after):
        return Judged()
    old, new = [_grouped(outputs) for outputs in (before, after)]
    found = [
        _named(name, judge_text(old[0].get(name, ""), new[0].get(name, ""), sides))
        for name in ("stdout", "stderr")
    ]
    if len(old[1]) != len(new[1]):
        said = f"{len(old[1])} output(s) before, {len(new[1])} now"
        error = next((one for one in new[1] if one["output_type"] == "error"), None)
        said += f": {error['ename']}: {error['evalue']}" if error else ""
        return worst([Judged(sameness="different", detail=said), *found])
    return worst([*found, *(_judge_one(one, other, sides) for one, other in zip(old[1], new[1], strict=True))])


def judge_text(before: str, after: str, sides: Sides) -> Judged:
    """Return how two texts compare: to the letter, but for what is volatile, or within the tolerance."""
    if before == after:
        return Judged()
    named: list[str] = []
    one, other = volatile.plain(before, sides.before), volatile.plain(after, sides.after)
    masks: list[tuple[str, Callable[[str, Times], str]]] = [
        (volatile.ADDRESSES, lambda text, _: volatile.numbered(text)),
        (volatile.MOMENT, volatile.without_moment),
        (volatile.TIMINGS, lambda text, _: volatile.without_timings(text, is_timed=sides.is_timed)),
        (volatile.BARS, lambda text, _: volatile.without_bars(text)),
    ]
    for name, mask in masks:
        if one == other:
            break
        masked, other_masked = mask(one, sides.before), mask(other, sides.after)
        # A mask counts only where it brought the two nearer: what it hides has to be what differed.
        if (masked == other_masked) or _differing(masked, other_masked) < _differing(one, other):
            named.append(name)
            one, other = masked, other_masked
    if one == other:
        return Judged(volatile=tuple(named))
    largest = _largest_difference(one, other, sides.tolerance)
    if largest is not None:
        detail = f"numbers differ by {largest:.3g} of their size at the most"
        return Judged(sameness="tolerance", detail=detail, volatile=tuple(named))
    return Judged(sameness="different", detail=_first_difference(one, other), volatile=tuple(named))


def judge_json(before: Any, after: Any, sides: Sides, path: str = "") -> Judged:
    """Return how two JSON values compare, number by number."""
    if before == after:
        return Judged()
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        return worst(judge_json(before[key], after[key], sides, f"{path}.{key}") for key in before)
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return worst(judge_json(one, other, sides, f"{path}[{n}]") for n, (one, other) in enumerate(pairs))
    if isinstance(before, str) and isinstance(after, str):
        return _named(path.lstrip("."), judge_text(before, after, sides))
    return _named(path.lstrip("."), judge_number(before, after, sides.tolerance))


def judge_number(before: Any, after: Any, tolerance: float) -> Judged:
    """Return how two numbers compare."""
    if before == after or (before != before and after != after):  # noqa: PLR0124 - nan is like nan
        return Judged()
    kinds = (int, float)
    if type(before) not in kinds or type(after) not in kinds:
        return Judged(sameness="different", detail=f"{_short(before)} before, {_short(after)} now")
    detail = f"{before!r} before, {after!r} now"
    is_close = math.isclose(before, after, rel_tol=tolerance, abs_tol=tolerance)
    return Judged(sameness="tolerance" if is_close else "different", detail=detail)


def judge_picture(before: str, after: str, tolerance: float) -> Judged:
    """Return how two pictures in base 64 compare, pixel by pixel."""
    if before == after:
        return Judged()
    try:
        import numpy as np
        from PIL import Image  # noqa: PLC0415 - whoever shows pictures has it

        pixels = [
            np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA"), dtype=float)
            for data in (before, after)
        ]
    except Exception:  # noqa: BLE001 - no Pillow, or no picture: then the bytes decide
        return Judged(sameness="different", detail="a picture of other bytes, which cannot be looked into")
    if pixels[0].shape != pixels[1].shape:
        sizes = [f"{one.shape[1]} x {one.shape[0]}" for one in pixels]
        return Judged(sameness="different", detail=f"a picture of {sizes[0]} before, {sizes[1]} now")
    differing = np.abs(pixels[0] - pixels[1]) / 255
    if not differing.any():
        return Judged()
    count = int(differing.any(axis=-1).sum())
    detail = f"{count} of {differing[..., 0].size} pixels differ, by {differing.max():.2g} at the most"
    return Judged(sameness="tolerance" if differing.max() <= tolerance else "different", detail=detail)


def _grouped(outputs: Sequence[dict[str, Any]]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return the streams by name, and what else was shown: how streams are cut and mixed is a matter of time."""
    streams: dict[str, str] = {}
    rest = []
    for output in outputs:
        if output["output_type"] == "stream":
            streams[output["name"]] = streams.get(output["name"], "") + _joined(output["text"])
        elif _CARD not in _joined(output.get("data", {}).get("text/html", "")):
            rest.append(output)
    return streams, rest


def _judge_one(before: dict[str, Any], after: dict[str, Any], sides: Sides) -> Judged:
    if before["output_type"] == "error" or after["output_type"] == "error":
        said = [_error_said(output) for output in (before, after)]
        return judge_text(said[0], said[1], sides)
    old, new = before.get("data", {}), after.get("data", {})
    if old.keys() != new.keys():
        kinds = [", ".join(sorted(one)) for one in (old, new)]
        return Judged(sameness="different", detail=f"shown as {kinds[0]} before, as {kinds[1]} now")
    return worst(_judge_kind(kind, old[kind], new[kind], sides) for kind in old)


def _judge_kind(kind: str, before: Any, after: Any, sides: Sides) -> Judged:
    if kind.startswith("image/") and "svg" not in kind:
        return judge_picture(_joined(before), _joined(after), sides.tolerance)
    if "json" in kind and not isinstance(before, str):
        return judge_json(before, after, sides)
    return judge_text(_joined(before), _joined(after), sides)


def _error_said(output: dict[str, Any]) -> str:
    if output["output_type"] != "error":
        return "no error"
    return f"{output['ename']}: {output['evalue']}"


def _joined(text: Any) -> str:
    if isinstance(text, str):
        return text
    return "".join(text) if isinstance(text, list) else json.dumps(text)


def _named(name: str, judged: Judged) -> Judged:
    if not judged.detail or not name:
        return judged
    return Judged(sameness=judged.sameness, detail=f"{name}: {judged.detail}", volatile=judged.volatile)


def _differing(before: str, after: str) -> int:
    words: list[list[str]] = [_WORD.findall(text) for text in (before, after)]
    differing = sum(1 for one, other in zip(*words, strict=False) if one != other)
    return differing + abs(len(words[0]) - len(words[1]))


def _largest_difference(before: str, after: str, tolerance: float) -> float | None:
    """Return by how much numbers of two texts differ; None where more than that differs, or by more."""
    largest = 0.0
    pieces = list(volatile.numbers(before)), list(volatile.numbers(after))
    if len(pieces[0]) != len(pieces[1]):
        return None
    for (one, is_number), (other, _) in zip(*pieces, strict=True):
        if not is_number:
            if one.split() != other.split():
                return None
        elif one != other:
            old, new = float(one), float(other)
            if not math.isclose(old, new, rel_tol=tolerance, abs_tol=tolerance):
                return None
            largest = max(largest, abs(old - new) / max(abs(old), abs(new), 1e-300))
    return largest


def _first_difference(before: str, after: str) -> str:
    lines = before.split("\n"), after.split("\n")
    for number, (one, other) in enumerate(zip(*lines, strict=False), 1):
        if one != other:
            return f"line {number}: {_short(one)} before, {_short(other)} now"
    return f"{len(lines[0])} line(s) before, {len(lines[1])} now"


def _short(value: Any) -> str:
    text = repr(value.strip() if isinstance(value, str) else value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
