"""The processes of jobs, and what sends jobs to a cluster: forked from what the first of a home left behind."""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path

from celltrail import config
from celltrail.capture import environment as environments
from celltrail.errors import CelltrailError, WarmError
from celltrail.jobs.warm import kept
from celltrail.jobs.warm.forked import Forked
from celltrail.jobs.warm.modules import wanted_by
from celltrail.jobs.warm.preload import threads
from celltrail.jobs.warm.server import stay, take_name
from celltrail.jobs.warm.spec import Spec
from celltrail.records import JobOptions

_NEEDED = (
    "IPython.paths", "celltrail.jobs.process", "celltrail.jobs.warm.kernels", "celltrail.store",
    "ipykernel.kernelspec", "jupyter_client.asynchronous", "papermill.iorw", "papermill.parameterize",
)  # fmt: skip
_NEEDED_TO_SEND = ("celltrail.jobs.dask.sender", "celltrail.store", "distributed")


def job_spec(home: Path, options: JobOptions, environment: Mapping[str, str]) -> Spec | None:
    """Return what may fork the process of a job, or what sends it; None where that is to start as ever."""
    if not sys.platform.startswith("linux") or not options.warm or not config.warm_idle_s():
        return None
    return kept.spec_of(home, "sender" if options.on else "job", environment)


def fork_job(
    spec: Spec, argv: Sequence[str], environment: Mapping[str, str], *, log: int, stdin: int | None = None
) -> Forked | None:
    """Return a process of a job, forked; None where nothing is kept for that yet.

    Where the first job of a home is just doing its imports this waits for it: two that import at once take longer.

    Parameters
    ----------
    argv
        The module whose ``main`` it is, and what that is called with.
    log
        The open file that takes what it says on stderr.
    stdin
        The open file that it reads; nothing for one that is empty.
    """
    request = {"env": dict(environment), "cwd": str(Path.cwd()), "argv": list(argv)}
    nothing = os.open(os.devnull, os.O_RDWR)
    files = [nothing if stdin is None else stdin, nothing, log]
    try:
        got = kept.fork(spec, request, files, environment, start_it=False)
    except WarmError:
        return None  # what was kept is gone or out of date: this job leaves another behind
    finally:
        os.close(nothing)
    return got[0] if got else None


def prepare_kernel(home: Path, notebook: Path, environment: Mapping[str, str] = os.environ) -> Spec:
    """Have the imports of a notebook's kernel begin, if nobody has them done; they go on beside what follows.

    Raises
    ------
    WarmError
        Nothing can be kept here.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel  # noqa: PLC0415 - for a cold start alone

    if not sys.platform.startswith("linux") or not config.warm_idle_s():
        raise WarmError("processes are kept on Linux only, and where CELLTRAIL_WARM_MINUTES is not 0.")
    try:
        argv = KernelSpecManager().get_kernel_spec("python3").argv
        flags = argv[1 : argv.index("-m")]
    except (NoSuchKernel, ValueError) as error:
        raise WarmError(f"the kernel python3 is not ipykernel's own: {error}.") from error
    modules, cwd = wanted_by(notebook), str(notebook.parent)
    spec = kept.spec_of(home, "kernel", environment, modules=modules, cwd=cwd, more=flags)
    if not kept.is_there(spec):
        kept.start(spec, environment, flags)
    return spec


def prepare_meanwhile(home: Path, notebook: Path, environment: Mapping[str, str]) -> None:
    """Do that in a thread, for a job that will start: it does it itself, or says why not, where this fails."""

    def prepare() -> None:
        with suppress(CelltrailError, OSError):
            prepare_kernel(home, notebook, environment)

    threading.Thread(target=prepare, name="celltrail-preparing", daemon=True).start()


def leave_behind(told: str, notebook: str) -> None:
    """Do what the process of any job needs at its start, and leave a process behind that has done it."""
    with _leaving(told):
        with suppress(CelltrailError, OSError):
            prepare_kernel(config.find_home(), Path(notebook))
        _load_for_job()


def leave_sender_behind(told: str) -> None:
    """Import what speaks to clusters, and leave a process behind that has done it."""
    with _leaving(told):
        for name in _NEEDED_TO_SEND:
            importlib.import_module(name)


def _load_for_job() -> None:
    """Import what the process of any job comes to need, and look at what is installed."""
    for name in _NEEDED:
        importlib.import_module(name)
    importlib.import_module(
        "jupyter_client.provisioning"
    ).KernelProvisionerFactory.instance()  # reads entry points
    if sys.path and sys.path[0] == str(Path.cwd()):
        del sys.path[0]  # the folder that one job was asked from is nothing to the next
    importlib.import_module("nbformat.validator").get_validator()  # made from the schema, which takes its time
    environments.describe()


@contextmanager
def _leaving(told: str) -> Iterator[None]:
    """Leave a copy of this process behind after what is done here; it forks the processes of the jobs to come."""
    spec = Spec(**json.loads(told))
    listener = socket.socket(fileno=spec.listener)
    for file in (spec.listener, spec.lock):
        os.set_inheritable(file, False)
    yield
    _leave(spec, listener, spec.lock)


def _leave(spec: Spec, listener: socket.socket, lock: int) -> None:
    try:
        between = -1 if threads() else os.fork()
    except OSError:  # there may be no more processes: this one goes on alone
        between = -1
    if between:
        listener.close()  # without a copy those who wait start by themselves
        os.close(lock)
        if between > 0:
            os.waitpid(between, 0)
        return
    if os.fork():
        os._exit(0)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.close(nothing)
    os.chdir("/")
    stay(replace(spec, lock=lock), listener)
    sys.exit()


@contextmanager
def heir(spec: Spec | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give what a process that is started is told, so that it leaves a copy behind, and the files it inherits.

    Neither where another process does that. The name is taken already: who asks from now on waits for the copy.
    """
    taken = None
    with suppress(WarmError, OSError):
        taken = take_name(Path(spec.folder), spec.name) if spec else None
    if taken is None or spec is None:
        yield "", ()
        return
    files = (taken[0].fileno(), taken[1])
    try:
        yield json.dumps(asdict(replace(spec, listener=files[0], lock=files[1]))), files
    finally:
        taken[0].close()
        os.close(taken[1])
