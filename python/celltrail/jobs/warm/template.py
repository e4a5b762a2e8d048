"""A process that does its imports and stays to be forked: ``python -m celltrail.jobs.warm.template SPEC``."""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path

from celltrail.jobs.warm.marks import listen_to_opens
from celltrail.jobs.warm.preload import UnfitError, preload, threads
from celltrail.jobs.warm.server import stay, take_name
from celltrail.jobs.warm.spec import Spec


def main(told: str) -> None:
    """Be the template that is told of, unless there is one already."""
    spec = Spec(**json.loads(told))
    if spec.listener < 0:
        begun = _begin(spec)
        if begun is None:
            return
        spec = begun
        if os.fork():
            os._exit(0)  # who started this need not reap it; the socket is there by now
        os.setsid()
    os.chdir(spec.cwd)
    listener = socket.socket(fileno=spec.listener)
    listen_to_opens()
    try:
        _load(spec)
    except UnfitError as unfit:
        _again(replace(spec, without={**spec.without, unfit.name: unfit.why}))
    stay(spec, listener)


def _begin(spec: Spec) -> Spec | None:
    taken = take_name(Path(spec.folder), spec.name)
    if taken is None:
        return None
    listener, lock = taken
    return replace(spec, listener=listener.detach(), lock=lock)


def _load(spec: Spec) -> None:
    """Import what a kernel needs, then what its notebook does."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as ipykernel has it
    _leave_out_debugger()
    from celltrail.jobs.warm import kernel  # noqa: F401, PLC0415

    if found := threads():
        raise SystemExit(f"ipykernel leaves threads running: {found}")
    importlib.import_module("celltrail.jobs.cells.watch")  # what sees the cells of a job in its kernel
    preload([name for name in spec.modules if name not in spec.without])
    if "sklearn" in sys.modules and _KEEPER not in spec.without and find_spec("skops"):
        preload([_KEEPER])


_KEEPER = "skops.io"
"""What scikit-learn's models are kept with. Its import takes as long as a small training."""


def _leave_out_debugger() -> None:
    """Have ipykernel offer no debugger: nobody could attach one to a job, and it takes as long as all the rest.

    ipykernel does without where debugpy cannot be imported. The notebook itself can import it.
    """
    sys.modules["debugpy"] = None  # type: ignore[assignment] # Python's own way to say that there is none
    try:
        importlib.import_module("ipykernel.debugger")
    finally:
        del sys.modules["debugpy"]


def _again(spec: Spec) -> None:
    """Begin anew, in the same process and with the same socket, so that those who wait need not ask again."""
    for file in (spec.listener, spec.lock):
        os.set_inheritable(file, True)
    told = asdict(spec)
    flags = sys.orig_argv[1 : sys.orig_argv.index("-m")]
    command = [sys.executable, *flags, "-m", "celltrail.jobs.warm.template", json.dumps(told)]
    os.execv(sys.executable, command)  # noqa: S606 - nothing is read by a shell


if __name__ == "__main__":
    main(sys.argv[1])
