"""Between the process of a job and its kernel: silent requests, of which the notebook knows nothing."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from celltrail.records import Artifact, CellTrace, Direction

_MODULE = '__import__("importlib").import_module("celltrail.jobs.cells.{module}")'
_SHELL = '__import__("IPython").get_ipython()'
_NUMBER = (
    "(lambda value, python: python.float(value) if python.type(value) in (python.int, python.float) "
    'or python.getattr(python.getattr(value, "dtype", None), "kind", "") in ("i", "u", "f") and value.shape == () '
    'else None)({name}, __import__("builtins"))'
)
_SEEN = "celltrail"
_TRIES = 20
_TUPLES = ("reads", "binds", "files_read", "files_written", "warnings", "unseeded")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the kernel saw of a cell."""

    trace: CellTrace
    facts: dict[str, Any] = field(default_factory=dict)
    """Fields of the cell's record."""
    uses: tuple[tuple[str, Direction, Artifact], ...] = ()
    """Name, direction, artifact."""


class Bridge:
    """Asks a running kernel."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._reply: dict[str, Any] | None = None

    def ask(self, module: str, function: str, *arguments: Any) -> Any:
        """Return what a function of ours answers in the kernel; None where it cannot be asked.

        The function gets the shell and the arguments, which are texts and numbers, and returns JSON.
        """
        found = self._evaluate({"answer": _call(module, function, *arguments)})
        return _decoded(found["answer"]) if found else None

    def numbers(self, names: Iterable[str]) -> dict[str, float]:
        """Return those of some names that hold a finite number; it takes no celltrail in the kernel."""
        found = self._evaluate({name: _NUMBER.format(name=name) for name in names if not name.startswith("_")})
        numbers = {name: float(text) for name, text in found.items() if text != "None"}
        return {name: number for name, number in numbers.items() if math.isfinite(number)}

    def _evaluate(self, expressions: dict[str, str]) -> dict[str, str]:
        """Return how the values of expressions print, of those that have one."""
        if not expressions:
            return {}
        for _ in range(_TRIES):
            sent = self._client.kc.execute(
                "", silent=True, store_history=False, user_expressions=expressions, allow_stdin=False
            )
            content = self._client.wait_for_reply(sent)["content"]
            if content.get("status") != "aborted":  # what was asked while a failed cell cleared the queue
                break
        answers = content.get("user_expressions", {})
        return {
            name: answer["data"]["text/plain"] for name, answer in answers.items() if answer.get("status") == "ok"
        }

    def install(self) -> dict[str, str] | None:
        """Have the kernel watch its cells, and return which Python it is; None where celltrail is not in it."""
        return self.ask("watch", "install")  # type: ignore[no-any-return] # what the function there says

    def contents(self, names: Iterable[str]) -> dict[str, str]:
        """Return what names hold in the kernel; nothing of those that it has not."""
        return self.ask("restoring", "contents", json.dumps(list(names))) or {}

    def listen(self) -> None:
        """Have each cell's reply tell what the kernel saw of it, which saves a question after each."""
        self._client.kc.execute = partial(
            self._client.kc.execute, user_expressions={_SEEN: _call("watch", "take")}
        )
        self._client.on_cell_executed = self._hear

    def _hear(self, *, execute_reply: dict[str, Any], **_cell: Any) -> None:
        self._reply = execute_reply["content"].get("user_expressions", {}).get(_SEEN)

    def take(self) -> Seen | None:
        """Return what the kernel saw of the last cell; that of a failed one is not in its reply, but asked for."""
        heard, self._reply = self._reply, None
        found = _decoded(heard["data"]["text/plain"]) if heard and heard.get("status") == "ok" else None
        found = found or self.ask("watch", "take")
        if not found:
            return None
        uses = found.pop("uses")
        return Seen(
            trace=msgspec.convert(found.pop("trace"), CellTrace),
            uses=tuple(
                (use["name"], use["direction"], msgspec.convert(use["artifact"], Artifact)) for use in uses
            ),
            facts={key: tuple(value) if key in _TUPLES else value for key, value in found.items()},
        )


def _call(module: str, function: str, *arguments: Any) -> str:
    """Return the expression that calls a function of ours with the shell and some arguments."""
    given = ", ".join([_SHELL, *(repr(argument) for argument in arguments)])
    return f"{_MODULE.format(module=module)}.{function}({given})"


def _decoded(printed: str) -> Any:
    """Return what a function of ours answered, from how its JSON prints."""
    return msgspec.json.decode(ast.literal_eval(printed))
