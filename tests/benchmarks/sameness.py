"""Whether a notebook shows with capture what it shows without.

A notebook is run in fresh kernels: twice with no cell tracked, and once with ``%%track`` on every cell. Where the
first two agree, the third has to agree to the letter; a cell that does not is tried again, and counts as different
when it differs again. Where the first two differ (times, random pictures), only what changes by itself may change.
Names by chance (addresses, ids of widgets, the working folder) are compared by the order in which they appear.
"""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any, Literal

from tests.conftest import Kernel

Verdict = Literal["same", "but for numbers", "by chance", "different"]
BEST: tuple[Verdict, ...] = ("same", "but for numbers", "by chance", "different")
CARD = "ct-Card"
BARE = "#%track"
TRACKED = "%%track"
_LATE_S = 2
_SETUP = """%load_ext celltrail
import os, random
os.makedirs("work")
os.chdir("work")
random.seed(0)
try:
    import numpy
    numpy.random.seed(0)
    del numpy
except ImportError:
    pass
del os, random"""
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_CELL_NAME = re.compile(r"(Cell )?In ?\[\d+\]|ipykernel_\d+/\d+\.py|\(\d+\.py")
_FIRST_LINE = re.compile(r"^(?:-*>)? +1 *$\n?", re.MULTILINE)
_CHANCE = re.compile(
    r"0x[0-9a-f]+|[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_TIMED = re.compile(
    r"(The slowest run took [^\n]*\n)?\d[^\n\"]* per loop \(mean[^\n\"]*|(CPU|Wall) times?: [^\n\"]*"
)
_OVERWRITTEN = re.compile(r"[^\r\n\"]*\r(?=[^\n])")
_NUMBER = re.compile(r"\d+([.,:]\d+)*(e[-+]?\d+)?")
_BAR = re.compile(r"[ █▏▎▍▌▋▊▉#]+\|")


@dataclass(frozen=True)
class Shown:
    """What a frontend got for one cell, and after how long."""

    messages: list[tuple[str, dict[str, Any]]]
    cards: int
    ended: str
    seconds: float
    folder: str

    @property
    def text(self) -> str:
        """Everything as text, names by chance numbered in the order in which they appear."""
        return _numbered(_spelled(self))

    @property
    def kinds(self) -> list[tuple[str, list[str]]]:
        """Of what kinds the messages are."""
        return [(kind, sorted(content.get("data", {}))) for kind, content in self.messages]


@dataclass(frozen=True)
class Compared:
    """One cell, without and with capture."""

    source: str
    verdict: Verdict
    without: Shown
    tracked: Shown


def sources(notebook: Path) -> list[str]:
    """Return the code cells of a notebook."""
    import nbformat

    cells = nbformat.read(notebook, as_version=4).cells
    return [cell.source.lstrip("\n") for cell in cells if cell.cell_type == "code" and cell.source.strip()]


def compare(cells: list[str], folder: Path, **environment: str) -> list[Compared]:
    """Run some cells without, again without, and with capture, and return what each showed."""
    found = _compared(cells, folder / "one", environment)
    if any(cell.verdict == "different" for cell in found):
        again = _compared(cells, folder / "two", environment)
        found = [min(pair, key=lambda cell: BEST.index(cell.verdict)) for pair in zip(found, again, strict=True)]
    return found


def _compared(cells: list[str], folder: Path, environment: dict[str, str]) -> list[Compared]:
    first, second, tracked = (
        list(run(cells, folder / name, tracked=name == "tracked", **environment))
        for name in ("first", "second", "tracked")
    )
    return [
        Compared(source, verdict(one, two, ours), one, ours)
        for source, one, two, ours in zip(cells, first, second, tracked, strict=True)
    ]


def run(cells: list[str], folder: Path, *, tracked: bool, **environment: str) -> Iterator[Shown]:
    """Run some cells in a kernel of their own, and give what each showed, also when it had ended long ago."""
    folder.mkdir(parents=True)
    kernel = Kernel(folder, PYTHONHASHSEED="0", **environment)
    try:
        shown = _by_cell(kernel)
        kernel.client.execute(_SETUP, store_history=False, reply=True, timeout=60)
        ended = []
        for source in cells:
            began = time.perf_counter()
            message_id = kernel.start(_as_run(source, tracked=tracked))
            status = kernel.finish(message_id).reply["status"]
            ended.append((message_id, status, time.perf_counter() - began))
        with suppress(Empty):
            while kernel.client.get_iopub_msg(timeout=_LATE_S):  # threads of a cell may print when it has ended
                pass
        for message_id, status, seconds in ended:
            yield _shown(shown[message_id], status, seconds, folder)
    finally:
        kernel.stop()


def _by_cell(kernel: Kernel) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return where the messages will lie that a kernel sends, by the cell that they belong to."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    receive = kernel.client.get_iopub_msg

    def noted(**options: Any) -> Any:
        message = receive(**options)
        if message["msg_type"] not in ("status", "execute_input"):
            found[message["parent_header"].get("msg_id", "")].append((message["msg_type"], message["content"]))
        return message

    kernel.client.get_iopub_msg = noted
    return found


def verdict(one: Shown, two: Shown, ours: Shown) -> Verdict:
    """Return whether what was shown with capture is what was shown without, twice."""
    alone, again, watched = one.text, two.text, ours.text
    if watched in (alone, again):
        return "same"
    if alone == again:
        return "different"
    masked = _masked(watched)
    if masked in (_masked(alone), _masked(again)):
        return "but for numbers"
    if _masked(alone) == _masked(again) or one.kinds == two.kinds != ours.kinds:
        return "different"
    return "by chance"


def _as_run(source: str, *, tracked: bool) -> str:
    """Return a cell with the magic, or without it and with as many lines."""
    if tracked:
        return f"{TRACKED}\n{source}"
    return source if source.startswith("%%") else f"{BARE}\n{source}"


def _shown(messages: list[tuple[str, dict[str, Any]]], status: str, seconds: float, folder: Path) -> Shown:
    kept: list[tuple[str, dict[str, Any]]] = []
    cards = 0
    for kind, content in messages:
        if CARD in str(content.get("data", {}).get("text/html", "")):
            cards += 1
        elif kept and kind == "stream" == kept[-1][0] and content["name"] == kept[-1][1]["name"]:
            kept[-1][1]["text"] += content["text"]  # how a stream is cut is a matter of time
        else:
            kept.append((kind, dict(content)))
    return Shown(kept, cards, status, seconds, str(folder))


def _spelled(shown: Shown) -> str:
    text = json.dumps([shown.messages, shown.ended], sort_keys=True, ensure_ascii=False, indent=1)
    text = (
        text.replace("\\u001b", "\x1b").replace("\\n", "\n").replace("\\r", "\r").replace(shown.folder, "FOLDER")
    )
    text = _COLOUR.sub("", text).replace(BARE, "").replace(TRACKED, "")
    return _FIRST_LINE.sub("", _CELL_NAME.sub("CELL", text))


def _numbered(text: str) -> str:
    numbers: dict[str, int] = {}
    return _CHANCE.sub(lambda found: f"<{numbers.setdefault(found[0], len(numbers))}>", text)


def _masked(text: str) -> str:
    text = _OVERWRITTEN.sub("", _TIMED.sub("#", text))
    return re.sub(r"\s+", " ", _NUMBER.sub("#", _BAR.sub("|", text)))
