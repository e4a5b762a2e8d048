"""Between the process of a job and its kernel: silent requests, of which the notebook knows nothing."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from celltrail.records import Artifact, CellTrace, Direction

_MODULE = '__import__("importlib").import_module("celltrail.jobs.cells.{module}")'
_SHELL = '__import__("IPython").get_ipython()'
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

    def ask(self, module: str, function: str, *arguments: Any) -> Any:
        """Return what a function of ours answers in the kernel; None where it cannot be asked.

        The function gets the shell and the arguments, which are texts and numbers, and returns JSON.
        """
        given = ", ".join([_SHELL, *(repr(argument) for argument in arguments)])
        expression = f"{_MODULE.format(module=module)}.{function}({given})"
        for _ in range(_TRIES):
            sent = self._client.kc.execute(
                "", silent=True, store_history=False, user_expressions={"answer": expression}, allow_stdin=False
            )
            content = self._client.wait_for_reply(sent)["content"]
            if content.get("status") != "aborted":  # what was asked while a failed cell cleared the queue
                break
        answer = content.get("user_expressions", {}).get("answer", {})
        if answer.get("status") != "ok":
            return None
        return msgspec.json.decode(ast.literal_eval(answer["data"]["text/plain"]))

    def install(self) -> dict[str, str] | None:
        """Have the kernel watch its cells, and return which Python it is; None where celltrail is not in it."""
        return self.ask("watch", "install")  # type: ignore[no-any-return] # what the function there says

    def contents(self, names: Iterable[str]) -> dict[str, str]:
        """Return what names hold in the kernel; nothing of those that it has not."""
        return self.ask("restoring", "contents", json.dumps(list(names))) or {}

    def take(self) -> Seen | None:
        """Return what the kernel saw of the last cell."""
        found = self.ask("watch", "take")
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
