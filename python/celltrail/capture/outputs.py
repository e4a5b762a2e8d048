"""What a cell shows, as nbformat 4 outputs, while the user sees it exactly as without us.

IPython's display publisher and display hook, and the streams, are listened to for the span of one cell by
standing in front of one method of each (``publish``, ``clear_output``, ``write_format_data``, ``write``). These
names are those that IPython documents for frontends to override, and the same in every version of ipykernel and
in the terminal, where a display is printed too and must not count twice. The original is always called first, and
what listening raises is swallowed.
"""

from __future__ import annotations

import base64
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from typing import Any

LIMIT_BYTES = 10_000_000
"""What is kept of what one cell displays."""
TEXT_BYTES = 5_000_000
"""What is kept of what it prints; a cell that prints without end shows its figure all the same."""
_Undo = Callable[[], None]


class OutputWatch:
    """Collects the outputs of one cell."""

    def __init__(self, shell: Any = None) -> None:
        self._shell = shell
        self._undo: list[_Undo] = []
        self._size = self._printed = 0
        self._said: set[str] = set()
        self._clear_before_next = False
        self._displaying: set[int] = set()  # the threads that print a display
        self.outputs: list[dict[str, Any]] = []

    def start(self) -> None:
        """Begin to listen."""
        for name in ("stdout", "stderr"):
            self._listen_to_stream(name)
        if self._shell is not None:
            self._listen(self._shell.display_pub, "publish", self._on_publish)
            self._listen(self._shell.display_pub, "clear_output", self._on_clear)
            self._listen(self._shell.displayhook, "write_format_data", self._on_result)
            self._listen(self._shell.displayhook, "write_output_prompt", _ignore)
            self._listen(self._shell.displayhook, "finish_displayhook", _ignore)

    def stop(self) -> tuple[dict[str, Any], ...]:
        """Stop listening and return the outputs in order."""
        while self._undo:
            with suppress(Exception):
                self._undo.pop()()
        for output in self.outputs:
            if "_text" in output:
                output["text"] = output.pop("_text").getvalue()
        return tuple(self.outputs)

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Add the error that the cell ended with."""
        self._add({"output_type": "error", "ename": name, "evalue": value, "traceback": traceback}, len(value))

    def _listen(self, target: Any, method: str, listener: Callable[..., None]) -> None:
        original = getattr(target, method)

        def both(*args: Any, **kwargs: Any) -> Any:
            thread = threading.get_ident()
            try:
                self._displaying.add(thread)
                answer = original(*args, **kwargs)
            finally:
                self._displaying.discard(thread)
            with suppress(Exception):  # the user's cell is sacred
                listener(*args, **kwargs)
            return answer

        self._cover(target, method, both)

    def _cover(self, target: Any, method: str, cover: Callable[..., Any]) -> None:
        with suppress(Exception):
            around = vars(target).get(method)  # the cover of a run around this one
            object.__setattr__(target, method, cover)
            if around is None:
                self._undo.append(lambda: object.__delattr__(target, method))
            else:
                self._undo.append(lambda: object.__setattr__(target, method, around))

    def _listen_to_stream(self, name: str) -> None:
        stream = getattr(sys, name)

        def heard(text: str) -> None:
            if threading.get_ident() not in self._displaying:
                self._on_text(name, text)

        tee = _Tee(stream, heard)

        try:
            if "write" not in vars(stream):
                object.__setattr__(stream, "write", stream.write)  # can a method of it be covered?
                object.__delattr__(stream, "write")
        except (AttributeError, TypeError):
            setattr(sys, name, tee)
            self._undo.append(lambda: setattr(sys, name, stream) if getattr(sys, name) is tee else None)
        else:
            self._cover(stream, "write", tee.write)

    def _on_text(self, name: str, text: str) -> None:
        if not text or (self._printed >= TEXT_BYTES and not self._clear_before_next and self._said):
            return
        last = self.outputs[-1] if self.outputs and not self._clear_before_next else None
        if not (last and "_text" in last and last["name"] == name):
            last = {"output_type": "stream", "name": name, "text": "", "_text": StringIO()}
            self._add(last, 0)
        kept = text[: TEXT_BYTES - self._printed]  # written to one by one: there may be millions of lines
        self._printed += len(kept)
        last["_text"].write(kept)
        if len(kept) < len(text):
            self._say("printed text", TEXT_BYTES)

    def _on_publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **kwargs: Any) -> None:
        bundle = plain_bundle(data)
        transient = kwargs.get("transient") or {}
        output = {"output_type": "display_data", "data": bundle, "metadata": metadata or {}}
        if display_id := transient.get("display_id"):
            output["_display_id"] = display_id
        if kwargs.get("update"):
            for known in self.outputs:
                if known.get("_display_id") == display_id:
                    known["data"], known["metadata"] = bundle, metadata or {}
        else:
            self._add(output, _size(bundle))

    def _on_result(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        bundle = plain_bundle(format_dict)
        count = getattr(self._shell, "execution_count", None)
        output = {
            "output_type": "execute_result",
            "data": bundle,
            "metadata": md_dict or {},
            "execution_count": count,
        }
        self._add(output, _size(bundle))

    def _on_clear(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - IPython's signature
        if wait:
            self._clear_before_next = True
        else:
            self._clear()

    def _add(self, output: dict[str, Any], size: int) -> None:
        if self._clear_before_next:
            self._clear()
        if self._size + size > LIMIT_BYTES:
            self._say("outputs", LIMIT_BYTES)
        else:
            self._size += size
            self.outputs.append(output)

    def _clear(self) -> None:
        """Forget what was shown: it takes no room from what comes after it."""
        self._clear_before_next = False
        self._said.clear()
        self._size = self._printed = 0
        self.outputs.clear()

    def _say(self, what: str, limit: int) -> None:
        """Say once of each what is too much to keep."""
        if what not in self._said:
            self._said.add(what)
            text = f"\n[celltrail: {what} above {limit // 1_000_000} MB not kept]\n"
            self.outputs.append({"output_type": "stream", "name": "stderr", "text": text})


class _Tee:
    """A stream that lets somebody listen; everything else is the stream's own."""

    def __init__(self, stream: Any, heard: Callable[..., None]) -> None:
        self._stream = stream
        self._write = stream.write
        self._heard = heard

    def write(self, text: str) -> Any:
        answer = self._write(text)
        with suppress(Exception):
            self._heard(text)
        return answer

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _ignore(*_: Any) -> None:
    """Hear nothing: only what is printed meanwhile does not count."""


def plain_bundle(data: dict[str, Any]) -> dict[str, Any]:
    """Return a MIME bundle with bytes as base64, as nbformat has it."""
    return {
        kind: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for kind, value in data.items()
    }


def _size(bundle: dict[str, Any]) -> int:
    return sum(len(value) if isinstance(value, str) else 1000 for value in bundle.values())
