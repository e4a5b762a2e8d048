"""How papermill's client comes to a kernel that was forked: a kernel manager that asks a template first."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from celltrail import clock, ids
from celltrail.errors import WarmError
from celltrail.jobs.warm import kept
from celltrail.jobs.warm.forked import Forked
from celltrail.jobs.warm.sockets import SocketKernelManager

_LAUNCHER = ("-m", "ipykernel_launcher")
_LOOK_S = 1.0


@dataclass(frozen=True)
class Wanted:
    """How kernels are to be started."""

    home: Path
    modules: tuple[str, ...]
    """What is imported beforehand."""
    say: Callable[[str], None]
    """Told what a person should know of the start."""


def manager_for(wanted: Wanted) -> type[AsyncKernelManager]:
    """Return a class of kernel managers, as nbclient takes it."""
    return type("WarmKernelManager", (WarmKernelManager,), {"wanted": wanted})


class ReadyClient(AsyncKernelClient):
    """A client that goes on as soon as the kernel is ready, not a moment of silence later."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - jupyter_client's
        """Wait until kernel and output channel answer.

        Raises
        ------
        RuntimeError
            The kernel died, or took longer.
        """
        deadline = clock.elapsed() + (timeout or float("inf"))
        while not await self._answered():
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if clock.elapsed() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answered(self) -> bool:
        """Ask once; what the output channel says of the question ends with ``idle``, nothing is left behind it."""
        asked = self.kernel_info()
        with suppress(Empty):
            reply = await self.shell_channel.get_msg(timeout=_LOOK_S)
            while reply["parent_header"].get("msg_id") != asked:
                reply = await self.shell_channel.get_msg(timeout=_LOOK_S)
            self._handle_kernel_info_reply(reply)
            while True:
                said = await self.iopub_channel.get_msg(timeout=0.2)
                is_idle = said["content"].get("execution_state") == "idle"
                if is_idle and said["parent_header"].get("msg_id") == asked:
                    return True
        return False


class WarmKernelManager(SocketKernelManager):
    """A kernel manager whose kernels are forked where that is sound."""

    wanted: Wanted
    provisioner: Any
    kernel_id: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client_factory = ReadyClient

    async def _async_pre_start_kernel(self, **kw: Any) -> Any:
        factory = KernelProvisionerFactory.instance(parent=self.parent)
        named = (self.kernel_spec.metadata or {}).get("kernel_provisioner", {}).get("provisioner_name")
        if self.provisioner is None and (named or factory.default_provisioner_name) == "local-provisioner":
            self.kernel_id = self.kernel_id or ids.new_id()
            self.provisioner = WarmProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**kw)

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        if isinstance(self.provisioner, WarmProvisioner):
            await self.provisioner.wait()
        else:
            await super()._async_wait(pollinterval)


class WarmProvisioner(LocalProvisioner):
    """Has a kernel forked, or starts it as ever and says why."""

    parent: Any
    process: Any
    pid: Any
    pgid: Any
    cwd: Any

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel."""
        wanted: Wanted = self.parent.wanted
        try:
            forked, without = _forked(wanted, cmd, kwargs)
        except WarmError as error:
            wanted.say(f"It started cold: {error.message}")
            return await super().launch_kernel(cmd, **kwargs)
        for name, why in without.items():
            wanted.say(f"{name.partition(':')[0]} was not loaded beforehand: {why}.")
        self.process = forked
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end, to be told of it rather than to ask again and again."""
        if self.process is None:
            return 0
        end = self.process.end if isinstance(self.process, Forked) else _end_of(self.process.pid)
        if end is not None and self.process.poll() is None:
            loop, ended = asyncio.get_running_loop(), asyncio.Event()
            loop.add_reader(end, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(end)
                if not isinstance(self.process, Forked):
                    os.close(end)
        process = self.process
        code: int | None = await super().wait()
        if isinstance(process, Forked):
            process.close()
        return code


def _end_of(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):  # another system, or it has ended
        return None


def _forked(wanted: Wanted, cmd: Sequence[str], kwargs: dict[str, Any]) -> tuple[Forked, dict[str, str]]:
    flags, argv = _parts(cmd)
    environment = {**kwargs.get("env", os.environ), "JPY_PARENT_PID": str(os.getpid())}
    cwd = str(kwargs.get("cwd") or Path.cwd())
    spec = kept.spec_of(wanted.home, "kernel", environment, modules=wanted.modules, cwd=cwd, more=flags)
    ready, bound = os.pipe()
    owner, nothing = os.pidfd_open(os.getpid()), os.open(os.devnull, os.O_RDONLY)
    request = {"env": environment, "cwd": cwd, "argv": argv}
    try:
        given = kept.fork(spec, request, [nothing, 1, 2, owner, bound], environment, flags=flags)
        os.close(bound)
        bound = -1
        assert given is not None
        if not os.read(ready, 1):
            given[0].close()
            raise WarmError("the kernel that was forked ended at once", hint="")
        return given
    finally:
        for file in (ready, bound, owner, nothing):
            if file >= 0:
                os.close(file)


def _parts(cmd: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the interpreter's flags and the arguments of a kernel's command.

    Raises
    ------
    WarmError
        It is not ipykernel of this very environment.
    """
    if not sys.platform.startswith("linux"):
        raise WarmError("kernels are kept ready on Linux only", hint="")
    if os.path.abspath(cmd[0]) != os.path.abspath(sys.executable):  # noqa: PTH100 - links tell environments apart
        raise WarmError(f"the kernel is that of another environment, {cmd[0]}", hint="")
    for place in range(1, len(cmd) - 1):
        if tuple(cmd[place : place + 2]) == _LAUNCHER:
            launcher = find_spec("ipykernel_launcher")
            return list(cmd[1:place]), [str(launcher and launcher.origin), *cmd[place + 2 :]]
    raise WarmError("the kernel is not started by ipykernel", hint="")
