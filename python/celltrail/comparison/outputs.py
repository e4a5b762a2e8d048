"""What a cell showed, on two sides: text by line, numbers with their difference, pictures beside each other."""

from __future__ import annotations

import difflib
import json
import math
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from celltrail.comparison.values import Change

OutputKind = Literal["text", "numbers", "image", "other"]
_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")
_ORDER = (*_IMAGES, "text/plain", "text/markdown", "text/latex", "text/html", "application/json")
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)(?![\w.]*\w)")
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LINES = 2_000
"""Lines of an output that are compared; of longer ones the beginning."""
_NUMBERS = 200
_LARGEST_IMAGE = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChange:
    """A number that differs in text that is the same otherwise."""

    line: int
    """Which line it stands in, from 1."""
    before: float
    after: float
    difference: float | None
    """None where there is none, as between nan and a number."""
    relative: float | None
    """The difference as a share of the number before; None where that is 0 or there is no difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputChange:
    """An output on two sides."""

    change: Change
    kind: OutputKind
    mime: str
    """The MIME type that is compared: of several the first that differs."""
    name: str
    """``stdout``, ``stderr``, ``error``, ``display`` or ``result``."""
    diff: tuple[str, ...] = ()
    """Lines of a unified diff, without its head; empty for pictures."""
    numbers: tuple[NumberChange, ...] = ()
    """Where only numbers differ, those that do."""
    before: str | None = None
    """The picture as a ``data:`` URL; None where it is none, or too large to be sent."""
    after: str | None = None
    note: str = ""
    """What to know of it, such as that only its beginning was compared."""


@dataclass(frozen=True, slots=True)
class _Output:
    name: str
    data: Mapping[str, str]

    @property
    def key(self) -> tuple[str, bool]:
        return self.name, any(mime in self.data for mime in _IMAGES)


def output_changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[OutputChange]:
    """Return how the outputs of a cell (as nbformat has them) differ from those of another, in their order."""
    old, new = _joined(before), _joined(after)
    matcher = difflib.SequenceMatcher(a=[one.key for one in old], b=[one.key for one in new], autojunk=False)
    found = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(old[start:end], new[other_start:other_end], strict=True)
            found += [_change(one, other) for one, other in pairs]
        else:
            found += [_change(one, None) for one in old[start:end]]
            found += [_change(None, one) for one in new[other_start:other_end]]
    return found


def _joined(outputs: Sequence[Mapping[str, Any]]) -> list[_Output]:
    """Return outputs with the pieces of one stream put together: how it was cut is chance."""
    found: list[_Output] = []
    for output in outputs:
        one = _read(output)
        if found and one.name in ("stdout", "stderr") and found[-1].name == one.name:
            one = _Output(one.name, {"text/plain": found.pop().data["text/plain"] + one.data["text/plain"]})
        found.append(one)
    return found


def _read(output: Mapping[str, Any]) -> _Output:
    kind = output.get("output_type")
    if kind == "stream":
        return _Output(str(output.get("name", "stdout")), {"text/plain": _text(output.get("text", ""))})
    if kind == "error":
        lines = output.get("traceback") or [f"{output.get('ename')}: {output.get('evalue')}"]
        return _Output("error", {"text/plain": _COLOUR.sub("", "\n".join(map(str, lines)))})
    data = {mime: _text(value) for mime, value in (output.get("data") or {}).items()}
    return _Output("result" if kind == "execute_result" else "display", data or {"text/plain": ""})


def _text(value: Any) -> str:
    """Return the value of a MIME type as text; nbformat may hold it as a list of lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)


def _change(old: _Output | None, new: _Output | None) -> OutputChange:
    mime = _compared(old, new)
    name = (new or old).name  # type: ignore[union-attr] # one of them is there
    before = old.data.get(mime) if old else None
    after = new.data.get(mime) if new else None
    one, other = _plain(before, mime), _plain(after, mime)
    change: Change = "same" if one == other else "changed"
    change = "added" if old is None else "removed" if new is None else change
    if mime in _IMAGES:
        return _image(change, name, mime, (before, after))
    kind: OutputKind = "text" if mime.startswith("text/") else "other"
    if change == "same":
        return OutputChange(change=change, kind=kind, mime=mime, name=name)
    numbers = tuple(_numbers(one, other)) if change == "changed" else ()
    diff, note = _diff(one, other)
    return OutputChange(
        change=change, kind="numbers" if numbers else kind, mime=mime, name=name,
        diff=diff, numbers=numbers[:_NUMBERS], note=note,
    )  # fmt: skip


def _compared(old: _Output | None, new: _Output | None) -> str:
    """Return the MIME type by which two outputs are told apart: the first that differs, else the first."""
    mimes = {mime for one in (old, new) if one for mime in one.data}
    ordered = sorted(mimes, key=lambda mime: (_ORDER.index(mime) if mime in _ORDER else len(_ORDER), mime))
    if old is None or new is None:
        return ordered[0]
    differs = (m for m in ordered if _plain(old.data.get(m), m) != _plain(new.data.get(m), m))
    return next(differs, ordered[0])


def _plain(text: str | None, mime: str) -> str:
    """Return text without what is another in each process: the addresses of objects."""
    text = text or ""
    return text.strip() if mime in _IMAGES else _ADDRESS.sub("at 0x…", text)


def _image(change: Change, name: str, mime: str, sides: tuple[str | None, str | None]) -> OutputChange:
    shown = [_data_url(side, mime) if side and len(side) <= _LARGEST_IMAGE else None for side in sides]
    note = (
        "A picture is too large to be shown."
        if any(s and not u for s, u in zip(sides, shown, strict=True))
        else ""
    )
    if change == "same":
        shown, note = [None, None], ""
    return OutputChange(
        change=change, kind="image", mime=mime, name=name, before=shown[0], after=shown[1], note=note
    )


def _data_url(value: str, mime: str) -> str:
    encoded = b64encode(value.encode()).decode() if mime == "image/svg+xml" else "".join(value.split())
    return f"data:{mime};base64,{encoded}"


def _diff(before: str, after: str) -> tuple[tuple[str, ...], str]:
    old, new = before.splitlines(), after.splitlines()
    longest = max(len(old), len(new))
    note = f"Only the first {_LINES} of {longest} lines were compared." if longest > _LINES else ""
    lines = difflib.unified_diff(old[:_LINES], new[:_LINES], lineterm="", n=2)
    return tuple(lines)[2:], note


def _numbers(before: str, after: str) -> Iterator[NumberChange]:
    """Give the numbers that differ, where nothing but numbers does."""
    old, new = before.splitlines()[:_LINES], after.splitlines()[:_LINES]
    if len(old) != len(new) or any(_shape(a) != _shape(b) for a, b in zip(old, new, strict=True)):
        return
    for line, (one, other) in enumerate(zip(old, new, strict=True), 1):
        for a, b in zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True):
            if float(a) != float(b):
                yield _number(line, float(a), float(b))


def _shape(line: str) -> str:
    """Return a line without its numbers, and without the spaces that set them in columns."""
    return " ".join(_NUMBER.sub("#", line).split())


def _number(line: int, before: float, after: float) -> NumberChange:
    difference = after - before
    if not math.isfinite(difference):
        return NumberChange(line=line, before=before, after=after, difference=None, relative=None)
    relative = difference / abs(before) if before else None
    return NumberChange(line=line, before=before, after=after, difference=difference, relative=relative)
