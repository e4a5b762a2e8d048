"""Outputs that stay of a size that a notebook can hold: the beginning and the end of what is too long."""

from __future__ import annotations

from collections import deque
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
MOST = 2_000
"""Outputs that one cell may have."""


class StreamText:
    """The text of one stream output, as it grows."""

    def __init__(self, output: Any) -> None:
        self.output = output
        self._head: list[str] = []
        self._room = HEAD
        self._tail: deque[str] = deque()
        self._tail_length = self._left_out = 0

    def add(self, text: str) -> None:
        """Add what was printed."""
        if self._room:
            self._head.append(text[: self._room])
            text, self._room = text[self._room :], max(0, self._room - len(text))
        if len(text) > TAIL:
            self._left_out += len(text) - TAIL
            text = text[-TAIL:]
        if text:
            self._tail.append(text)
            self._tail_length += len(text)
        while self._tail and self._tail_length - len(self._tail[0]) >= TAIL:
            gone = len(self._tail.popleft())
            self._tail_length -= gone
            self._left_out += gone

    def settle(self) -> None:
        """Write the text into the output."""
        between = f"\n[celltrail: {self._left_out:,} letters were left out here]\n" if self._left_out else ""
        self.output["text"] = "".join(self._head) + between + "".join(self._tail)


class CellOutputs:
    """What one cell shows: secrets concealed, streams joined, what is too much left out and counted."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._held: dict[str, str] = {}
        self._streams: dict[str, StreamText] = {}
        self._size = self._dropped = 0

    def content(self, content: Any) -> Any:
        """Return what a message says, as it may be kept."""
        content = self._secrets.data(content)
        if isinstance(bundle := content.get("data"), dict):
            content["data"] = shortened(bundle)
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
        self._size += sum(len(text) for text in output.get("data", {}).values() if isinstance(text, str))
        if self._size > BUDGET or len(outputs) > MOST:
            outputs.pop()
            self._dropped += 1

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
            said = f"[celltrail: {self._dropped:,} further outputs of this cell were left out]\n"
            self._add(outputs, make("stream", name="stderr", text=""), said)
            self._dropped = 0
        self.settle()

    def _add(self, outputs: list[Any], output: Any, text: str) -> None:
        known = self._streams.get(output["name"])
        is_last = known is not None and bool(outputs) and outputs[-1] is known.output
        is_there = known is not None and any(one is known.output for one in outputs[-MOST:])
        if known is None or not (is_last or (is_there and len(outputs) >= MOST)):
            if known is not None:
                known.settle()
            output["text"] = ""
            outputs.append(output)
            known = self._streams[output["name"]] = StreamText(output)
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
