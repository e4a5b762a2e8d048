"""The folder of a deployment, and the notes that its processes leave each other there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from celltrail.records import Signature

Note = TypeVar("Note")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRoute:
    """A route with all that a worker needs to load its model."""

    version: int
    weight: float
    shadow: bool
    artifact: str
    codec: str
    signature: Signature
    trusted: tuple[str, ...] = ()
    """Whose code loading it may run; somebody has said so when it was deployed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the worker shall answer with. Each change is a greater generation."""

    deployment_id: str
    name: str
    model: str
    artifacts: str
    """The folder of the artifact store."""
    generation: int
    routes: tuple[PlannedRoute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerState:
    """What the worker says of itself."""

    pid: int
    generation: int
    """The generation it answers with."""
    refused: int = 0
    """The newest generation that it could not load."""
    error: str = ""
    """Why not."""


class Place:
    """The folder of one deployment."""

    def __init__(self, serving: Path, deployment_id: str) -> None:
        self.root = serving / deployment_id
        self.log = self.root / "log.txt"
        self.requests = self.root / "requests"
        self.labels = self.root / "labels"
        self.plan_file = self.root / "plan.json"
        self._state_file = self.root / "worker.json"

    def make(self) -> None:
        """Make the folder, readable by its owner only: requests may hold what others should not see."""
        self.root.mkdir(parents=True, mode=0o700)
        self.requests.mkdir()
        self.labels.mkdir()

    def plan(self) -> Plan:
        """Return what the worker shall answer with."""
        return msgspec.json.decode(self.plan_file.read_bytes(), type=Plan)

    def set_plan(self, plan: Plan) -> None:
        """Say what the worker shall answer with."""
        _write_whole(self.plan_file, plan)

    def state(self) -> WorkerState | None:
        """Return what the worker said last; None where no worker has been ready since the last start."""
        return _read(self._state_file, WorkerState)

    def set_state(self, state: WorkerState) -> None:
        """Say what the worker is doing."""
        _write_whole(self._state_file, state)

    def clear_state(self) -> None:
        """Forget the worker that was."""
        self._state_file.unlink(missing_ok=True)

    def log_tail(self, lines: int = 12) -> str:
        """Return the last lines that the deployment's processes wrote."""
        try:
            text = self.log.read_text(errors="replace")
        except OSError:
            return ""
        return "\n".join(text.strip().splitlines()[-lines:])


def _read(path: Path, kind: type[Note]) -> Note | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None


def _write_whole(path: Path, note: Any) -> None:
    """Write beside and rename, so that a reader sees the old note or the new one, never a part."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(msgspec.json.encode(note))
    partial.replace(path)
