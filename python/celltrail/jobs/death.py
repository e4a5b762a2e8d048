"""Why a kernel is dead, as far as the system tells."""

from __future__ import annotations

import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from jupyter_core.utils import run_sync

_GROUPS = Path("/sys/fs/cgroup")


class MemoryWatch:
    """Counts how often the system has killed a process of this control group because memory ran out."""

    def __init__(self) -> None:
        self._files = [file for file in _event_files() if file.is_file()]
        self._before = self._kills()

    def has_killed(self) -> bool:
        """Whether it has since."""
        return self._kills() > self._before

    def _kills(self) -> int:
        count = 0
        for file in self._files:
            with suppress(OSError, ValueError):
                words = [line.split() for line in file.read_text().splitlines()]
                count = max(count, *(int(line[1]) for line in words if line[0] == "oom_kill"))
        return count


def why_dead(client: Any, memory: MemoryWatch) -> str:
    """Return why the kernel of a client is dead."""
    return sentence(_exit_code(client), ran_out=memory.has_killed())


def sentence(code: int | None, *, ran_out: bool = False) -> str:
    """Return what an exit code says to a person.

    >>> sentence(-11)
    'The kernel died: killed by signal 11 (SIGSEGV), a crash in compiled code.'
    """
    total = f"{psutil.virtual_memory().total / 2**30:.1f} GB"
    if ran_out:
        return "The kernel died: the system killed it because its memory ran out."
    if code is None:
        return "The kernel died."
    if code >= 0:
        return f"The kernel died: it ended by itself with exit code {code}, as by exit() or os._exit()."
    meaning = {
        signal.SIGKILL: f", probably because memory ran out (this machine has {total})",
        signal.SIGTERM: ", somebody asked it to end",
        signal.SIGSEGV: ", a crash in compiled code",
        signal.SIGBUS: ", a crash in compiled code, or a disk that is full",
        signal.SIGABRT: ", a crash in compiled code",
    }
    try:
        name = f" ({signal.Signals(-code).name})"
    except ValueError:
        name = ""
    return f"The kernel died: killed by signal {-code}{name}{meaning.get(-code, '')}."  # type: ignore[call-overload]


def _exit_code(client: Any) -> int | None:
    provisioner = getattr(getattr(client, "km", None), "provisioner", None)
    with suppress(Exception):
        return run_sync(provisioner.poll)()  # type: ignore[union-attr,no-any-return]
    return None


def _event_files() -> list[Path]:
    with suppress(OSError):
        lines = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
        two = [_GROUPS / path.lstrip("/") / "memory.events" for _, kind, path in lines if not kind]
        one = [
            _GROUPS / "memory" / path.lstrip("/") / "memory.oom_control"
            for _, kind, path in lines
            if "memory" in kind.split(",")
        ]
        return [*two, *one, _GROUPS / "memory.events", _GROUPS / "memory" / "memory.oom_control"]
    return []
