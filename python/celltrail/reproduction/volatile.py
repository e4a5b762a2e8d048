"""What changes by itself from one execution to the next, and says nothing of the result.

Addresses and ids by chance are numbered in the order in which they appear. Times are taken out where they are the
moment or the duration of that very execution, and not data: a date counts only if each side names the time at
which it ran.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

ADDRESSES = "addresses and ids"
TIMINGS = "timings"
BARS = "progress bars"
MOMENT = "the time of day"
_DAY_S = 86_400.0
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_CELL_NAME = re.compile(r"(Cell )?In ?\[\d+\]|ipykernel_\d+/\d+\.py|\(\d+\.py")
_CHANCE = re.compile(
    r"0x[0-9a-fA-F]{6,}|\b(?:[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b"
    r"|\b(?:[mp][0-9a-f]{10}|sk-container-id-\d+)\b|(?<=#T_)[0-9a-f]{5}|(?<=id=\"T_)[0-9a-f]{5}"
)
_TIMED = re.compile(
    r"(The slowest run took [^\n]*\n)?\d[^\n\"]* per loop \(mean[^\n\"]*|(CPU|Wall) times?: [^\n\"]*"
    r"|\b\d+(\.\d+)?\s?(it|s|step|B|kB|MB)/(s|it|step)\b|\[\d+:\d+(:\d+)?<[^\]\n]*\]"
)
_DURATION = re.compile(
    r"\d+(?:\.\d+)?(?:e[-+]?\d+)?\s?(?:ns|\u00b5s|\u03bcs|us|ms|s|sec|secs|seconds?|min|minutes?)\b"
)
_ABOUT_TIME = re.compile(r"elapsed|took|duration|runtime|time[sd]?\b|finished in|done in", re.IGNORECASE)
_OVERWRITTEN = re.compile(r"[^\r\n]*\r(?=[^\n])")
_BAR = re.compile(r"[ █▏▎▍▌▋▊▉#=>.\-]+(?=[|\]])|[━╸╺]+")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[ T](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|(?<![\d.])(?P<epoch>1\d{9})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?(?![\d])"
)
_LIBRARY = re.compile(r"[^\s'\"<>()]*/lib/python\d+\.\d+/(?:(?:site|dist)-packages/)?")
"""Where Python or a package is installed: warnings say it, and an environment built anew lies elsewhere."""
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When one side ran, and where: what of a text may come from that."""

    begun: float
    ended: float
    folders: tuple[str, ...] = ()

    def holds(self, at: float) -> bool:
        """Whether a moment lies in the execution, in any time zone."""
        return self.begun - _DAY_S <= at <= self.ended + _DAY_S


def plain(text: str, times: Times) -> str:
    """Return a text without colours, numbers of cells, and the folders it was made in and with.

    >>> plain("/a/lib/python3.11/site-packages/some/module.py:3: UserWarning", Times(begun=0, ended=1))
    'LIBRARY/some/module.py:3: UserWarning'
    """
    for folder in times.folders:
        text = text.replace(folder, "FOLDER")
    return _CELL_NAME.sub("CELL", _LIBRARY.sub("LIBRARY/", _COLOUR.sub("", text)))


def numbered(text: str) -> str:
    """Return a text with what is named by chance numbered in the order of appearance.

    >>> numbered("<object at 0x7f00aa10> 0x7f00aa10")
    '<object at <0>> <0>'
    """
    numbers: dict[str, int] = {}
    return _CHANCE.sub(lambda found: f"<{numbers.setdefault(found[0].lower(), len(numbers))}>", text)


def without_bars(text: str) -> str:
    """Return a text as it stands at the end: without what was written over, and without the length of bars."""
    return re.sub(r"[ \t]+", " ", _BAR.sub("", _OVERWRITTEN.sub("", text)))


def without_timings(text: str, *, is_timed: bool) -> str:
    """Return a text without durations: what timing tools say, and numbers with units where time was looked at."""
    text = _TIMED.sub("<timed>", text)
    lines = text.split("\n")
    return "\n".join(
        _DURATION.sub("<timed>", line) if is_timed or _ABOUT_TIME.search(line) else line for line in lines
    )


def without_moment(text: str, times: Times) -> str:
    """Return a text without the moments that lie in the execution."""

    def shown(found: re.Match[str]) -> str:
        return "<now>" if times.holds(_at(found)) else found[0]

    return _MOMENT.sub(shown, text)


def numbers(text: str) -> Iterator[tuple[str, bool]]:
    """Give the pieces of a text, each with whether it is a number.

    >>> [piece for piece, is_number in numbers("auc 0.5, n 3") if is_number]
    ['0.5', '3']
    """
    end = 0
    for found in _NUMBER.finditer(text):
        yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield text[end:], False


def _at(found: re.Match[str]) -> float:
    if found["epoch"]:
        return float(found["epoch"])
    text = f"{found['day']}T{found['time'] or '12:00'}"
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0
