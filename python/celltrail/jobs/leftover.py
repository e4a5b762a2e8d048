"""No kernel outlives its job: not even where the job's process was killed and could do nothing about it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

_PR_SET_PDEATHSIG = 1
_FILE = "kernel.pid"


def own_start() -> dict[str, Any]:
    """Return how a kernel is to be started, so that the system kills it when this process is gone."""
    if not sys.platform.startswith("linux"):
        return {}  # there the kernel itself looks every second whether its parent lives
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def die_with_parent() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)  # it was gone before the system was asked

    return {"preexec_fn": die_with_parent}


def remember_kernel(folder: Path, pid: int) -> None:
    """Write down which kernel a job has."""
    with suppress(OSError):
        (folder / _FILE).write_text(str(pid), encoding="utf-8")


def end_leftovers(folder: Path) -> int:
    """Kill what is left of a job's kernel and of what it started; return how many processes that were.

    Only what still belongs to the kernel's session is killed: an endpoint that the notebook deployed has its own.
    """
    try:
        session = int((folder / _FILE).read_text(encoding="utf-8"))
        since = (folder / _FILE).stat().st_mtime
    except (OSError, ValueError):
        return 0
    with suppress(psutil.Error):
        if psutil.Process(session).create_time() > since + 1:
            return 0  # the number belongs to another process by now, so nothing of the kernel's is left
    count = 0
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if os.getsid(process.pid) == session:
                process.kill()
                count += 1
    return count
