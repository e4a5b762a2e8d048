"""Outputs that stay of a size that a notebook can hold: the beginning and the end of what is too long."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from celltrail.secrets import Secrets

HEAD = 1 << 20
"""Letters that are kept of the beginning of a stream."""
TAIL = 1 << 20
"""Letters that are kept of its end."""
LARGEST = 20 << 20
"""Letters that one thing that was shown may have in one MIME type."""
BUDGET = 50 << 20
"""Letters that all things that one cell showed may have together."""
NOTEBOOK = 256 << 20
"""Letters that the outputs of all cells may have together: JupyterLab opens no notebook of 512 MB."""
LITTLE = 10_000
"""Letters that are kept of a stream's beginning, and of its end, where the notebook is full."""
MOST = 2_000
"""Outputs that one cell may have."""
_SAID = 6


class Room:
    """How much of what cells show a notebook can still hold."""

    def __init__(self, left: int = NOTEBOOK) -> None:
        self.left = left

    def take(self, outputs: Iterable[Any]) -> None:
        """Take the room that the outputs of a cell need."""
        self.left = max(0, self.left - sum(map(size_of, outputs)))

    def of(self, most: int) -> int:
        """Return how many letters of a stream's beginning or end are kept, where `most` would be."""
        return min(most, max(LITTLE, self.left // 2))


def size_of(output: Any) -> int:
    """Return about how many letters an output has."""
    texts = (output.get("text", ""), *output.get("data", {}).values(), *output.get("traceback", ()))
    return sum(len(text) for text in texts if isinstance(text, str))


class StreamText:
    """The text of one stream output, as it grows."""

    def __init__(self, output: Any, room: Room) -> None:
        self.output = output
        self._head: list[str] = []
        self._room, self._most = room.of(HEAD), room.of(TAIL)
        self._tail: deque[str] = deque()
        self._tail_length = self._left_out = 0

    @property
    def is_shortened(self) -> bool:
        """Whether something between the beginning and the end is gone."""
        return self._left_out > 0

    def add(self, text: str) -> None:
        """Add what was printed."""
        if self._room:
            self._head.append(text[: self._room])
            text, self._room = text[self._room :], max(0, self._room - len(text))
        if len(text) > self._most:
            self._left_out += len(text) - self._most
            text = text[-self._most :]
        if text:
            self._tail.append(text)
            self._tail_length += len(text)
        while self._tail and self._tail_length - len(self._tail[0]) >= self._most:
            gone = len(self._tail.popleft())
            self._tail_length -= gone
            self._left_out += gone

    def settle(self) -> None:
        """Write the text into the output."""
        between = f"\n[celltrail: {self._left_out:,} letters were left out here]\n" if self._left_out else ""
        self.output["text"] = "".join(self._head) + between + "".join(self._tail)


class CellOutputs:
    """What one cell shows: secrets concealed, streams joined, what is too much left out and counted."""

    def __init__(self, secrets: Secrets, room: Room) -> None:
        self._secrets = secrets
        self._room = room
        self._held: dict[str, str] = {}
        self._streams: dict[str, StreamText] = {}
        self._size = self._dropped = 0
        self.is_shortened = False
        """Whether anything of what the cell showed is not kept."""

    def content(self, content: Any) -> Any:
        """Return what a message says, as it may be kept."""
        content = self._secrets.data(content)
        if isinstance(bundle := content.get("data"), dict):
            content["data"] = kept = shortened(bundle)
            self.is_shortened |= kept is not bundle
        return content

    def stream(self, outputs: list[Any]) -> None:
        """Take the stream output that was added last, and join it to the one before where that is the same."""
        output = outputs.pop()
        name = output["name"]
        text = self._secrets.text(self._held.pop(name, "") + output["text"])
        if held := self._secrets.held_back(text):
            text, self._held[name] = text[:-held], text[-held:]
        if text:
            self._add(outputs, output, text)

    def other(self, outputs: list[Any]) -> None:
        """Take another output that was added last; drop it where there is too much."""
        output = outputs[-1]
        if output["output_type"] == "error":
            return
        if len(outputs) == 1:
            self._size = 0  # what was there before was cleared
        size = size_of(output)
        if self._size + size > min(BUDGET, self._room.left) or len(outputs) > MOST:
            outputs.pop()
            self._dropped += 1
        else:
            self._size += size

    def settle(self) -> None:
        """Write the texts so far into the outputs."""
        for stream in self._streams.values():
            stream.settle()

    def close(self, outputs: list[Any], make: Any) -> None:
        """Write what was held back, and what was left out."""
        for name, text in self._held.items():
            self._add(outputs, make("stream", name=name, text=""), self._secrets.text(text))
        self._held.clear()
        if self._dropped:
            said = f"[celltrail: {self._dropped:,} further outputs of this cell were left out: {self._limit()}]\n"
            self._add(outputs, make("stream", name="stderr", text=""), said)
        self.settle()
        self.is_shortened |= self._dropped > 0 or any(one.is_shortened for one in self._streams.values())
        self._dropped = 0

    def _limit(self) -> str:
        if self._room.left < BUDGET:
            return f"the cells of a notebook may show {NOTEBOOK >> 20} MB together"
        return f"a cell may show {MOST:,} things of {BUDGET >> 20} MB together"

    def _add(self, outputs: list[Any], output: Any, text: str) -> None:
        known = self._streams.get(output["name"])
        is_last = known is not None and bool(outputs) and outputs[-1] is known.output
        is_there = known is not None and any(one is known.output for one in outputs[-MOST:])
        if known is None or not (is_last or (is_there and len(outputs) >= MOST)):
            if known is not None:
                known.settle()
            output["text"] = ""
            outputs.append(output)
            known = self._streams[output["name"]] = StreamText(output, self._room)
        known.add(text)


def shortened(bundle: dict[str, Any]) -> dict[str, Any]:
    """Return a MIME bundle without what is too large, which a sentence stands for."""
    large = {kind: len(data) for kind, data in bundle.items() if isinstance(data, str) and len(data) > LARGEST}
    if not large:
        return bundle
    kept = {kind: data for kind, data in bundle.items() if kind not in large}
    said = ", ".join(f"{kind} of {length:,} letters" for kind, length in large.items())
    begin = bundle["text/plain"][:HEAD] + "\n" if "text/plain" in large else kept.get("text/plain", "")
    return {**kept, "text/plain": f"{begin}[celltrail: left out as too large: {said}]"}


def shortening(numbers: list[int]) -> str:
    """Return what a person is told of the cells whose outputs are not kept whole."""
    more = len(numbers) - _SAID
    which = ", ".join(map(str, numbers[:_SAID])) + (f" and {more} more" if more > 0 else "")
    return (
        f"{'Cell' if len(numbers) == 1 else 'Cells'} {which} showed more than a notebook can hold: each says what "
        "is missing. What is needed whole belongs into a file."
    )


def glimpse(outputs: list[Any], most: int = 100_000) -> tuple[dict[str, Any], ...]:
    """Return outputs as they are shown while the cell runs: the newest, of a size that can be sent often."""
    shown: list[dict[str, Any]] = []
    room = most
    for output in reversed(outputs):
        seen = dict(output)
        if "text" in seen:
            seen["text"] = seen["text"][-room:]
        size = len(seen.get("text", "")) + sum(len(str(data)) for data in seen.get("data", {}).values())
        if size > room:
            break
        room -= size
        shown.insert(0, seen)
        if room <= 0:
            break
    return tuple(shown)
