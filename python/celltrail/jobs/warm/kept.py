"""The templates that a home keeps: asked for a fork, started where there is none, listed, stopped."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from celltrail import clock, config
from celltrail.errors import WarmError
from celltrail.jobs.warm import wire
from celltrail.jobs.warm.forked import Forked
from celltrail.jobs.warm.likeness import name_of
from celltrail.jobs.warm.spec import Spec

_ANSWER_S = 60.0
_MOST = 6
_TRIES = 4
_ROOM_S = 0.1
_PENANCE_S = 600.0
"""How long what ended while it was being made is not tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A template that is there."""

    name: str
    pid: int
    kind: str
    modules: tuple[str, ...]
    without: dict[str, str]
    since: float
    served: int
    forks: tuple[tuple[int, int], ...]
    """What it forked and still runs: the process, and the process that asked for it."""


def folder_of(home: Path) -> Path:
    """Return the folder of the sockets of a home's templates."""
    return home / "warm"


def spec_of(
    home: Path,
    kind: str,
    environment: Mapping[str, str],
    *,
    modules: Sequence[str] = (),
    cwd: str = "/",
    more: Any = (),
) -> Spec:
    """Return what the template has to be that may fork for this process."""
    name = name_of(kind, environment, list(modules), cwd, more)
    idle_s = config.warm_idle_s()
    return Spec(folder=str(folder_of(home)), name=name, kind=kind, modules=tuple(modules), cwd=cwd, idle_s=idle_s)


def start(spec: Spec, environment: Mapping[str, str], flags: Sequence[str] = ()) -> None:
    """Start a template that is not there yet; it answers when its imports are done.

    Raises
    ------
    WarmError
        It ended at once.
    """
    os.close(wire.open_folder(Path(spec.folder)))
    _make_room(Path(spec.folder))
    log = Path(spec.folder, f"{spec.name}.log")
    with log.open("wb") as said:
        done = subprocess.run(
            [sys.executable, *flags, "-m", "celltrail.jobs.warm.template", json.dumps(asdict(spec))],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={name: value for name, value in environment.items() if name not in _NOT_HANDED_ON},
            cwd=spec.cwd,
            check=False,
        )
    if done.returncode:
        reason = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise WarmError(f"No process could be kept ready: {' '.join(reason)}", hint=f"See {log}.")


_NOT_HANDED_ON = {"CELLTRAIL_PARENT_RUN", "CELLTRAIL_NOTEBOOK", "JPY_PARENT_PID", "JPY_SESSION_NAME"}


def is_there(spec: Spec) -> bool:
    """Whether the template is there, or is being made."""
    lock = Path(spec.folder, f"{spec.name}.lock")
    try:
        with lock.open("r+b") as opened:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def fork(
    spec: Spec,
    request: Mapping[str, Any],
    files: Sequence[int],
    environment: Mapping[str, str],
    *,
    start_it: bool = True,
    flags: Sequence[str] = (),
) -> tuple[Forked, dict[str, str]] | None:
    """Return a fork of a template, and what it was not given beforehand and why; None where there is no template.

    Raises
    ------
    WarmError
        There is none and none could be made, or it ended before it answered.
    """
    refused = Path(spec.folder, f"{spec.name}.refused")
    if _is_new(refused):
        raise WarmError(refused.read_text(encoding="utf-8"), hint=f"Remove {refused} to try again.")
    for _ in range(_TRIES):
        connection = wire.connect(Path(spec.folder), spec.name)
        if connection is None and start_it:
            start(spec, environment, flags)
            connection = wire.connect(Path(spec.folder), spec.name)
        if connection is None:
            return None
        try:
            said, got = _answer(connection, {"do": "fork", "asked_by": os.getpid(), **request}, files)
        except WarmError as error:
            if start_it:  # else it was the first job of a home, which may well be stopped
                refused.write_text(f"the process that was to be kept ended: {error.message}", encoding="utf-8")
            raise
        if "pid" in said:
            return Forked(said["pid"], got[0], connection), said["without"]
        connection.close()  # what it has is out of date; it makes room for another
        time.sleep(_ROOM_S)
    raise WarmError("Its modules change all the time.", hint="Wait until nothing is being installed.")


def _answer(
    connection: socket.socket, request: Mapping[str, Any], files: Sequence[int]
) -> tuple[dict[str, Any], list[int]]:
    connection.settimeout(_ANSWER_S)
    try:
        wire.send(connection, dict(request), files)
        return wire.receive(connection)
    except BaseException:
        connection.close()
        raise


def _is_new(refused: Path) -> bool:
    with suppress(OSError):
        return clock.now() - refused.stat().st_mtime < _PENANCE_S
    return False


def listed(home: Path) -> list[Kept]:
    """Return the templates of a home that are ready."""
    return [kept for name in _names(folder_of(home)) if (kept := ask(folder_of(home), name, "state"))]


def stop(home: Path, name: str | None = None) -> list[Kept]:
    """Have the template of a name, or all of a home, take no more requests and return what they were."""
    names = [name] if name else list(_names(folder_of(home)))
    return [kept for each in names if (kept := ask(folder_of(home), each, "stop"))]


def _names(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from sorted(path.stem for path in folder.glob("*.sock"))


def ask(folder: Path, name: str, what: str) -> Kept | None:
    """Return what a template is when its imports are done; None where there is none."""
    with suppress(WarmError, OSError):
        connection = wire.connect(folder, name)
        if connection is not None:
            with closing(connection):
                connection.settimeout(_ANSWER_S)
                wire.send(connection, {"do": what})
                said, _ = wire.receive(connection)
            told = {**said, "modules": tuple(said["modules"]), "forks": tuple(map(tuple, said["forks"]))}
            return Kept(name=name, **told)
    return None


def _make_room(folder: Path) -> None:
    """Stop the oldest where there are many: each keeps its modules in memory."""
    sockets = sorted(folder.glob("*.sock"), key=lambda path: path.stat().st_mtime)
    for path in sockets[: max(0, len(sockets) - _MOST + 1)]:
        ask(folder, path.stem, "stop")
    for path in folder.glob("*.log"):
        if not is_there(Spec(folder=str(folder), name=path.stem, kind="")):
            path.unlink(missing_ok=True)
