"""Hosts of their own on one machine: each has its network, processes, name and disk. They share one folder.

All of it is made of Linux namespaces and ends with their first processes: a switch, and hosts on cables to it.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

PROGRAMS = ("ip", "unshare", "nsenter", "setpriv")
_NEW_HOST = ["unshare", "--net", "--mount", "--uts", "--ipc", "--pid", "--fork", "--mount-proc", "--kill-child"]
_ETHERNET = "02:00:00:00:00:{:02x}"
_OURS = ("CELLTRAIL_", "JUPYTER_", "DASK_")


def need_network() -> None:
    """Skip the test where no hosts can be made."""
    if not sys.platform.startswith("linux"):
        pytest.skip("hosts are made of Linux' namespaces")
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        assert not os.environ.get("CI"), f"{', '.join(missing)} missing: .ci/run installs them"
        pytest.skip(f"{', '.join(missing)} missing (Debian: iproute2, util-linux)")
    add = [*_NEW_HOST, "ip", "link", "add", "type", "veth"]
    tried = subprocess.run(add, capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no hosts may be made here, which takes root: {tried.stderr.strip()}")


@dataclass
class Host:
    """A host with its cable."""

    name: str
    address: str
    own: Path
    """A folder that each host has another of under this path."""
    holder: subprocess.Popen[bytes]
    switch: subprocess.Popen[bytes]
    environment: dict[str, str]
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def pid(self) -> int:
        """The first process of the host."""
        return _inside(self.holder)

    def start(
        self, *command: str | Path, cwd: Path | None = None, user: str = "", log: str = "", **environment: str
    ) -> subprocess.Popen[str]:
        """Start a program; without a log, what it says comes through pipes."""
        as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        file = self.own.parent / f"{self.name}-{log}.log"
        with file.open("w") if log else nullcontext(subprocess.PIPE) as out:
            process = subprocess.Popen(
                [*self._enter(), f"--wd={cwd or self.own}", "--", *as_user, *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT if log else subprocess.PIPE,
                text=True,
                env={**self.environment, **environment},
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def run(self, *command: str | Path, cwd: Path | None = None, code: int = 0, **environment: str) -> str:
        """Run a program and return what it said."""
        process = self.start(*command, cwd=cwd, **environment)
        said, wrong = process.communicate(timeout=120)
        assert process.returncode == code, f"{command} ended with {process.returncode}: {said}{wrong}"
        return said + wrong

    def celltrail(self, *arguments: str | Path, cwd: Path | None = None, code: int = 0, **environment: str) -> str:
        """Run our command and return what it said."""
        return self.run(sys.executable, "-m", "celltrail", *arguments, cwd=cwd, code=code, **environment)

    def reads(self, path: Path) -> str:
        """Return what a file holds on this host; nothing where there is none."""
        done = subprocess.run(
            [*self._enter(), "--", "cat", str(path)], capture_output=True, text=True, check=False
        )
        return done.stdout

    def writes(self, path: Path, text: str) -> None:
        """Write a file on this host."""
        script = 'mkdir -p "$(dirname "$1")"; cat > "$1"'
        command = [*self._enter(), "--", "sh", "-c", script, "sh", str(path)]
        subprocess.run(command, input=text, text=True, check=True)

    def cut(self) -> None:
        """Pull the cable: nobody is told that anything was closed, packets only come to nowhere."""
        _ip(self.switch, "link", "set", self.name, "nomaster")

    def mend(self) -> None:
        """Plug the cable in again."""
        _ip(self.switch, "link", "set", self.name, "master", "hub")

    def crash(self) -> None:
        """End the host, with all its processes and its cable."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.holder.wait()

    def _enter(self) -> list[str]:
        return ["nsenter", f"--target={self.pid}", "--net", "--mount", "--uts", "--ipc", "--pid"]


@contextmanager
def network(folder: Path, *names: str) -> Iterator[tuple[Host, ...]]:
    """Give hosts of these names, with the addresses 10.99.0.1, .2 and so on; all see ``folder / "shared"``."""
    shared, own = folder / "shared", folder / "own"
    for one in (shared, own):
        one.mkdir(exist_ok=True)
    holders = [_hold("ip link add hub type bridge; ip link set hub up")]
    hosts = []
    try:
        for number, name in enumerate(names, start=1):
            address = f"10.99.0.{number}"
            holder = _hold(f"hostname {name}; mount -t tmpfs none {own}; ip link set lo up")
            holders.append(holder)
            _ip(
                holders[0],
                "link",
                "add",
                name,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                str(_inside(holder)),
            )
            _ip(holders[0], "link", "set", name, "master", "hub", "up")
            _ip(holder, "address", "add", f"{address}/24", "dev", "eth0")
            _ip(holder, "link", "set", "eth0", "address", _ETHERNET.format(number))
            _ip(holder, "link", "set", "eth0", "up")
            for other in set(range(1, len(names) + 1)) - {number}:  # nobody finds out by asking who is there
                ethernet = _ETHERNET.format(other)
                _ip(
                    holder,
                    "neigh",
                    "add",
                    f"10.99.0.{other}",
                    "lladdr",
                    ethernet,
                    "dev",
                    "eth0",
                    "nud",
                    "permanent",
                )
            hosts.append(Host(name, address, own, holder, holders[0], _environment(own)))
        for host in hosts:
            host.run("mkdir", "-p", *{v for v in host.environment.values() if v.startswith(f"{own}/")}, cwd=own)
        yield tuple(hosts)
    finally:
        for holder in holders:
            holder.kill()  # the kernel ends the rest
            holder.wait()
        for process in (process for host in hosts for process in host.started):
            process.communicate()


def stop(process: subprocess.Popen[str]) -> None:
    """Ask a program of a host to end, and wait for that."""
    for inside in psutil.Process(process.pid).children():
        inside.terminate()
    process.wait()


def _environment(own: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    places = {"HOME": "user", "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython", "MPLCONFIGDIR": "mpl"}
    return {
        **kept,
        **{variable: str(own / name) for variable, name in places.items()},
        "CELLTRAIL_HOME": str(own / "home"),
        "CELLTRAIL_WARM_MINUTES": "0",
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p.endswith("/python")),
    }


def _hold(prepare: str) -> subprocess.Popen[bytes]:
    """Start the first process of a host, and wait until it is prepared."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        holder = subprocess.Popen(
            [*_NEW_HOST, "sh", "-e", "-c", f"{prepare}; echo ready; exec sleep infinity >/dev/null"],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
        )
        theirs.close()
        assert ours.recv(16) == b"ready\n", "the host did not come up"
    return holder


def _inside(holder: subprocess.Popen[bytes]) -> int:
    """Return the first process of a host, as this machine numbers it."""
    (first,) = psutil.Process(holder.pid).children()
    return int(first.pid)


def _ip(holder: subprocess.Popen[bytes], *arguments: str) -> None:
    subprocess.run(["nsenter", f"--target={_inside(holder)}", "--net", "--", "ip", *arguments], check=True)
