"""What a template is for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What a template is for."""

    folder: str
    name: str
    kind: str
    """``kernel``, ``job``, or ``sender`` of jobs to a cluster."""
    modules: tuple[str, ...] = ()
    without: dict[str, str] = field(default_factory=dict)
    """Modules that it must not have, and why."""
    cwd: str = "/"
    idle_s: float = 900.0
    listener: int = -1
    """The socket, where an earlier self has made it already."""
    lock: int = -1
