"""The processes of jobs: forked from what the first job of a home left behind."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from celltrail import config
from celltrail.capture import environment as environments
from celltrail.errors import WarmError
from celltrail.jobs.warm import kept
from celltrail.jobs.warm.modules import wanted_by
from celltrail.jobs.warm.preload import threads
from celltrail.jobs.warm.server import stay, take_name
from celltrail.jobs.warm.spec import Spec
from celltrail.records import Job

_NEEDED = (
    "IPython.paths", "celltrail.jobs.process", "celltrail.jobs.warm.kernels", "celltrail.store",
    "ipykernel.kernelspec", "jupyter_client.asynchronous", "papermill.iorw", "papermill.parameterize",
)  # fmt: skip


def job_spec(home: Path, job: Job, environment: Mapping[str, str]) -> Spec | None:
    """Return what may fork the process of a job; None where it is to start as ever."""
    if not sys.platform.startswith("linux") or not job.options.warm or not config.warm_idle_s():
        return None
    return kept.spec_of(home, "job", environment)


def fork_job(spec: Spec, job: Job, environment: Mapping[str, str], log: int) -> int | None:
    """Return the pid of a job's process, forked; None where nothing is kept for that yet.

    Parameters
    ----------
    log
        The open file that takes what it says on stderr.
    """
    request = {"env": dict(environment), "cwd": str(Path.cwd()), "argv": ["celltrail.jobs.detached", job.id]}
    nothing = os.open(os.devnull, os.O_RDWR)
    try:
        got = kept.fork(spec, request, [nothing, nothing, log], environment, start_it=False)
    except WarmError:
        return None  # what was kept is gone or out of date: this job leaves another behind
    finally:
        os.close(nothing)
    if got is None:
        return None
    forked, _ = got
    forked.close()
    return forked.pid


def prepare_kernel(home: Path, notebook: Path) -> Spec:
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
    spec = kept.spec_of(home, "kernel", os.environ, modules=modules, cwd=cwd, more=flags)
    if not kept.is_there(spec):
        kept.start(spec, os.environ, flags)
    return spec


def load_for_job() -> None:
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


def leave(told: str) -> None:
    """Leave a copy of this process behind, which forks the processes of the jobs to come."""
    spec = Spec(**json.loads(told))
    with suppress(WarmError, OSError):
        if threads() or (taken := take_name(Path(spec.folder), spec.name)) is None:
            return
        listener, lock = taken
        between = os.fork()
        if between:
            listener.close()
            os.close(lock)
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


def told_of(spec: Spec) -> str:
    """Return a description as it is handed to a new process."""
    return json.dumps(asdict(spec))
