"""In the kernel of a job: brings names to what they held, each looked at afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.jobs.cells import generators
from celltrail.jobs.cells.contents import ABSENT, Contents, plain_value
from celltrail.tracking import workspace

_AGAIN = 2


def bring(shell: Any, wanted: str) -> str:
    """Bring names to contents; return those that could not be, each with the reason, as JSON.

    `wanted` is JSON: a list of name, content and the statement that makes it where it holds code, in the order in
    which they were made; and how many cells have run before.
    """
    names, count = json.loads(wanted)
    work = _Bringing(shell, workspace().artifacts)
    failed = {name: work.bring(name, content, statement) for name, content, statement in names}
    for _ in range(_AGAIN):  # a function's default may need a name that was made anew after it
        for name, content, statement in names:
            if failed[name]:
                failed[name] = work.bring(name, content, statement)
    shell.execution_count = max(shell.execution_count, count + 1)
    return json.dumps({name: reason for name, reason in failed.items() if reason})


def contents(shell: Any, names: str) -> str:
    """Return what names hold, as JSON."""
    held = Contents(workspace().artifacts, shell.user_ns)
    found = {name: held.of(name) for name in json.loads(names) if name not in generators.NAMES}
    return json.dumps(found | {name: _state(held, name) for name in json.loads(names) if name in generators.NAMES})


class _Bringing:
    def __init__(self, shell: Any, artifacts: ArtifactStore) -> None:
        self._shell = shell
        self._names: dict[str, Any] = shell.user_ns
        self._artifacts = artifacts

    def bring(self, name: str, content: str, statement: str) -> str:
        """Bring one name to a content and return why it could not be; empty where it could."""
        try:
            if name in generators.NAMES:
                _, codec, digest = content.split(" ")
                generators.set_state(name, self._artifacts.get(digest, codec))
            elif statement:
                result = self._shell.run_cell(statement, store_history=False, silent=True)
                result.raise_error()
            else:
                self._names[name] = self._value(content)
        except Exception as error:  # noqa: BLE001 - a library that is not here, an artifact that is gone
            return f"{type(error).__name__}: {error}"[:300]
        held = Contents(self._artifacts, self._names)
        now = _state(held, name) if name in generators.NAMES else held.of(name)
        return "" if now == content else "it comes back as something else"

    def _value(self, content: str) -> Any:
        if content.startswith("= "):
            return plain_value(content)
        kind, codec, digest = content.split(" ")[:3]
        if kind != "a":
            raise ValueError("it is nothing that is kept")
        return self._artifacts.get(digest, codec)


def _state(held: Contents, name: str) -> str:
    states: Mapping[str, Any] = generators.states()
    return held.of_value(generators.plain(states[name])) if name in states else ABSENT
