"""Sockets and processes of deployments: bind, launch, look, end."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time

import psutil

from celltrail import clock
from celltrail.errors import DeploymentError, InvalidInputError, PortInUseError
from celltrail.serving.place import Place

STORE_VARIABLE = "CELLTRAIL_STORE"
CANNOT_LOAD = 3
"""The exit code by which a worker says that starting again would not help."""
_BACKLOG = 2048
_LARGEST_PORT = 65535
_LOOK_S = 0.05
# What a worker needs of the caller's environment. Everything else may be somebody's secret.
_KEPT = frozenset({
    "HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LOGNAME", "PATH", "PYTHONPATH",
    "SYSTEMROOT", "TMPDIR", "TZ", "USER", "VIRTUAL_ENV",
})  # fmt: skip


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.

    It listens from here on, so that connections wait while a worker starts instead of being refused.

    Raises
    ------
    PortInUseError
        Another program listens there.
    InvalidInputError
        There is no such port or address, or it may not be bound.
    """
    if not 0 <= port <= _LARGEST_PORT:
        raise InvalidInputError(f"There is no port {port}.", hint="Ports go from 1 to 65535; 0 takes a free one.")
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(_BACKLOG)
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(
                f"Port {port} of {host} is in use.", hint="Choose another one, or 0 for any that is free."
            ) from None
        raise InvalidInputError(
            f"{host}:{port} cannot be bound: {error.strerror}.",
            hint="Use 127.0.0.1, and a port from 1024 on.",
        ) from error
    return sock


def launch(place: Place, sock: socket.socket, store_url: str) -> int:
    """Start the supervisor of a deployment, detached from this process, and return its pid.

    Raises
    ------
    DeploymentError
        It does not even start.
    """
    handle = sock.fileno()
    with place.log.open("ab") as log:
        started = subprocess.run(
            [sys.executable, "-m", "celltrail.serving.supervisor", str(place.root), str(handle)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            pass_fds=(handle,),
            start_new_session=True,
            cwd=place.root,
            env=environment() | {STORE_VARIABLE: store_url},
            check=False,
        )
    if not started.stdout.strip().isdigit():
        raise DeploymentError("The supervisor of the deployment did not start.", hint=place.log_tail())
    return int(started.stdout)


def environment() -> dict[str, str]:
    """Return what a deployment's processes get of this process's environment: no secrets of the user."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith("LC_") or name.endswith("_NUM_THREADS")
    }


def is_alive(pid: int | None, deployment_id: str) -> bool:
    """Whether a deployment's supervisor still runs; another program that got its pid meanwhile does not count."""
    if pid is None:
        return False
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and any(
            deployment_id in part for part in process.cmdline()
        )
    except psutil.Error:
        return False


def end(pid: int | None, deployment_id: str, patience_s: float) -> None:
    """Ask a supervisor to stop and wait until it has; kill it with its worker where it does not within seconds."""
    if pid is None or not is_alive(pid, deployment_id):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    until = clock.elapsed() + patience_s
    while is_alive(pid, deployment_id):
        if clock.elapsed() > until:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            return
        time.sleep(_LOOK_S)
