"""Something with content that is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ArtifactKind = Literal[
    "frame", "array", "model", "figure", "file", "notebook", "environment", "profile", "text", "object"
]
Direction = Literal["input", "output"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """Some content, named by the digest of its bytes. It exists once, however many runs point to it."""

    digest: str
    kind: ArtifactKind
    codec: str
    """The name of the codec that reads the bytes."""
    size_bytes: int
    summary: dict[str, Any] = field(default_factory=dict)
    """What a list shows of it: shape, columns with types, class name. JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactUse:
    """That a run read or made an artifact under a name."""

    run_id: str
    cell_execution_id: str | None
    name: str
    direction: Direction
    artifact: Artifact
    version: int
    """Which content the name has: 1 for the first digest ever seen under it, counted up with each new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The software and hardware a run had."""

    digest: str
    python: str
    implementation: str
    platform: str
    cpu: str
    cpu_count: int
    memory_bytes: int
    packages: dict[str, str]
    """Installed distributions: name to version."""
    lock: str
    """The digest of the PEP 751 lock file (``pylock.toml``)."""
    threads: dict[str, str] = field(default_factory=dict)
    """Environment variables that set how many threads numeric libraries use."""
    gpus: tuple[str, ...] = ()
    """Graphics processors, each with its driver and memory."""
