"""Kernels of jobs speak over sockets in a folder of their own.

A TCP port is chosen before the kernel binds it, so another program may have it by then, and the job fails. A path
in a new folder is nobody else's; and no other user of the machine can connect to it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from jupyter_client import AsyncKernelManager

from celltrail import clock

_NAME = "celltrail-kernel-"
_LONGEST = 70
"""Of the temporary folder's path: a socket's whole path has room for 107 letters."""
_OLD_S = 86_400.0


class SocketKernelManager(AsyncKernelManager):
    """A kernel manager whose IPython kernels need no ports; those of other languages get some as ever."""

    _sockets: Path | None = None
    _was_asked = False

    async def ask_to_end(self) -> None:
        """Have the kernel begin to end; ``shutdown_kernel`` waits for it."""
        await self.request_shutdown()
        self._was_asked = True

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # noqa: FBT001, FBT002
        """End the kernel, jupyter_client's signature.

        One that is ending is not interrupted, which jupyter_client does first: that would reach its exit handlers.
        """
        if now or restart or not self._was_asked:
            await self._async_shutdown_kernel(now=now, restart=restart)
            return
        self.shutting_down = True
        self.stop_restarter()
        await self.finish_shutdown()
        await self.cleanup_resources()

    async def _async_pre_start_kernel(self, **kw: Any) -> Any:
        if self._sockets is None and _is_ipython(self.kernel_spec):
            self._sockets = new_folder()
            self.transport, self.ip = "ipc", str(self._sockets / "k")
        return await super()._async_pre_start_kernel(**kw)

    def cleanup_ipc_files(self) -> None:
        """Remove the sockets, and the folder that holds them."""
        super().cleanup_ipc_files()
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None


def new_folder() -> Path:
    """Return a new folder that only this user can enter; remove what processes left that were killed."""
    temporary = tempfile.gettempdir()
    place = Path(temporary if len(temporary) <= _LONGEST else "/tmp")  # noqa: S108 - mkdtemp makes it private
    for left in place.glob(f"{_NAME}*"):
        with suppress(OSError, ValueError):
            pid = int(left.name.removeprefix(_NAME).partition("-")[0])
            if clock.now() - left.stat().st_mtime > _OLD_S and not psutil.pid_exists(pid):
                shutil.rmtree(left)
    return Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=place))


def _is_ipython(spec: Any) -> bool:
    return spec is not None and "ipykernel_launcher" in spec.argv
