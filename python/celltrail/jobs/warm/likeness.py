"""What two processes must have in common so that the fork of one can stand for the other."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PASSING = {
    "COLUMNS", "IPY_INTERRUPT_EVENT", "JPY_INTERRUPT_EVENT", "JPY_PARENT_PID", "JPY_SESSION_NAME", "LINES",
    "OLDPWD", "PWD", "PYTEST_CURRENT_TEST", "SHLVL", "_",
}  # fmt: skip
"""Variables that say where a process stands, not what its libraries are to do."""
_OURS = "CELLTRAIL_"
_LIMITS = tuple(name for name in dir(resource) if name.startswith("RLIMIT_"))


def name_of(kind: str, environment: Mapping[str, str], *more: Any) -> str:
    """Return the name of the template that may fork a process for this one.

    Limits, priority, cgroup and name spaces of a fork are those of its parent, so a process that has others needs
    another template. So do other variables: a library may read them while it is imported. The values themselves
    are in nobody's name.
    """
    told = {name: value for name, value in environment.items() if not _is_passing(name)}
    facts = [kind, sys.executable, sys.version, sys.flags, told, _process(), *more]
    return hashlib.blake2b(json.dumps(facts, sort_keys=True, default=str).encode(), digest_size=8).hexdigest()


def _is_passing(name: str) -> bool:
    return name in _PASSING or name.startswith(_OURS)


def _process() -> list[Any]:
    status = _read("/proc/self/status").splitlines()
    return [
        [line for line in status if line.startswith(("Umask:", "Seccomp:", "CapEff:", "NoNewPrivs:"))],
        os.uname().nodename,
        os.getresuid(),
        os.getresgid(),
        sorted(os.getgroups()),
        os.getpriority(os.PRIO_PROCESS, 0),
        sorted(os.sched_getaffinity(0)),
        [resource.getrlimit(getattr(resource, name)) for name in _LIMITS],
        _read("/proc/self/cgroup"),
        [_link(f"/proc/self/ns/{space}") for space in ("mnt", "net", "pid", "user")],
    ]


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def _link(path: str) -> str:
    try:
        return os.readlink(path)  # noqa: PTH115 - what it names is no path
    except OSError:
        return ""
