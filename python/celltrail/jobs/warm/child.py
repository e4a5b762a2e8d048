"""What a fork does before it is anything else: it becomes as a fresh process would be."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGPIPE, signal.SIGUSR1)


def become(request: Mapping[str, Any], files: Sequence[int]) -> None:
    """Take environment, folder, arguments and standard streams from a request; share nothing with the siblings."""
    os.setsid()
    _fresh_signals()
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    with suppress(FileNotFoundError):
        os.chdir(request["cwd"])
    sys.argv[:] = request["argv"]
    _show_as(request["kind"])
    _fresh_chance()


def _fresh_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in _HANDLED:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # as the interpreter has it
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _fresh_chance() -> None:
    """Have generators of chance begin anew, so that no two forks draw the same."""
    random.seed()
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        numpy.seed()
    processes = sys.modules.get("multiprocessing.process")
    if processes is not None:
        key = processes.AuthenticationString(os.urandom(32))
        processes.current_process()._config["authkey"] = key  # noqa: SLF001


def _show_as(kind: str) -> None:
    """Have ``ps`` say what this process is; the command line stays that of the template."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(f"celltrail-{kind}"[:15], encoding="utf-8")
